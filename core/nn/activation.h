// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// What follows a hidden layer. SiLU: y·sigmoid(y) (Elfwing, Uchibe and Doya 2018).
enum class Activation { Relu, Silu, Tanh };

/// Whether the backward pass needs the slopes that the forward pass can leave: ReLU's and tanh's follow from
/// their results.
constexpr bool keepsSlopes(Activation activation) {
    return activation == Activation::Silu;
}

} // namespace latent
