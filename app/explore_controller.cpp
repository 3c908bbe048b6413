// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explore_controller.h"

#include "core/base/random.h"
#include "core/explore/inspection.h"
#include "core/explore/projection.h"
#include "core/explore/traversal.h"

#include <algorithm>
#include <utility>

namespace latent {
namespace {

// Of the questions that wait for the thread, what follows the mouse goes first.
enum Priority { kBackground, kMap, kSelection, kPointer };

// How often training renews pictures that nobody asks for: five times a second where somebody is looking,
// else seldom. What a person moves is answered at once.
constexpr int kWatchedIntervalMs = 190;
constexpr int kUnwatchedIntervalMs = 1000;
// Eight pictures that change places more often cannot be looked at, and all codes are searched for them.
constexpr int kLiveNearestMs = 1000;
constexpr int kFrames = 9; // of a strip

} // namespace

ExploreController::ExploreController(Asker* asker, Exploration* exploration, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration)
    , m_nearest(asker->fast(), kSelection)
    , m_map(asker->fast(), kMap)
    , m_inspection(asker->fast(), kSelection)
    , m_previews(std::make_shared<PreviewModels>())
    , m_strips(asker->fast(), kPointer, m_previews)
    , m_samples(asker->fast(), kBackground, m_previews)
    , m_manifold(asker->fast(), kBackground, m_previews)
    , m_picturesSoon(nullptr, kUnwatchedIntervalMs)
    , m_nearestSoon(nullptr, kLiveNearestMs) {
    connect(&m_picturesSoon, &ReplotThrottle::due, this, &ExploreController::askPictures);
    connect(&m_nearestSoon, &ReplotThrottle::due, this, &ExploreController::askNearest);
    connectAnswers();
    connectExploration();
}

void ExploreController::connectAnswers() {
    for (const LatestQuery* query : {&m_nearest, &m_map, &m_inspection})
        connect(query, &LatestQuery::failed, this, &ExploreController::failed);
    for (const ProgressiveDecoder* decoder :
         std::initializer_list<const ProgressiveDecoder*>{&m_strips, &m_samples, &m_manifold})
        connect(decoder, &ProgressiveDecoder::failed, this, &ExploreController::failed);
    connect(&m_strips, &StripsDecoder::ready, this, &ExploreController::takeStrips);
    connect(&m_samples, &GridDecoder::ready, this, &ExploreController::samplesReady);
    connect(&m_manifold, &GridDecoder::ready, this, [this](const ImageGrid& grid, const Evidence& evidence) {
        Manifold shown = m_plane;
        shown.grid = grid;
        emit manifoldReady(shown, evidence);
    });
}

void ExploreController::connectExploration() {
    connect(m_exploration, &Exploration::datasetChanged, this, &ExploreController::dropAll);
    connect(m_exploration, &Exploration::snapshotChanged, this, &ExploreController::followTraining);
    connect(m_exploration, &Exploration::axesChanged, this, &ExploreController::askMap);
    connect(m_exploration, &Exploration::selectionChanged, this, &ExploreController::askInspection);
    connect(m_exploration, &Exploration::pointChanged, this, [this] {
        askStrips();
        askNearest();
        askVisibleManifold();
    });
}

Evidence ExploreController::evidence() const {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    return {snapshot, m_exploration->dataset(), m_run, snapshot ? snapshot->step : 0};
}

void ExploreController::setRun(const std::string& id) {
    if (id == m_run) return;
    m_run = id;
    dropAll();
}

// Also what belongs to views that are hidden now, which ask nothing.
void ExploreController::dropAll() {
    for (LatestQuery* query : {&m_nearest, &m_map, &m_inspection}) query->drop();
    m_strips.drop();
    m_samples.drop();
    m_manifold.drop();
    m_shown = {};
}

void ExploreController::followTraining() {
    const Evidence now = evidence();
    const bool goesOn = follows(now, m_shown); // else it is of another run, or of an earlier moment
    const std::optional<std::int64_t> moment = m_exploration->moment();
    const bool chosen = moment != std::exchange(m_moment, moment);
    if (!goesOn) dropAll();
    m_shown = now;
    if (!goesOn || chosen) return askAgain(); // a person waits for it
    askMap();
    m_picturesSoon.request();
    m_nearestSoon.request();
}

void ExploreController::askAgain() {
    askMap();
    askPictures();
    askNearest();
}

void ExploreController::askPictures() {
    askStrips();
    askInspection();
    askVisibleSamples();
    askVisibleManifold();
}

void ExploreController::setVisibleView(View view) {
    m_view = view;
    askStrips();
    askNearest();
    askVisibleSamples();
    askVisibleManifold();
}

void ExploreController::setWatched(bool watched) {
    m_picturesSoon.setInterval(watched ? kWatchedIntervalMs : kUnwatchedIntervalMs);
}

void ExploreController::askMap() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || !snapshot->codes) return;
    const MapQuestion question{m_exploration->axes(), m_exploration->mapFrame(),
                               m_other ? m_other->mapFrame() : nullptr};
    m_map.ask(evidence(), question,
              [this](const Evidence&, const MapFramePtr& frame) { m_exploration->setMapFrame(frame); });
}

