// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"

// The same kernels, compiled once for each instruction set in the file of that name.
namespace latent::simd {

template <class S>
Kernels<S> baseline(); // what every processor of the architecture supports
template <class S>
Kernels<S> avx2(); // with FMA
template <class S>
Kernels<S> avx512();

} // namespace latent::simd
