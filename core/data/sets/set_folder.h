// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A folder of files that can also be opened alone: IDX files, NumPy arrays and archives, tables. By their
/// names they are the training and test images and labels of one set, or one file per class.
extern const Format kSetFolderFormat;

enum class HoldsSet {
    No,
    Labels,  // labels without images
    Perhaps, // if there are no pictures
    Surely,  // by the names or first bytes of the files
};
HoldsSet holdsSet(const std::filesystem::path& folder);

} // namespace latent
