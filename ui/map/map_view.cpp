// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_view.h"

#include "core/explore/projection.h"
#include "ui/ask/asker.h"
#include "ui/map/cloud_colours.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_header.h"
#include "ui/state/exploration.h"

#include <QVBoxLayout>

namespace latent {

MapView::MapView(Exploration* exploration, QWidget* parent)
    : View({"map", tr("Map"), tr("Map…"), Place::Map}, parent)
    , m_exploration(exploration)
    , m_canvas(new MapCanvas(exploration, this))
    , m_header(new MapHeader(exploration, m_canvas, this))
    , m_frame(fastLane(exploration->asker()), Asker::kMap)
    , m_scenery(exploration, m_canvas) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_header->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it shortens what does not fit
    layout->addWidget(m_header);
    layout->addWidget(m_canvas, 1);
    setTabOrder(m_header, m_canvas);
    connect(exploration, &Exploration::snapshotChanged, this, &MapView::askFrame);
    connect(exploration, &Exploration::axesChanged, this, &MapView::askFrame);
    connect(exploration, &Exploration::evidenceLeft, &m_frame, &LatestQuery::drop);
    connect(&m_frame, &LatestQuery::failed, this, &MapView::failed);
    connect(m_canvas->colours(), &CloudColours::failed, this, &MapView::failed);
    connect(&m_scenery, &MapScenery::failed, this, &MapView::failed);
}

// Also while it is hidden: others follow the frame.
void MapView::askFrame() {
    const Evidence now = m_exploration->evidence();
    if (!now.snapshot || !now.snapshot->codes) return;
    const MapQuestion question{m_exploration->axes(), m_exploration->mapFrame(),
                               m_other ? m_other->mapFrame() : nullptr};
    m_frame.ask(now, question,
                [this](const Evidence&, const MapFramePtr& frame) { m_exploration->setMapFrame(frame); });
}

void MapView::alignWith(const Exploration* other) {
    if (m_other) disconnect(m_other, nullptr, this, nullptr);
    m_other = other;
    if (other) connect(other, &Exploration::mapFrameChanged, this, &MapView::askFrame);
    askFrame();
}

QWidget* MapView::header() const {
    return m_header;
}

QSize MapView::pictureSize() const {
    return m_canvas->size();
}

void MapView::renderTo(QPainter& painter, QSize size) {
    m_canvas->renderTo(painter, size);
}

void MapView::fit() {
    m_canvas->fit();
}

void MapView::setRawPixels(bool raw) {
    m_canvas->setRawImages(raw);
}

} // namespace latent
