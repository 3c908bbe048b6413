// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A folder of files that a single one could be, too: IDX files, NumPy arrays and archives, tables. They are
/// the training and test images and labels of one set, by their names, or a file a class.
extern const Format kSetFolderFormat;

enum class HoldsSet {
    No,
    Labels,  // alone
    Perhaps, // where there are no pictures
    Surely,  // by the names or first bytes of the files
};
HoldsSet holdsSet(const std::filesystem::path& folder);

} // namespace latent
