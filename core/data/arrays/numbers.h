// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace latent {

enum class NumberKind : std::uint8_t { Unsigned, Signed, Float };

/// How a number is stored in a file.
struct NumberType {
    NumberKind kind = NumberKind::Unsigned;
    int bytes = 1; // 1, 2, 4, 8; Float: 2, 4, 8
    bool bigEndian = false;

    bool isByte() const { return kind == NumberKind::Unsigned && bytes == 1; }
};

/// out[i] becomes number i of raw, [out.size() × type.bytes]. Integers beyond 2^53 are rounded.
void decodeNumbers(NumberType type, const std::uint8_t* raw, std::span<double> out);

} // namespace latent
