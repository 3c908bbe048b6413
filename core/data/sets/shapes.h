// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/progress.h"

namespace latent {

/// 4,096 sprites of 28×28: squares, ellipses, hearts and triangles in turn. Factors: shape (the class), x and
/// y of the centre of mass (pixels from the image's centre, right and down), size (radius in pixels), angle
/// (degrees, over the turn after which the shape looks the same again). Always the same images. The split is
/// left empty. After dSprites (Matthey, Higgins, Hassabis and Lerchner 2017).
ImageDataset generateShapes(const Progress& progress);

} // namespace latent
