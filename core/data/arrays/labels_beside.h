// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "core/data/image_dataset.h"

#include <filesystem>
#include <optional>

namespace latent {

/// The .npy or .npz file of labels whose name matches that of a file of images in the same folder: "x" → "y",
/// "k-train-imgs" → "k-train-labels", "digits" → "digits_labels".
std::optional<std::filesystem::path> labelFileBeside(const std::filesystem::path& images);

/// Sets the labels from that file, if there is one, and records this in the set's `choices`, or in `skipped`
/// why not. Throws Error: another number of labels, a damaged file.
void labelFromBeside(ImageDataset& dataset, const std::filesystem::path& images, Index count);

} // namespace latent
