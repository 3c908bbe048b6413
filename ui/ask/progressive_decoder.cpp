// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/progressive_decoder.h"

#include "core/model/preview_model.h"

#include <algorithm>

namespace latent {
namespace {

constexpr double kMostAtOnce = 100e6; // multiplications of an answer: some milliseconds
constexpr int kRestMs = 300;          // without a change: then pictures are decoded in full

} // namespace

ProgressiveDecoder::ProgressiveDecoder(Lane* lane, int priority, QObject* parent)
    : QObject(parent)
    , m_previews(std::make_shared<PreviewModels>())
    , m_query(lane, priority) {
    m_restLater.setSingleShot(true);
    m_restLater.setInterval(kRestMs);
    connect(&m_restLater, &QTimer::timeout, this, &ProgressiveDecoder::refine);
    connect(&m_query, &LatestQuery::failed, this, &ProgressiveDecoder::failed);
    connect(&m_query, &LatestQuery::idle, this, &ProgressiveDecoder::pump);
}

void ProgressiveDecoder::drop() {
    m_query.drop();
    m_restLater.stop();
    m_evidence = {};
}

void ProgressiveDecoder::begin(const Evidence& evidence, int items) {
    m_query.attend(evidence);
    m_evidence = evidence;
    m_fine = false;
    m_restLater.stop();
    if (items != m_rota.size()) m_rota.reset(items);
    m_rota.restart();
    beginRota();
    pump();
}

int ProgressiveDecoder::quickStep() const {
    return previewStep(m_evidence.snapshot->model.architecture, m_shownPixels);
}

int ProgressiveDecoder::step() const {
    const int quick = quickStep();
    return m_fine ? std::min(quick, finestStep(*m_evidence.snapshot)) : quick;
}

int ProgressiveDecoder::itemsAtOnce(int images, int step) const {
    const double cost =
        static_cast<double>(decodingCost(m_evidence.snapshot->model.architecture)) / (step * step);
    return std::max(1, static_cast<int>(kMostAtOnce / (cost * std::max(1, images))));
}

// One question at a time: what is due is chosen when its turn comes, not when it was asked for.
void ProgressiveDecoder::pump() {
    if (!m_evidence.snapshot || m_query.underWay()) return;
    if (somethingDue())
        m_query.ask(m_evidence, nextWork(m_evidence, step()));
    else if (!m_fine && step() > finestStep(*m_evidence.snapshot))
        m_restLater.start();
}

void ProgressiveDecoder::refine() {
    m_fine = true;
    m_rota.restart();
    pump();
}

} // namespace latent
