// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/model/model.h"
#include "core/train/model_inputs.h"

#include <span>

namespace latent {

/// Some images of a set and what a model makes of them: where every diagnostic starts from. Looks at the
/// model and the set, which outlive it.
struct SeenImages {
    const Model& model;
    const ImageDataset& dataset;
    std::span<const std::uint32_t> images;
    std::uint64_t seed; // of all draws, binarisation among them
    Posterior posterior{};

    Index count() const { return static_cast<Index>(images.size()); }
    Index latentSize() const { return posterior.mean.rows(); }
    const Likelihood& likelihood() const { return model.objective.likelihood; }
    /// Columns [first, first + count) of what the model sees, [pixels, count].
    Matrix pixels(Index first, Index columns) const {
        Matrix out(dataset.shape.pixels(), columns);
        modelInputs(likelihood(), dataset,
                    images.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(columns)), seed,
                    out);
        return out;
    }
};

} // namespace latent
