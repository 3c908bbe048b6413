// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"
#include "core/nn/layer.h"

#include <string>
#include <vector>

namespace latent {

/// A layer and the name of its tensors, "encoder.0". "heads" is mean and log-variance side by side, which the
/// engine runs as one layer of 2 × latent rows.
struct NamedLayer {
    std::string name;
    Layer layer;
};

/// The layers of a network in the order in which they run and lie in the flat weight vector: encoder.0 …,
/// heads, decoder.0 …, output.
std::vector<NamedLayer> networkLayers(const Architecture& architecture);

/// A named block of the flat weight vector, row by row.
struct TensorBlock {
    std::string name;         // "encoder.0.weight"
    std::vector<Index> shape; // see networkLayout
    Index offset = 0;         // in scalars

    Index count() const;
};

/// The place of every tensor of a network in its flat weight vector: encoder.0 …, mean, log_variance,
/// decoder.0 …, output; each with .weight and .bias [out]. Weights of dense layers are [out, in] as in
/// PyTorch; of convolutions [ky, kx, in, out], and of transposed ones [ky, kx, out, in], as in Keras.
std::vector<TensorBlock> networkLayout(const Architecture& architecture);

/// Length of the flat weight vector.
Index weightCount(const Architecture& architecture);

} // namespace latent
