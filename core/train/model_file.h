// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/model.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace latent {

/// What a .safetensors file of ours holds: the weights by name, and in its metadata the configuration.
struct ModelFile {
    Model model;
    Configuration configuration;
    std::string dataset; // name of the set that it was trained on
    std::int64_t steps = 0;
};

/// safetensors bytes; metadata "latent_explorer" is a JSON object with architecture, objective, training.
std::string encodeModel(const ModelFile& file);
/// `name` is what errors call the file. Throws Error: a huge or broken header, unknown, missing or
/// doubled tensors, wrong shapes or types, holes, overlaps, a length that does not match, weights that are
/// not finite.
ModelFile decodeModel(std::string_view bytes, const std::string& name);

void saveModel(const std::filesystem::path& path, const ModelFile& file);
ModelFile loadModel(const std::filesystem::path& path);

} // namespace latent
