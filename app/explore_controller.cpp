// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explore_controller.h"

#include "core/base/random.h"
#include "core/explore/inspection.h"
#include "core/explore/projection.h"
#include "core/explore/traversal.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace latent {
namespace {

// Of the questions that wait for the thread, what follows the mouse goes first.
enum Priority { kBackground, kMap, kSelection, kPointer };

// How often training renews pictures that nobody asks for: five times a second where somebody is looking,
// else seldom. What a person moves is answered at once.
constexpr int kWatchedIntervalMs = 190;
constexpr int kUnwatchedIntervalMs = 1000;
// Eight pictures that change places more often cannot be looked at, and all codes are looked through for
// them.
constexpr int kLiveNearestMs = 1000;

} // namespace

ExploreController::ExploreController(Exploration* exploration, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration)
    , m_strips(new StripsDecoder(&m_thread, kPointer, &m_previews, this))
    , m_nearest(new NewestAnswer(&m_thread, kSelection, this))
    , m_map(new NewestAnswer(&m_thread, kMap, this))
    , m_inspection(new NewestAnswer(&m_thread, kSelection, this))
    , m_samples(new GridDecoder(&m_thread, kBackground, &m_previews, this))
    , m_manifold(new GridDecoder(&m_thread, kBackground, &m_previews, this))
    , m_picturesSoon(this, kUnwatchedIntervalMs)
    , m_nearestSoon(this, kLiveNearestMs) {
    connect(&m_picturesSoon, &ReplotThrottle::due, this, &ExploreController::askPictures);
    connect(&m_nearestSoon, &ReplotThrottle::due, this, &ExploreController::askNearest);
    for (const NewestAnswer* answer : {m_nearest, m_map, m_inspection})
        connect(answer, &NewestAnswer::failed, this, &ExploreController::failed);
    for (const ProgressiveDecoder* decoder :
         std::initializer_list<ProgressiveDecoder*>{m_strips, m_samples, m_manifold})
        connect(decoder, &ProgressiveDecoder::failed, this, &ExploreController::failed);
    connect(m_strips, &StripsDecoder::ready, this, &ExploreController::takeStrips);
    connect(m_samples, &GridDecoder::ready, this, &ExploreController::samplesReady);
    connect(m_manifold, &GridDecoder::ready, this, [this](const ImageGrid& grid) {
        Manifold shown = m_plane;
        shown.grid = grid;
        emit manifoldReady(shown);
    });
    connect(exploration, &Exploration::datasetChanged, this, &ExploreController::dropAll);
    connect(exploration, &Exploration::snapshotChanged, this, &ExploreController::followTraining);
    connect(exploration, &Exploration::axesChanged, this, &ExploreController::askMap);
    connect(exploration, &Exploration::selectionChanged, this, &ExploreController::askInspection);
    connect(exploration, &Exploration::pointChanged, this, [this] {
        askStrips();
        askNearest();
        askVisibleManifold();
    });
}

ExploreController::~ExploreController() {
    dropAll(); // and the thread finishes what is under way
}

void ExploreController::dropAll() {
    for (NewestAnswer* answer : {m_nearest, m_map, m_inspection}) answer->drop();
    m_strips->drop();
    m_samples->drop();
    m_manifold->drop();
}

void ExploreController::followTraining() {
    askMap();
    m_picturesSoon.request();
    m_nearestSoon.request();
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

void ExploreController::setFrames(int frames) {
    m_frames = std::max(2, frames);
    askStrips();
}

void ExploreController::askMap() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || !snapshot->codes) return;
    m_map->ask([this, snapshot, axes = m_exploration->axes(),
                before = m_exploration->mapFrame()]() -> NewestAnswer::Deliver {
        const Projection* previous = before && before->asked == axes ? &before->projection : nullptr;
        auto frame = std::make_shared<MapFrame>(projectCodes(
            *snapshot->codes, axes, previous, snapshot->codesExact ? AxesFrom::AllCodes : AxesFrom::Sample));
        frame->taken = snapshot->taken;
        return [this, frame] { m_exploration->setMapFrame(frame); };
    });
}

void ExploreController::askStrips() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || m_view != View::Sliders) return;
    m_sinceAsked.start();
    m_strips->show(snapshot, m_exploration->point(), m_exploration->range(), m_frames);
}

void ExploreController::takeStrips(const FilmStrips& strips) {
    const Vector& now = m_exploration->point();
    emit stripsReady(strips);
    if (strips.asked.image && strips.asked.point.size() == now.size() && strips.asked.point == now)
        emit decodeTimed(static_cast<double>(m_sinceAsked.nsecsElapsed()) * 1e-6);
}

void ExploreController::askNearest() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || m_view != View::Sliders) return;
    m_nearest->ask([this, snapshot, point = m_exploration->point()]() -> NewestAnswer::Deliver {
        std::vector<Index> nearest;
        if (snapshot->codes) nearest = nearestCodes(*snapshot->codes, point, kNeighbours, -1);
        return [this, nearest = std::move(nearest)] { emit nearestReady(nearest); };
    });
}

void ExploreController::askInspection() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const DatasetPtr dataset = m_exploration->dataset();
    const Index image = m_exploration->selected();
    if (!snapshot || !dataset || image < 0) return m_inspection->drop();
    m_inspection->ask([this, snapshot, dataset, image]() -> NewestAnswer::Deliver {
        Inspection inspection = inspect(*snapshot, *dataset, image);
        return [this, inspection = std::move(inspection), noise = snapshot->model.objective.latentNoise] {
            if (inspection.image != m_exploration->selected()) return;
            m_exploration->setNeighbours(inspection.neighbours);
            m_exploration->setSelectedSigma(noise ? inspection.sigma : Vector());
            emit inspectionReady(inspection);
        };
    });
}

void ExploreController::drawSamples(int count, int columns, int cellPixels) {
    m_sampleCount = count;
    m_sampleColumns = columns;
    m_samples->setShownPixels(cellPixels);
    ++m_sampleSeed;
    askVisibleSamples();
}

void ExploreController::askVisibleSamples() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || m_view != View::Prior) return;
    m_samples->show(snapshot,
                    priorGrid(m_exploration->range(), m_sampleCount, m_sampleColumns, m_sampleSeed));
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
    m_manifold->setShownPixels(cellPixels);
    askVisibleManifold();
}

void ExploreController::askVisibleManifold() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const int latentSize = m_exploration->latentSize();
    if (!snapshot || m_view != View::Manifold) return;
    if (m_manifoldX >= latentSize || m_manifoldY >= latentSize) return;
    m_plane = manifoldGrid(m_exploration->point(), m_exploration->range(), m_manifoldX, m_manifoldY,
                           m_manifoldSide);
    m_manifold->show(snapshot, std::exchange(m_plane.grid, {}));
}

void ExploreController::setStripsView(const std::vector<int>& dimensions, int framePixels) {
    m_strips->setInView(dimensions);
    m_strips->setShownPixels(framePixels);
}

} // namespace latent
