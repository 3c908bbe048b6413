// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/byte_source.h"

#include <QStringConverter>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace latent {

/// The text of a file as UTF-8. UTF-16 of either byte order is recognised by its byte order mark and
/// converted; the mark is removed. All other bytes are passed on unchanged, see utf8Text.
class TextSource {
  public:
    explicit TextSource(ByteSource& source)
        : m_source(source) {}

    /// Fills out with up to count bytes; fewer only at the end of the text. Throws Error: UTF-16 that ends
    /// within a character, and errors of the source.
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
    std::string m_decoded; // decoded text, of which m_taken bytes were returned
    std::size_t m_taken = 0;
};

/// The same for the first bytes of a file, which may end within a character.
std::string textStart(std::string_view start);

/// Text that is not UTF-8 is read as Latin-1.
std::string utf8Text(std::string_view text);
/// The same, with accents and letters composed where possible (Unicode normalisation form C).
std::string composedText(std::string_view text);

} // namespace latent
