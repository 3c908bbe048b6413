// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/evidence.h"

namespace latent {

bool sameImages(const DatasetPtr& a, const DatasetPtr& b) {
    if (a == b) return true;
    // Sets with other class names share their pixels.
    return a && b && a->size() == b->size() && a->pixels.bytes.data() == b->pixels.bytes.data();
}

bool follows(const Evidence& later, const Evidence& earlier) {
    const bool alike =
        (later.snapshot == nullptr) == (earlier.snapshot == nullptr); // with a model, or both without
    return alike && later.run == earlier.run && later.step >= earlier.step &&
           sameImages(later.dataset, earlier.dataset);
}

} // namespace latent
