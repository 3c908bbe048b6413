// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A folder of pictures of any format that this Qt reads, in folders that are their classes or flat, perhaps
/// in train and test. The pages of a TIFF are images of their own. What cannot be read is skipped and listed.
extern const Format kImageFolderFormat;

} // namespace latent
