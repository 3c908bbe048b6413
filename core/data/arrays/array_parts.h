// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"
#include "core/data/progress.h"
#include "core/data/sets/set_files.h"

#include <string>
#include <vector>

namespace latent {

/// The images of an IDX or .npy file. Adds to choices what its name decides. Throws Error.
ImageArray imagesOf(const SetFile& file, const OpenOptions& options, std::vector<std::string>& choices);

/// Opens the training and test images and labels of a set in IDX and .npy files, by one rule for the pixels
/// of both. The validation images are left alone. Throws Error; Cancelled.
ImageDataset openArrayParts(const SetParts& parts, const OpenOptions& options, const Progress& progress);

} // namespace latent
