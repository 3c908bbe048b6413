// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/resident_memory.h"

#include <fstream>
#include <unistd.h>

namespace latent {

qint64 residentMemory() {
    std::ifstream file("/proc/self/statm");
    qint64 pages = 0;
    qint64 residentPages = 0;
    if (!(file >> pages >> residentPages)) return 0;
    return residentPages * sysconf(_SC_PAGESIZE);
}

} // namespace latent
