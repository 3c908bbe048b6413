// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/jpeg_content.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace latent {
namespace {

constexpr std::size_t kMostComponents = 4;
constexpr std::uint8_t kMissing = 0xff;

/// Which bits of which coefficients the scans have sent so far.
struct Scans {
    std::size_t components = 0;
    std::array<int, kMostComponents> ids{};
    std::array<std::array<std::uint8_t, 64>, kMostComponents> lowestBit{}; // kMissing: none sent
    bool restarts = false;

    void takeFrame(std::string_view segment);
    void takeScan(std::string_view segment);
    bool complete() const;
};

int byteAt(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

// Precision, height, width, then three bytes per component, the first of which is its identifier.
void Scans::takeFrame(std::string_view segment) {
    components = std::min(static_cast<std::size_t>(byteAt(segment, 5)), kMostComponents);
    for (std::size_t i = 0; i < components; ++i) {
        ids[i] = byteAt(segment, 6 + 3 * i);
        lowestBit[i].fill(kMissing);
    }
}

// The number of components, two bytes for each, then the first and last coefficient and the bits.
void Scans::takeScan(std::string_view segment) {
    const auto count = static_cast<std::size_t>(byteAt(segment, 0));
    const auto first = static_cast<std::size_t>(byteAt(segment, 1 + 2 * count));
    const auto last = std::min<std::size_t>(63, static_cast<std::size_t>(byteAt(segment, 2 + 2 * count)));
    const auto lowest = static_cast<std::uint8_t>(byteAt(segment, 3 + 2 * count) & 15);
    for (std::size_t i = 0; i < count; ++i) {
        const auto* const id = std::find(ids.begin(), ids.begin() + components, byteAt(segment, 1 + 2 * i));
        if (id == ids.begin() + components) continue;
        auto& bits = lowestBit[static_cast<std::size_t>(id - ids.begin())];
        for (std::size_t k = first; k <= last; ++k) bits[k] = lowest;
    }
}

bool Scans::complete() const {
    const auto sent = [](const auto& bits) {
        return std::all_of(bits.begin(), bits.end(), [](std::uint8_t lowest) { return lowest == 0; });
    };
    return components > 0 && !restarts &&
           std::all_of(lowestBit.begin(), lowestBit.begin() + components, sent);
}

bool isFrame(int code) {
    return code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc;
}

} // namespace

JpegContent examineJpeg(std::string_view bytes) {
    JpegContent content;
    Scans scans;
    for (std::size_t at = 2;;) {
        at = bytes.find('\xff', at);
        if (at == std::string_view::npos || at + 1 >= bytes.size()) break;
        const int code = byteAt(bytes, at + 1);
        if (code == 0xff) { // padding
            ++at;
            continue;
        }
        at += 2;
        content.endMark = code == 0xd9;
        if (content.endMark) break;
        // A zero or a restart, which occur within the coded data.
        if (code == 0 || code == 1 || (code >= 0xd0 && code <= 0xd7)) continue;
        const auto length = static_cast<std::size_t>(byteAt(bytes, at) << 8 | byteAt(bytes, at + 1));
        content.cut = at + 2 > bytes.size() || at + length > bytes.size();
        if (content.cut) break;
        const std::string_view segment = length < 2 ? std::string_view() : bytes.substr(at + 2, length - 2);
        if (isFrame(code)) scans.takeFrame(segment);
        if (code == 0xda) scans.takeScan(segment);
        if (code == 0xdd) scans.restarts = (byteAt(segment, 0) | byteAt(segment, 1)) != 0;
        at += length;
    }
    content.everyScan = scans.complete();
    return content;
}

} // namespace latent
