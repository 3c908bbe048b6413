// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/preview_models.h"

#include "core/model/preview_model.h"

namespace latent {

std::shared_ptr<const Model> PreviewModels::of(const SnapshotPtr& snapshot, int step) {
    if (step <= 1) return {snapshot, &snapshot->model};
    for (const Preview& preview : m_last)
        if (preview.step == step && preview.snapshot.lock() == snapshot) return preview.model;
    Preview& next = m_last[m_next++ % m_last.size()];
    next = {}; // frees its memory before the next one takes as much
    next = {snapshot, step, std::make_shared<const Model>(previewModel(snapshot->model, step))};
    return next.model;
}

} // namespace latent
