// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/kernels.h"

#include "core/nn/simd/sets.h"

namespace latent {

template <class S>
std::vector<Kernels<S>> supportedKernels() {
    std::vector<Kernels<S>> sets{simd::baseline<S>()};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) sets.push_back(simd::avx2<S>());
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        sets.push_back(simd::avx512<S>());
#endif
    return sets;
}

template <class S>
const Kernels<S>& kernels() {
    static const Kernels<S> fastest = supportedKernels<S>().back();
    return fastest;
}

template std::vector<Kernels<float>> supportedKernels<float>();
template std::vector<Kernels<double>> supportedKernels<double>();
template const Kernels<float>& kernels<float>();
template const Kernels<double>& kernels<double>();

} // namespace latent
