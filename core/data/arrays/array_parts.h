// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"
#include "core/data/progress.h"
#include "core/data/sets/set_files.h"

#include <string>
#include <vector>

namespace latent {

/// The images of an IDX or .npy file. Adds to choices what was decided from its name. Throws Error.
ImageArray imagesOf(const SetFile& file, const OpenOptions& options, std::vector<std::string>& choices);

/// Opens the training and test images and labels of a set in IDX and .npy files, with one pixel rule for
/// both. Validation images are ignored. Throws Error; Cancelled.
ImageDataset openArrayParts(const SetParts& parts, const OpenOptions& options, const Progress& progress);

} // namespace latent
