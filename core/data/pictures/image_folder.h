// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A folder of pictures in any format that this Qt reads, flat or in folders that are classes, optionally
/// inside train and test. Each page of a TIFF is an image. Files that cannot be read are skipped and listed.
extern const Format kImageFolderFormat;

} // namespace latent
