// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A folder in which each .npy file is one image: (H, W), (H, W, C) or (C, H, W), all of the same shape.
/// Subfolders are classes, possibly inside train and test, as in folders of pictures.
extern const Format kImageArraysFormat;

} // namespace latent
