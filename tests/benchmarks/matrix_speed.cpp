// SPDX-License-Identifier: GPL-3.0-or-later
// How fast this machine multiplies single-precision matrices with what others wrote: Eigen, compiled for this
// very processor, and OpenBLAS where it is installed. Each thread multiplies square matrices of its own, so
// that nothing is shared but the machine. A program by itself, since Eigen compiled for other instructions
// must not meet the program's own.
//
//   matrix_speed
#include "tests/benchmarks/measure.h"

#include <Eigen/Core>
#include <barrier>
#include <dlfcn.h>
#include <functional>
#include <thread>

namespace latent::bench {
namespace {

using Multiply = std::function<void(const Eigen::MatrixXf& a, const Eigen::MatrixXf& b, Eigen::MatrixXf& c)>;

double gflops(int threads, Eigen::Index side, const Multiply& multiply) {
    constexpr int kRepeats = 3;
    std::barrier warm(threads + 1);
    std::barrier start(threads + 1);
    std::barrier end(threads + 1);
    std::vector<std::jthread> team;
    for (int i = 0; i < threads; ++i) {
        team.emplace_back([&] {
            const Eigen::MatrixXf a = Eigen::MatrixXf::Random(side, side);
            const Eigen::MatrixXf b = Eigen::MatrixXf::Random(side, side);
            Eigen::MatrixXf c = Eigen::MatrixXf::Zero(side, side);
            multiply(a, b, c);
            warm.arrive_and_wait();
            start.arrive_and_wait();
            for (int repeat = 0; repeat < kRepeats; ++repeat) multiply(a, b, c);
            end.arrive_and_wait();
        });
    }
    warm.arrive_and_wait();
    const Clock::time_point began = Clock::now(); // before any of them can begin
    start.arrive_and_wait();
    end.arrive_and_wait();
    return 2.0 * static_cast<double>(side * side * side) * threads * kRepeats / secondsSince(began) / 1e9;
}

double fastest(int threads, const Multiply& multiply) {
    constexpr int kTries = 3;
    double best = 0;
    for (const Eigen::Index side : {512, 1024, 1536}) {
        for (int attempt = 0; attempt < kTries; ++attempt)
            best = std::max(best, gflops(threads, side, multiply));
    }
    return best;
}

void reportFastest(const std::string& whose, const Multiply& multiply) {
    report(whose + ", 1 thread", fastest(1, multiply), "GFLOP/s");
    report(whose + ", 2 threads", fastest(2, multiply), "GFLOP/s");
}

/// cblas_sgemm, by columns and without transposing.
using Sgemm = void (*)(int, int, int, int, int, int, float, const float*, int, const float*, int, float,
                       float*, int);

void measure() {
    reportFastest("fastest large product, Eigen",
                  [](const auto& a, const auto& b, auto& c) { c.noalias() = a * b; });
    unsetenv("OPENBLAS_CORETYPE");     // its own choice of kernels
    setenv("OMP_NUM_THREADS", "1", 1); // its build with OpenMP counts them for each thread of ours
    void* const library = dlopen("libopenblas.so.0", RTLD_NOW);
    if (library == nullptr) return;
    const auto sgemm = reinterpret_cast<Sgemm>(dlsym(library, "cblas_sgemm"));
    const auto setThreads = reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"));
    if (sgemm == nullptr || setThreads == nullptr) return;
    setThreads(1);
    reportFastest("fastest large product, OpenBLAS", [sgemm](const auto& a, const auto& b, auto& c) {
        constexpr int kByColumns = 102, kAsItIs = 111;
        const int n = static_cast<int>(c.rows());
        sgemm(kByColumns, kAsItIs, kAsItIs, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
    });
}

} // namespace
} // namespace latent::bench

int main() {
    latent::bench::measure();
    return 0;
}
