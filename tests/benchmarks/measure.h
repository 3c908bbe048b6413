// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

// What the benchmarks share. They measure and print; they never judge, so that a busy machine fails nothing.
namespace latent::bench {

using Clock = std::chrono::steady_clock;

inline double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}
inline double msSince(Clock::time_point start) {
    return 1e3 * secondsSince(start);
}

/// The share-th of the values in order (0.5: the median, 1: the largest); 0 without values.
inline double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
}

/// Of this process, in physical memory. 0 where the system does not say.
inline double residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    double residentPages = 0;
    file >> pages >> residentPages;
    return file ? residentPages * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6 : 0;
}

/// One figure as a line of JSON on standard output, and for people on standard error.
inline void report(const std::string& what, double value, const std::string& unit) {
    std::printf("{\"what\":\"%s\",\"value\":%.6g,\"unit\":\"%s\"}\n", what.c_str(), value, unit.c_str());
    std::fflush(stdout);
    std::fprintf(stderr, "%-58s %10.4g %s\n", what.c_str(), value, unit.c_str());
}

/// How fast something trains: the table sets programs beside each other by network, batch and threads.
struct TrainingSpeed {
    std::string program;
    std::string network; // hidden layers and latent dimensions: "1024,512-64"
    int batch = 0;
    int threads = 0;
    double imagesPerSecond = 0;
    double gflops = 0;
};
inline void reportSpeed(const TrainingSpeed& speed) {
    std::printf("{\"program\":\"%s\",\"network\":\"%s\",\"batch\":%d,\"threads\":%d,"
                "\"images_per_second\":%.6g,\"gflops\":%.6g}\n",
                speed.program.c_str(), speed.network.c_str(), speed.batch, speed.threads,
                speed.imagesPerSecond, speed.gflops);
    std::fflush(stdout);
    std::fprintf(stderr, "%s, batch %d, threads %d: %.0f images/s, %.1f GFLOP/s\n", speed.network.c_str(),
                 speed.batch, speed.threads, speed.imagesPerSecond, speed.gflops);
}

/// How fast the machine itself multiplies with so many threads: what training's speed is a share of.
inline void reportMachine(const std::string& product, int threads, double gflops) {
    std::printf("{\"product\":\"%s\",\"threads\":%d,\"gflops\":%.6g}\n", product.c_str(), threads, gflops);
    std::fflush(stdout);
    std::fprintf(stderr, "%s, threads %d: %.1f GFLOP/s\n", product.c_str(), threads, gflops);
}

/// The word after an option, or what is preset.
inline std::string option(int argc, char** argv, const char* name, const std::string& preset) {
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], name) == 0) return argv[i + 1];
    }
    return preset;
}

} // namespace latent::bench
