// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/byte_source.h"

#include <QStringConverter>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace latent {

/// The text of a file as UTF-8. UTF-16 of either byte order is known by its mark and converted; a byte order
/// mark is left out. Everything else is passed on as it is, see utf8Text.
class TextSource {
  public:
    explicit TextSource(ByteSource& source)
        : m_source(source) {}

    /// Fills out with up to count bytes; fewer only at the end of the text. Throws Error: half a character of
    /// UTF-16 at the end, and what the source throws.
    std::size_t read(char* out, std::size_t count);
    ByteSource& bytes() const { return m_source; }

  private:
    void begin();
    bool decodeMore();
    std::size_t takeDecoded(char* out, std::size_t count);

    ByteSource& m_source;
    bool m_begun = false;
    std::optional<QStringDecoder> m_fromUtf16;
    QStringEncoder m_toUtf8{QStringConverter::Utf8};
    std::string m_decoded; // text that is ready, of which m_taken bytes were handed out
    std::size_t m_taken = 0;
};

/// The same for the first bytes of a file, of which the last may be half a character.
std::string textStart(std::string_view start);

/// A text that is no UTF-8 is taken for Latin-1.
std::string utf8Text(std::string_view text);
/// The same, with accents and letters joined where that is possible (Unicode's form C).
std::string composedText(std::string_view text);

} // namespace latent
