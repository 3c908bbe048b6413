// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <string>
#include <vector>

namespace latent {

/// A named block of the flat weight vector, row by row as PyTorch keeps it.
struct TensorBlock {
    std::string name;         // "encoder.0.weight"
    std::vector<Index> shape; // [out, in] or [out]
    Index offset = 0;         // in scalars

    Index count() const;
};

/// Where every tensor of a network lies in its flat weight vector:
/// encoder.0 …, mean, log_variance, decoder.0 …, output; each with .weight [out, in] and .bias [out].
std::vector<TensorBlock> networkLayout(const Architecture& architecture);

/// Length of the flat weight vector.
Index weightCount(const Architecture& architecture);

} // namespace latent
