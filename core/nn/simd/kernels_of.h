// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/simd/activation.h"
#include "core/nn/simd/adam.h"
#include "core/nn/simd/product.h"
#include "core/nn/simd/reconstruction.h"
#include "core/nn/simd/transpose.h"

namespace latent::simd {
namespace {

/// All kernels for the instruction set for which the including file is compiled.
template <class S>
constexpr Kernels<S> kernelsOf(const char* name) {
    return {name, product<S>, transpose<S>, adam<S>, reconstruction<S>, activate<S>, activateBackward<S>};
}

} // namespace
} // namespace latent::simd
