// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/snapshot.h"

#include <array>

namespace latent {

/// The last previews (see previewModel) that were made of snapshots: making one costs as much as decoding
/// some images. For one thread.
class PreviewModels {
  public:
    /// The snapshot's own model at step 1.
    std::shared_ptr<const Model> of(const SnapshotPtr& snapshot, int step);

  private:
    struct Preview {
        std::weak_ptr<const Snapshot> snapshot;
        int step = 0;
        std::shared_ptr<const Model> model;
    };
    std::array<Preview, 2> m_last; // strips and grids are of different sizes
    std::size_t m_next = 0;
};

} // namespace latent
