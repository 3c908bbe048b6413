// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

namespace latent {

using Eigen::Index;

/// Samples are columns: activations are [features, batch], codes [latent, images].
template <class S>
using MatrixOf = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
template <class S>
using VectorOf = Eigen::Matrix<S, Eigen::Dynamic, 1>;
/// Weights are [out, in], stored by rows: the order in which PyTorch and safetensors keep them.
template <class S>
using WeightsOf = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

using Matrix = MatrixOf<float>;
using Vector = VectorOf<float>;

template <class S>
using MatrixRef = Eigen::Ref<MatrixOf<S>, 0, Eigen::OuterStride<>>;
template <class S>
using ConstMatrixRef = Eigen::Ref<const MatrixOf<S>, 0, Eigen::OuterStride<>>;

} // namespace latent
