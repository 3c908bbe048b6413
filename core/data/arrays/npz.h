// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/npy.h"
#include "core/data/format.h"

namespace latent {

/// A zip archive of NumPy arrays (.npz): which are the images and the labels, and whether some are for
/// testing, is told by names and shapes or by the options. Labels may lie in a file beside it (see
/// labelFileBeside). dSprites' archive brings its factors.
extern const Format kNpzFormat;

/// The labels of `images` images in an archive that holds nothing else. Throws Error as findNpyLabels does.
FoundLabels npzLabels(const std::filesystem::path& path, Index images);

} // namespace latent
