// SPDX-License-Identifier: GPL-3.0-or-later
// How fast this machine multiplies large single-precision matrices with what others wrote: Eigen, compiled
// for this very processor, and OpenBLAS where it is installed. Each thread multiplies square matrices of its
// own, so that nothing is shared but the machine. A program by itself, since Eigen compiled for other
// instructions must not meet the program's own.
//
//   matrix_speed [--threads 2]
#include "tests/benchmarks/measure.h"

#include <Eigen/Core>
#include <barrier>
#include <dlfcn.h>
#include <functional>
#include <future>

namespace latent::bench {
namespace {

using Multiply = std::function<void(const Eigen::MatrixXf& a, const Eigen::MatrixXf& b, Eigen::MatrixXf& c)>;

constexpr double kSeconds = 0.3; // of each product: as long as some hundreds of training's steps

// One thread's products, which begin together with those of the others; GFLOP/s.
double multiplyForAWhile(Eigen::Index side, const Multiply& multiply, std::barrier<>& start) {
    const Eigen::MatrixXf a = Eigen::MatrixXf::Random(side, side);
    const Eigen::MatrixXf b = Eigen::MatrixXf::Random(side, side);
    Eigen::MatrixXf c = Eigen::MatrixXf::Zero(side, side);
    multiply(a, b, c);
    start.arrive_and_wait();
    const Clock::time_point began = Clock::now();
    int products = 0;
    double seconds = 0;
    for (; seconds < kSeconds; seconds = secondsSince(began), ++products) multiply(a, b, c);
    return 2.0 * static_cast<double>(side * side * side) * products / seconds / 1e9;
}

double gflops(int threads, Eigen::Index side, const Multiply& multiply) {
    std::barrier start(threads);
    std::vector<std::future<double>> team;
    for (int i = 0; i < threads; ++i)
        team.push_back(
            std::async(std::launch::async, [&] { return multiplyForAWhile(side, multiply, start); }));
    double all = 0;
    for (std::future<double>& thread : team) all += thread.get();
    return all;
}

void reportProducts(const std::string& library, int threads, const Multiply& multiply) {
    for (const Eigen::Index side : {512, 1024, 1536})
        reportMachine(library + ", side " + std::to_string(side), threads, gflops(threads, side, multiply));
}

/// cblas_sgemm, by columns and without transposing.
using Sgemm = void (*)(int, int, int, int, int, int, float, const float*, int, const float*, int, float,
                       float*, int);

void measure(int threads) {
    reportProducts("Eigen", threads, [](const auto& a, const auto& b, auto& c) { c.noalias() = a * b; });
    unsetenv("OPENBLAS_CORETYPE");     // its own choice of kernels
    setenv("OMP_NUM_THREADS", "1", 1); // its build with OpenMP counts them for each thread of ours
    void* const library = dlopen("libopenblas.so.0", RTLD_NOW);
    if (library == nullptr) return;
    const auto sgemm = reinterpret_cast<Sgemm>(dlsym(library, "cblas_sgemm"));
    const auto setThreads = reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"));
    if (sgemm == nullptr || setThreads == nullptr) return;
    setThreads(1);
    reportProducts("OpenBLAS", threads, [sgemm](const auto& a, const auto& b, auto& c) {
        constexpr int kByColumns = 102, kAsItIs = 111;
        const int n = static_cast<int>(c.rows());
        sgemm(kByColumns, kAsItIs, kAsItIs, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n);
    });
}

} // namespace
} // namespace latent::bench

int main(int argc, char** argv) {
    latent::bench::measure(std::stoi(latent::bench::option(argc, argv, "--threads", "2")));
    return 0;
}
