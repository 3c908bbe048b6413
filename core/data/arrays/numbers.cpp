// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/numbers.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace latent {
namespace {

static_assert(std::endian::native == std::endian::little);

std::uint8_t swapped(std::uint8_t word) {
    return word;
}
std::uint16_t swapped(std::uint16_t word) {
    return __builtin_bswap16(word);
}
std::uint32_t swapped(std::uint32_t word) {
    return __builtin_bswap32(word);
}
std::uint64_t swapped(std::uint64_t word) {
    return __builtin_bswap64(word);
}

struct Half {
    std::uint16_t bits;
    explicit operator double() const {
        const int exponent = bits >> 10 & 0x1f;
        const double fraction = bits & 0x3ff;
        double value = 0;
        if (exponent == 0) {
            value = std::ldexp(fraction, -24);
        } else if (exponent < 31) {
            value = std::ldexp(fraction + 1024, exponent - 25);
        } else {
            value = fraction == 0 ? INFINITY : NAN;
        }
        return bits & 0x8000 ? -value : value;
    }
};

template <class Word, class Value>
void decodeAs(bool swap, const std::uint8_t* raw, std::span<double> out) {
    for (double& number : out) {
        Word word;
        std::memcpy(&word, raw, sizeof word);
        raw += sizeof word;
        number = static_cast<double>(std::bit_cast<Value>(swap ? swapped(word) : word));
    }
}

template <class Word, class SignedValue, class FloatValue>
void decodeWords(NumberType type, const std::uint8_t* raw, std::span<double> out) {
    switch (type.kind) {
    case NumberKind::Unsigned:
        return decodeAs<Word, Word>(type.bigEndian, raw, out);
    case NumberKind::Signed:
        return decodeAs<Word, SignedValue>(type.bigEndian, raw, out);
    case NumberKind::Float:
        return decodeAs<Word, FloatValue>(type.bigEndian, raw, out);
    }
}

} // namespace

void decodeNumbers(NumberType type, const std::uint8_t* raw, std::span<double> out) {
    switch (type.bytes) {
    case 1:
        return decodeWords<std::uint8_t, std::int8_t, std::uint8_t>(type, raw, out);
    case 2:
        return decodeWords<std::uint16_t, std::int16_t, Half>(type, raw, out);
    case 4:
        return decodeWords<std::uint32_t, std::int32_t, float>(type, raw, out);
    default:
        return decodeWords<std::uint64_t, std::int64_t, double>(type, raw, out);
    }
}

} // namespace latent
