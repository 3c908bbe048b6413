// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/walk/walk.h"
#include "ui/images/image_render.h"

#include <memory>

namespace latent {

using WalkPtr = std::shared_ptr<const Walk>;

/// A walk as it is played: what is saved of it. A value that any thread may read.
struct WalkFilm {
    WalkPtr walk;
    bool loop = false;
    PixelTone tone = {};

    int frames() const { return walk ? static_cast<int>(walk->points.cols()) : 0; }
    /// As many pixels as the model's images have.
    QImage picture(int frame) const;
    /// Enlarged smoothly by a whole factor to some 256 pixels a side, as large as it is worth looking at.
    QImage largePicture(int frame) const;
    int milliseconds(int frame) const { return !loop && frame + 1 == frames() ? kWalkEndMs : kWalkFrameMs; }
};

} // namespace latent
