// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/npy.h"
#include "core/data/format.h"

namespace latent {

/// A zip archive of NumPy arrays (.npz). Names, shapes or the options determine which arrays are images and
/// labels, and which are for testing. Labels may be in a file beside it (see labelFileBeside). dSprites'
/// archive provides its factors.
extern const Format kNpzFormat;

/// The labels of `images` images in an archive that holds nothing else. Throws Error as findNpyLabels does.
FoundLabels npzLabels(const std::filesystem::path& path, Index images);

} // namespace latent
