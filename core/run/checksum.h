// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <zlib.h>

// Private to core/run.
namespace latent {

/// CRC-32 (zlib's) of what `crc` is of, followed by these bytes; of nothing it is 0.
inline std::uint32_t extendedCrc(std::uint32_t crc, std::string_view bytes) {
    if (bytes.empty()) return crc; // of a null pointer zlib gives 0
    return static_cast<std::uint32_t>(
        crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

} // namespace latent
