// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/walk_film.h"

#include <algorithm>

namespace latent {
namespace {

constexpr int kLargeSide = 256;

} // namespace

QImage WalkFilm::picture(int frame) const {
    return renderImage(walk->images.col(frame).data(), walk->shape, tone);
}

QImage WalkFilm::largePicture(int frame) const {
    const QImage small = picture(frame);
    const int side = std::max({small.width(), small.height(), 1});
    const int factor = (kLargeSide + side - 1) / side;
    return factor > 1 ? resized(small, small.size() * factor) : small;
}

} // namespace latent