void ExploreController::alignWith(const Exploration* other) {
    if (m_other) disconnect(m_other, nullptr, this, nullptr);
    m_other = other;
    if (other) connect(other, &Exploration::mapFrameChanged, this, &ExploreController::askMap);
    askMap();
}

void ExploreController::askStrips() {
    if (!m_exploration->snapshot() || m_view != View::Sliders) return;
    m_sinceAsked.start();
    m_strips.show(evidence(), m_exploration->point(), m_exploration->range(), kFrames);
}

void ExploreController::takeStrips(const FilmStrips& strips, const Evidence& evidence) {
    const Vector& now = m_exploration->point();
    emit stripsReady(strips, evidence);
    if (strips.asked.image && strips.asked.point.size() == now.size() && strips.asked.point == now)
        emit decodeTimed(static_cast<double>(m_sinceAsked.nsecsElapsed()) * 1e-6);
}

void ExploreController::askNearest() {
    if (!m_exploration->snapshot() || m_view != View::Sliders) return;
    m_nearest.ask(evidence(), NearestQuestion{m_exploration->point()},
                  [this](const Evidence& about, const auto& images) { emit nearestReady(*images, about); });
}

void ExploreController::askInspection() {
    const InspectionQuestion question{m_exploration->selected()};
    const Evidence now = evidence();
    if (!now.snapshot || !now.dataset || question.image < 0) return m_inspection.drop();
    m_inspection.ask(now, question, [this](const Evidence& about, const auto& inspection) {
        takeInspection(*inspection, about);
    });
}

void ExploreController::takeInspection(const Inspection& inspection, const Evidence& evidence) {
    if (inspection.image != m_exploration->selected()) return;
    const bool noise = evidence.snapshot->model.objective.latentNoise;
    m_exploration->setNeighbours(inspection.neighbours);
    m_exploration->setSelectedSigma(noise ? inspection.sigma : Vector());
    emit inspectionReady(inspection, evidence);
}

void ExploreController::askSamples(int count, int columns, int cellPixels) {
    m_sampleCount = count;
    m_sampleColumns = columns;
    m_samples.setShownPixels(cellPixels);
    askVisibleSamples();
}

void ExploreController::askVisibleSamples() {
    if (!m_exploration->snapshot() || m_view != View::Prior) return;
    m_samples.show(evidence(), priorGrid(m_exploration->range(), m_sampleCount, m_sampleColumns,
                                         static_cast<std::uint64_t>(m_exploration->draw())));
}

void ExploreController::drawPoint() {
    if (m_exploration->latentSize() == 0) return;
    const LatentRange& range = m_exploration->range();
    Vector z(m_exploration->latentSize());
    Random(++m_pointSeed, Stream::Prior).fillNormal(z.data(), z.size());
    // A prior's standard deviation is a sixth of its range; the codes' spread of theirs.
    const Vector deviation = (range.high - range.low) / 6;
    m_exploration->setPoint(range.centre() + deviation.cwiseProduct(z));
}

void ExploreController::askManifold(int x, int y, int side, int cellPixels) {
    m_manifoldX = x;
    m_manifoldY = y;
    m_manifoldSide = side;
    m_manifold.setShownPixels(cellPixels);
    askVisibleManifold();
}

void ExploreController::askVisibleManifold() {
    const int latentSize = m_exploration->latentSize();
    if (!m_exploration->snapshot() || m_view != View::Manifold) return;
    if (m_manifoldX >= latentSize || m_manifoldY >= latentSize) return;
    m_plane = manifoldGrid(m_exploration->point(), m_exploration->range(), m_manifoldX, m_manifoldY,
                           m_manifoldSide);
    m_manifold.show(evidence(), std::exchange(m_plane.grid, {}));
}

void ExploreController::setStripsView(const std::vector<int>& dimensions, int framePixels) {
    m_strips.setInView(dimensions);
    m_strips.setShownPixels(framePixels);
}

} // namespace latent
