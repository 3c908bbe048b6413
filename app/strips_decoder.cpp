// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/strips_decoder.h"

#include "core/explore/traversal.h"

namespace latent {

void StripsDecoder::show(const SnapshotPtr& snapshot, const Vector& point, const LatentRange& range,
                         int frames) {
    m_asked = {.point = point, .range = range, .frames = frames, .dimensions = {}};
    begin(snapshot, static_cast<int>(point.size()));
}

void StripsDecoder::setInView(const std::vector<int>& dimensions) {
    m_inView = dimensions;
}

// Where all the strips are no more work than an answer may be, the point comes with them; else alone.
NewestAnswer::Question StripsDecoder::nextQuestion(const SnapshotPtr& snapshot, int step) {
    StripsAsked asked = m_asked;
    m_rota.setInView(m_inView);
    const int rows = itemsAtOnce(asked.frames, step);
    asked.image = std::exchange(m_imageDue, false);
    if (!asked.image || rows >= m_rota.size()) asked.dimensions = m_rota.take(rows);
    return [this, snapshot, step, asked = std::move(asked)]() -> NewestAnswer::Deliver {
        FilmStrips strips = filmStrips(snapshot->model, *m_previews->of(snapshot, step), asked);
        return [this, strips = std::move(strips)] { emit ready(strips); };
    };
}

} // namespace latent
