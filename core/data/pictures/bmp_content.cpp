// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/bmp_content.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>

namespace latent {
namespace {

constexpr std::uint64_t kRle8 = 1;
constexpr std::uint64_t kRle4 = 2;
constexpr std::uint64_t kMasks = 3;

std::uint64_t numberAt(std::string_view bytes, std::size_t at, int count) {
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i) {
        const std::size_t place = at + static_cast<std::size_t>(i);
        value = value << 8 | (place < bytes.size() ? static_cast<unsigned char>(bytes[place]) : 0);
    }
    return value;
}

bool isOld(std::string_view bytes) { // has a header of 12 bytes
    return numberAt(bytes, 14, 4) == 12;
}

std::uint64_t bitsOf(std::string_view bytes) {
    return numberAt(bytes, isOld(bytes) ? 24 : 28, 2);
}

std::uint64_t compressionOf(std::string_view bytes) {
    return isOld(bytes) ? 0 : numberAt(bytes, 30, 4);
}

// Pairs of a count and a colour. After a count of 0, the second byte is an end of row (0), the end of the
// picture (1), a jump (2), or a number of single colours, padded to an even byte.
bool runsToItsEnd(std::string_view bytes, std::uint64_t compression) {
    std::uint64_t at = numberAt(bytes, 10, 4);
    while (at < bytes.size() && bytes.size() - at >= 2) {
        const std::uint64_t count = numberAt(bytes, static_cast<std::size_t>(at), 1);
        const std::uint64_t second = numberAt(bytes, static_cast<std::size_t>(at) + 1, 1);
        at += 2;
        if (count != 0 || second == 0) continue;
        if (second == 1) return true;
        const std::uint64_t colours = compression == kRle8 ? second : (second + 1) / 2;
        at += second == 2 ? 2 : (colours + 1) / 2 * 2;
    }
    return false;
}

// Five bits per colour, unless masks say otherwise.
std::array<int, 3> colourBits(std::string_view bytes) {
    std::array<int, 3> bits{5, 5, 5};
    constexpr std::size_t kMasksAt = 54;
    for (std::size_t i = 0; i < bits.size() && compressionOf(bytes) == kMasks; ++i)
        bits[i] = std::popcount(numberAt(bytes, kMasksAt + 4 * i, 4));
    return bits;
}

int spreadColour(int colour, int bits) {
    if (bits <= 0 || bits >= 8) return colour;
    return ((colour >> (8 - bits)) * 510 + (1 << bits) - 1) / (2 * ((1 << bits) - 1)); // rounded
}

} // namespace

bool isWholeBmp(std::string_view bytes) {
    const bool old = isOld(bytes);
    const std::uint64_t compression = compressionOf(bytes);
    if (compression == kRle8 || compression == kRle4)
        return runsToItsEnd(bytes, compression) || numberAt(bytes, 2, 4) == bytes.size();
    const std::uint64_t width = numberAt(bytes, 18, old ? 2 : 4);
    // Negative: stored from the top down.
    const auto signedHeight = static_cast<std::int32_t>(numberAt(bytes, old ? 20 : 22, old ? 2 : 4));
    const auto height = static_cast<std::uint64_t>(std::llabs(signedHeight));
    const std::uint64_t row = (width * bitsOf(bytes) + 31) / 32 * 4; // below 2^46
    if (height != 0 && row > bytes.size() / height) return false;
    return numberAt(bytes, 10, 4) + row * height <= bytes.size();
}

void spreadBmpColours(QImage& image, std::string_view bytes) {
    if (bitsOf(bytes) != 16 || image.depth() != 32) return;
    const std::array<int, 3> bits = colourBits(bytes);
    for (int y = 0; y < image.height(); ++y) {
        auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x)
            line[x] = qRgba(spreadColour(qRed(line[x]), bits[0]), spreadColour(qGreen(line[x]), bits[1]),
                            spreadColour(qBlue(line[x]), bits[2]), qAlpha(line[x]));
    }
}

} // namespace latent
