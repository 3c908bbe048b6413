// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_scenery.h"

#include "core/explore/posteriors.h"
#include "ui/ask/asker.h"
#include "ui/images/image_render.h"
#include "ui/map/map_canvas.h"

#include <utility>

namespace latent {
namespace {

std::vector<std::uint8_t> bytesOf(const Matrix& images, Index column) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(images.rows()));
    const float* const pixels = images.col(column).data();
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = pixelByte(pixels[i]);
    return bytes;
}

} // namespace

MapScenery::MapScenery(Exploration* exploration, MapCanvas* canvas, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration)
    , m_canvas(canvas)
    , m_ground(fastLane(exploration->asker()), Asker::kBackground)
    , m_posteriors(fastLane(exploration->asker()), Asker::kBackground)
    , m_renewal(exploration, canvas, Renewal::Pace::Pictures) {
    connect(&m_renewal, &Renewal::due, this, &MapScenery::renew);
    connect(exploration, &Exploration::mapDrawingChanged, this, &MapScenery::renew);
    connect(exploration, &Exploration::datasetChanged, this, &MapScenery::forget);
    connect(exploration, &Exploration::evidenceLeft, this, &MapScenery::leave);
    connect(canvas, &MapCanvas::drawn, this, &MapScenery::askForMore);
    connect(&m_ground, &GroundDecoder::failed, this, &MapScenery::failed);
    connect(&m_ground, &GroundDecoder::ready, this,
            [this](const std::vector<TileKey>& tiles, const Pictures& pictures) {
                for (std::size_t i = 0; i < tiles.size(); ++i)
                    m_canvas->layers().tiles().put(tiles[i], bytesOf(pictures.images, static_cast<Index>(i)),
                                                   pictures.shape);
                m_canvas->update();
            });
    connect(&m_posteriors, &LatestQuery::failed, this, [this](const QString& sentence) {
        m_evidence = {}; // until the next renewal: it would fail again
        emit failed(sentence);
    });
    connect(&m_posteriors, &LatestQuery::idle, this, &MapScenery::askPosteriors);
}

/// What is shown stays until there is something else.
void MapScenery::leave() {
    m_evidence = {};
    m_ground.forget();
    m_posteriors.drop();
    m_askedSnapshot.reset();
}

void MapScenery::forget() {
    leave();
    m_canvas->layers().tiles().clear();
}

void MapScenery::renew() {
    m_evidence = m_exploration->evidence();
    m_canvas->layers().ellipses().renew();
    askForMore();
}

void MapScenery::askForMore() {
    askGround();
    askPosteriors();
}

/// Where the plane lies in all other dimensions: it holds still while the point moves.
Vector MapScenery::base() const {
    const Vector& mean = m_evidence.snapshot->posterior.mean;
    const bool known = mean.size() == m_exploration->latentSize() && mean.allFinite();
    return known ? mean : m_exploration->range().centre();
}

void MapScenery::askGround() {
    const MapFramePtr frame = m_exploration->mapFrame();
    const bool shown = m_canvas->isVisible() && m_canvas->layers().ground() == MapGround::Decoded;
    if (!shown || !frame || !m_evidence.snapshot ||
        frame->projection.axes.cols() != m_evidence.snapshot->model.architecture.latent) {
        m_askedSnapshot.reset();
        return m_ground.drop();
    }
    const MapViewport& view = m_canvas->view();
    if (frame->asked != std::exchange(m_axes, frame->asked)) { // another plane
        m_ground.forget();
        m_canvas->layers().tiles().clear();
        m_askedSnapshot.reset();
    }
    if (m_evidence.snapshot == m_askedSnapshot && view.area() == m_askedArea) return;
    m_askedSnapshot = m_evidence.snapshot;
    m_askedArea = view.area();
    m_ground.setShownPixels(static_cast<int>(2 * TileGround::kLeastSide * m_canvas->devicePixelRatioF()));
    m_ground.show(m_evidence, frame, base(), TileGround::tilesOf(view), m_canvas->layers().tiles());
}

void MapScenery::askPosteriors() {
    if (!m_evidence.snapshot || !m_evidence.dataset || m_posteriors.isAwaited() || !m_canvas->isVisible() ||
        !m_canvas->layers().showsEllipses())
        return;
    std::vector<std::uint32_t> images =
        m_canvas->layers().ellipses().missing(posteriorsAtOnce(*m_evidence.snapshot));
    if (images.empty()) return;
    m_posteriors.ask(m_evidence, PosteriorsQuestion{images},
                     [this, images](const Evidence&, const std::shared_ptr<const Matrix>& sigma) {
                         m_canvas->layers().ellipses().put(images, *sigma);
                         m_canvas->update();
                     });
}

} // namespace latent
