// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

namespace latent {

/// Size of every image of a set. Pixels are stored row by row from the top left, channels interleaved.
struct ImageShape {
    int width = 0;
    int height = 0;
    int channels = 1;

    Index pixels() const { return Index{width} * height * channels; }
    bool operator==(const ImageShape&) const = default;
};

} // namespace latent
