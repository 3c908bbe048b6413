// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/memory.h"

#include "core/base/error.h"

#include <fstream>
#include <unistd.h>

namespace latent {

std::uint64_t availableMemory() {
    std::ifstream info("/proc/meminfo");
    for (std::string key; info >> key;) {
        std::uint64_t kibibytes = 0;
        if (key == "MemAvailable:" && info >> kibibytes) return kibibytes * 1024;
        info.ignore(256, '\n');
    }
    const long pages = sysconf(_SC_AVPHYS_PAGES);
    const long pageSize = sysconf(_SC_PAGESIZE);
    return pages > 0 && pageSize > 0
               ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(pageSize)
               : 0;
}

void requireMemory(std::uint64_t bytes, const std::string& file, const std::string& position) {
    constexpr std::uint64_t kGibibyte = 1 << 30;
    if (bytes <= availableMemory() / 2) return;
    throw Error(file, position,
                "the images need " + std::to_string(bytes / kGibibyte + 1) +
                    " GiB, more than half of the free memory");
}

std::uint64_t saturatingProduct(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

} // namespace latent
