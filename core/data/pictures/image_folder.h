// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A folder of pictures (PNG, JPEG, WebP, BMP, TIFF), in folders that are their classes or flat, perhaps in
/// train and test. What cannot be read is skipped and listed.
extern const Format kImageFolderFormat;

} // namespace latent
