// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A zip archive of NumPy arrays (.npz): which are the images and the labels, and whether some are for
/// testing, is told by names and shapes or by the options. dSprites' archive brings its factors.
extern const Format kNpzFormat;

} // namespace latent
