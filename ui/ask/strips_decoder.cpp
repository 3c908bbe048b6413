// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/strips_decoder.h"

#include "core/explore/decoding.h"

namespace latent {

void StripsDecoder::show(const Evidence& evidence, const Vector& point, const LatentRange& range,
                         int frames) {
    m_question = {.point = point, .range = range, .frames = frames, .dimensions = {}};
    begin(evidence, static_cast<int>(point.size()));
}

void StripsDecoder::setInView(const std::vector<int>& dimensions) {
    m_inView = dimensions;
}

// Where all the strips are no more work than an answer may be, the point comes with them; else alone.
LatestQuery::Work StripsDecoder::nextWork(const Evidence& evidence, int step) {
    StripsQuestion question = m_question;
    question.previewStep = step;
    m_rota.setInView(m_inView);
    const int rows = itemsAtOnce(question.frames, step);
    question.image = std::exchange(m_imageDue, false);
    if (!question.image || rows >= m_rota.size()) question.dimensions = m_rota.take(rows);
    return [this, evidence, previews = m_previews,
            question = std::move(question)](const Progress&) -> LatestQuery::Deliver {
        FilmStrips strips = answer(evidence, question, *previews);
        return [this, evidence, strips = std::move(strips)] { emit ready(strips, evidence); };
    };
}

} // namespace latent
