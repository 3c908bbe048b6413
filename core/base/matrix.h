// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <Eigen/Core>

namespace latent {

static_assert(std::is_same_v<Index, Eigen::Index>);

/// Samples are columns: activations are [features, batch], codes [latent, images].
template <class S>
using MatrixOf = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
template <class S>
using VectorOf = Eigen::Matrix<S, Eigen::Dynamic, 1>;
/// Weights are [out, in], row by row: the order in which PyTorch and safetensors store them.
template <class S>
using WeightsOf = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Activations inside the engine are [features, batch] too, but stored feature by feature, so that products
/// run over neighbouring samples and read the weights in place.
template <class S>
using ByFeature = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

using Matrix = MatrixOf<float>;
using Vector = VectorOf<float>;

template <class S>
using MatrixRef = Eigen::Ref<MatrixOf<S>, 0, Eigen::OuterStride<>>;
template <class S>
using ConstMatrixRef = Eigen::Ref<const MatrixOf<S>, 0, Eigen::OuterStride<>>;
template <class S>
using ByFeatureRef = Eigen::Ref<ByFeature<S>, 0, Eigen::OuterStride<>>;
template <class S>
using ConstByFeatureRef = Eigen::Ref<const ByFeature<S>, 0, Eigen::OuterStride<>>;

} // namespace latent
