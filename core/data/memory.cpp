// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/memory.h"

#include <fstream>
#include <string>
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

} // namespace latent
