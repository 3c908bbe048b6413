// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/progress.h"

namespace latent {

/// 4,096 moons of 28×28, lit by a sun that goes round them once. Factors: phase (0 new, ½ full, 1 new again;
/// the right side is lit first) and tilt (degrees, clockwise). The classes are the eight named phases. Always
/// the same images. The split is left empty.
ImageDataset generateMoons(const Progress& progress);

} // namespace latent
