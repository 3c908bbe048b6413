// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// The function after a hidden layer. SiLU: y·sigmoid(y) (Elfwing, Uchibe and Doya 2018).
enum class Activation { Relu, Silu, Tanh };

/// Whether the backward pass needs slopes saved by the forward pass: those of ReLU and tanh follow from their
/// results.
constexpr bool keepsSlopes(Activation activation) {
    return activation == Activation::Silu;
}

} // namespace latent
