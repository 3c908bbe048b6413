// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/data/image_dataset.h"
#include "core/model/model.h"
#include "core/model/network_layout.h"

namespace latent {

/// A small network with random weights: nothing learnt, but every dimension matters.
inline Model toyModel(int latentSize, Objective objective = {}) {
    Model model;
    model.architecture = {
        .shape = {.width = 4, .height = 3, .channels = 1}, .hidden = {9, 7}, .latent = latentSize};
    model.objective = objective;
    model.weights.resize(static_cast<std::size_t>(weightCount(model.architecture)));
    Random(11, Stream::Initialisation)
        .fillNormal(model.weights.data(), static_cast<Index>(model.weights.size()));
    for (float& weight : model.weights) weight *= 0.4F;
    return model;
}

inline ImageDataset toyDataset(const ImageShape& shape, Index images) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(shape.pixels() * images));
    Random random(5, Stream::Data);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    ImageDataset dataset;
    dataset.name = "Toy";
    dataset.shape = shape;
    dataset.pixels = PixelStore::own(std::move(bytes));
    return dataset;
}

} // namespace latent
