// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "core/base/matrix.h"

#include <memory>
#include <vector>

namespace latent {

/// Some images of a set by number, ascending and without repetition. Immutable; shared between threads.
using ImageNumbers = std::shared_ptr<const std::vector<Index>>;

/// Whether there is at least one image.
inline bool holdsImages(const ImageNumbers& images) {
    return images && !images->empty();
}

/// The columns of codes [latent, images of the set] that belong to these images, [latent, numbers].
inline Matrix columnsOf(const Matrix& codes, const std::vector<Index>& images) {
    Matrix chosen(codes.rows(), static_cast<Index>(images.size()));
    for (std::size_t i = 0; i < images.size(); ++i) chosen.col(static_cast<Index>(i)) = codes.col(images[i]);
    return chosen;
}

} // namespace latent
