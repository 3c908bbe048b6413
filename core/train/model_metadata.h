// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/model_file.h"

#include <string>

// The JSON of a model file, apart from its bytes. Private to core/train.
namespace latent {

/// The text of the metadata entry "latent_explorer".
std::string metadataText(const ModelFile& file);

/// Everything but the weights. `name` is what errors call the file.
ModelFile readMetadata(const std::string& text, const std::string& name);

} // namespace latent
