// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <zlib.h>

// Private to core/run.
namespace latent {

/// Extends a CRC-32 (zlib's) by these bytes. The CRC-32 of no bytes is 0.
inline std::uint32_t extendedCrc(std::uint32_t crc, std::string_view bytes) {
    if (bytes.empty()) return crc; // zlib returns 0 for a null pointer
    return static_cast<std::uint32_t>(
        crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

} // namespace latent
