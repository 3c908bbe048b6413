// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes to open images: opening_bench PATH [CACHE-FOLDER [SIDE]]. Also prints what was read, with
// the CRC-32 of the pixels and of the labels (16 bits each), to be held against another program's.
#include "core/data/sets/catalogue.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <zlib.h>

int main(int count, char** arguments) {
    using namespace latent;
    if (count < 2) return 2;
    OpenOptions options;
    if (count > 2) options.cacheFolder = arguments[2];
    if (count > 3) options.side = std::atoi(arguments[3]);
    const auto begin = std::chrono::steady_clock::now();
    try {
        const DatasetPtr dataset = openDataset(arguments[1], options);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        const auto labels = reinterpret_cast<const Bytef*>(dataset->labels.data());
        std::printf(
            "%.3f s, %ld MiB at most; %td images of %dx%dx%d, %d classes, %zu to train on, %td skipped; "
            "pixels %08lx, labels %08lx; %s\n",
            seconds.count(), usage.ru_maxrss / 1024, dataset->size(), dataset->shape.width,
            dataset->shape.height, dataset->shape.channels, dataset->classCount(), dataset->train.size(),
            dataset->skippedCount, crc32_z(0, dataset->pixels.bytes.data(), dataset->pixels.bytes.size()),
            crc32_z(0, labels, dataset->labels.size() * sizeof(std::uint16_t)), dataset->pixelRule.c_str());
        for (std::size_t i = 0; i < dataset->skipped.size() && i < 5; ++i) {
            std::printf("  %s: %s\n", dataset->skipped[i].name.c_str(), dataset->skipped[i].reason.c_str());
        }
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
