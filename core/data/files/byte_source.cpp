// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/byte_source.h"

#include "core/base/error.h"

#include <algorithm>

namespace latent {

void ByteSource::failAt(std::uint64_t position, const std::string& cause) const {
    throw Error(name(), "byte " + std::to_string(position) + (packed() ? " (unpacked)" : ""), cause);
}

void ByteSource::readHeader(std::span<std::uint8_t> out, const std::string& what) {
    if (read(out.data(), out.size()) != out.size()) failAt(position(), "the file ends within " + what);
}

void ByteSource::requireRoomFor(std::uint64_t declared, std::uint64_t statedAt,
                                const std::string& what) const {
    const std::uint64_t most = largestSize();
    if (position() <= most && declared <= most - position()) return;
    if (packed()) failAt(statedAt, what + " are declared, more than compressed data of this length can hold");
    failAt(most, "the file ends early: " + what + " are declared, " + std::to_string(position() + declared) +
                     " bytes in total");
}

void ByteSource::readExactly(std::uint8_t* out, std::uint64_t count, std::uint64_t whole,
                             const Progress& progress) {
    constexpr std::uint64_t kPart = 1 << 20;
    for (std::uint64_t done = 0; done < count;) {
        progress.at(fraction());
        const auto part = static_cast<std::size_t>(std::min(kPart, count - done));
        const std::size_t got = read(out + done, part);
        done += got;
        if (got < part) {
            failAt(position(), "the file ends early: its sizes require " + std::to_string(whole) + " bytes");
        }
    }
}

void ByteSource::requireEnd() {
    const std::uint64_t whole = position();
    std::uint8_t more = 0;
    if (read(&more, 1) != 0) failForMore(whole);
}

void ByteSource::failForMore(std::uint64_t whole) const {
    failAt(whole, "there are more bytes than the sizes require (" + std::to_string(whole) + ")");
}

} // namespace latent
