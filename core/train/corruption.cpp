// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/corruption.h"

#include <cmath>

namespace latent {
namespace {

// Four pixels are masked with each 64-bit number, 16 bits a pixel.
void mask(float amount, const ConstMatrixRef<float>& clean, Random& random, MatrixRef<float> corrupted) {
    const std::uint32_t threshold = static_cast<std::uint32_t>(std::lround(amount * 65536.0F));
    for (Index c = 0; c < clean.cols(); ++c) {
        const float* from = clean.col(c).data();
        float* to = corrupted.col(c).data();
        std::uint64_t bits = 0;
        for (Index i = 0; i < clean.rows(); ++i, bits >>= 16) {
            if (i % 4 == 0) bits = random.next();
            to[i] = (bits & 0xffff) < threshold ? 0.0F : from[i];
        }
    }
}

} // namespace

void corrupt(const Corruption& corruption, const ConstMatrixRef<float>& clean, Random random,
             MatrixRef<float> corrupted) {
    switch (corruption.kind) {
    case Corruption::Kind::None:
        corrupted = clean;
        break;
    case Corruption::Kind::Mask:
        mask(corruption.amount, clean, random, corrupted);
        break;
    case Corruption::Kind::Gaussian:
        for (Index c = 0; c < clean.cols(); ++c) random.fillNormal(corrupted.col(c).data(), clean.rows());
        corrupted = clean + corruption.amount * corrupted;
        break;
    }
}

} // namespace latent
