// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/label_values.h"
#include "core/data/files/byte_source.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace latent {

/// Words of a fixed length in a NumPy array, padded with zeros.
struct WordType {
    std::uint64_t length = 0; // characters
    bool wide = false;        // UCS-4; otherwise bytes
    bool bigEndian = false;

    std::uint64_t bytes() const { return length * (wide ? 4 : 1); }
};

/// For NumPy's "<U5" and "|S5"; nothing for other types and for words too long to be labels.
std::optional<WordType> wordTypeOf(std::string_view descr);

/// Reads `count` words, after which the source must end; their count is stated at byte `statedAt`. Throws
/// Error.
LabelValues readWords(ByteSource& source, WordType type, std::uint64_t count, std::uint64_t statedAt);

} // namespace latent
