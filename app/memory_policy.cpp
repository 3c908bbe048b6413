// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/memory_policy.h"

#include <cstdlib> // says whether this is glibc

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace latent {

void setMemoryPolicy() {
#if defined(__GLIBC__)
    // By itself glibc moves this border with what the program happens to free. Too low, and each batch that
    // is encoded is fresh memory, page by page: the first map came 1.4 s after the data instead of 0.5 s. Too
    // high, and codes and pictures that were freed stay with the heap: with 70,000 images, a window and a run
    // 176 MB instead of 150.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
    mallopt(M_ARENA_MAX, 2);
#endif
}

void returnFreeMemory() {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

} // namespace latent
