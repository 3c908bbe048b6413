// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/explore_controller.h"

#include "core/base/random.h"
#include "core/explore/inspection.h"
#include "core/explore/projection.h"
#include "core/explore/traversal.h"

#include <QElapsedTimer>

#include <algorithm>

namespace latent {
namespace {

// Of the questions that wait for the thread, what follows the mouse goes first.
enum Priority { kBackground, kMap, kSelection, kPointer };

// How often training renews pictures that nobody asks for: enough to see them form, and cheap. What a person
// moves is answered at once.
constexpr int kLiveIntervalMs = 300;
// Eight pictures that change places more often cannot be looked at, and all codes are looked through for
// them.
constexpr int kLiveNearestMs = 1000;

} // namespace

ExploreController::ExploreController(Exploration* exploration, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration)
    , m_strips(new NewestAnswer(&m_thread, kPointer, this))
    , m_nearest(new NewestAnswer(&m_thread, kSelection, this))
    , m_map(new NewestAnswer(&m_thread, kMap, this))
    , m_inspection(new NewestAnswer(&m_thread, kSelection, this))
    , m_samples(new NewestAnswer(&m_thread, kBackground, this))
    , m_manifold(new NewestAnswer(&m_thread, kBackground, this))
    , m_picturesSoon(this, kLiveIntervalMs)
    , m_nearestSoon(this, kLiveNearestMs) {
    connect(&m_picturesSoon, &ReplotThrottle::due, this, &ExploreController::askPictures);
    connect(&m_nearestSoon, &ReplotThrottle::due, this, &ExploreController::askNearest);
    for (const NewestAnswer* answer : {m_strips, m_nearest, m_map, m_inspection, m_samples, m_manifold}) {
        connect(answer, &NewestAnswer::failed, this, &ExploreController::failed);
    }
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
    for (NewestAnswer* answer : {m_strips, m_nearest, m_map, m_inspection, m_samples, m_manifold})
        answer->drop();
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
        auto frame = std::make_shared<const MapFrame>(projectCodes(
            *snapshot->codes, axes, previous, snapshot->codesExact ? AxesFrom::AllCodes : AxesFrom::Sample));
        return [this, frame] { m_exploration->setMapFrame(frame); };
    });
}

void ExploreController::askStrips() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || m_view != View::Sliders) return;
    QElapsedTimer timer;
    timer.start();
    m_strips->ask([this, snapshot, timer, point = m_exploration->point(), range = m_exploration->range(),
                   frames = m_frames]() -> NewestAnswer::Deliver {
        FilmStrips strips = filmStrips(snapshot->model, point, range, frames);
        return [this, timer, strips = std::move(strips)] {
            emit stripsReady(strips);
            emit decodeTimed(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
        };
    });
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

void ExploreController::drawSamples(int count, int columns) {
    m_sampleCount = count;
    m_sampleColumns = columns;
    ++m_sampleSeed;
    askVisibleSamples();
}

void ExploreController::askVisibleSamples() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || m_view != View::Prior) return;
    m_samples->ask([this, snapshot, range = m_exploration->range(), count = m_sampleCount,
                    columns = m_sampleColumns, seed = m_sampleSeed]() -> NewestAnswer::Deliver {
        ImageGrid grid = priorSamples(snapshot->model, range, count, columns, seed);
        return [this, grid = std::move(grid)] { emit samplesReady(grid); };
    });
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

void ExploreController::askManifold(int x, int y, int side) {
    m_manifoldX = x;
    m_manifoldY = y;
    m_manifoldSide = side;
    askVisibleManifold();
}

void ExploreController::askVisibleManifold() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const int latentSize = m_exploration->latentSize();
    if (!snapshot || m_view != View::Manifold) return;
    if (m_manifoldX >= latentSize || m_manifoldY >= latentSize) return;
    m_manifold->ask([this, snapshot, point = m_exploration->point(), range = m_exploration->range(),
                     x = m_manifoldX, y = m_manifoldY, side = m_manifoldSide]() -> NewestAnswer::Deliver {
        Manifold answer = manifold(snapshot->model, point, range, x, y, side);
        return [this, answer = std::move(answer)] { emit manifoldReady(answer); };
    });
}

} // namespace latent
