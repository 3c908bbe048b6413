// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/image_split.h"
#include "core/train/snapshot.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// What a .safetensors file of ours holds: the weights by name, and in its metadata the configuration.
struct ModelFile {
    Model model;
    Configuration configuration;
    std::string dataset;     // name of the set that it was trained on
    std::string pixelRule;   // what was done to that set's pixels; empty: the file does not say
    ImageSplit split;        // of that set
    bool splitStated = true; // false: the file is of an older version, and split is a guess
    std::int64_t steps = 0;
    /// Of its codes when it was saved: the range that is worth decoding where there is no prior. May be
    /// empty.
    PosteriorStatistics posterior;
};

/// No model file is longer than this.
inline constexpr std::uint64_t kMaxModelBytes = std::uint64_t{1} << 31;

/// A model file in pieces: the tensors are borrowed from the model.
struct ModelPieces {
    std::string header;
    std::vector<std::string_view> tensors;
};
/// Throws Error, calling the model `name`, for what could not be loaded again.
ModelPieces modelPieces(const ModelFile& file, const std::string& name);

/// safetensors bytes; metadata "latent_explorer" is a JSON object with architecture, objective, training.
std::string encodeModel(const ModelFile& file);
/// `name` is what errors call the file. Throws Error: a huge or broken header, unknown, missing or
/// doubled tensors, wrong shapes or types, holes, overlaps, a length that does not match, weights that are
/// not finite. Tensors may come in any order. Allocates nothing large before all but the weights is checked.
ModelFile decodeModel(std::string_view bytes, const std::string& name);

/// Both throw Error. A save that fails leaves what was there untouched, and nothing is saved that could not
/// be loaded again (weights or settings that are not finite).
void saveModel(const std::filesystem::path& path, const ModelFile& file);
ModelFile loadModel(const std::filesystem::path& path);

} // namespace latent
