// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_view.h"

#include "ui/map/map_canvas.h"
#include "ui/map/map_header.h"

#include <QVBoxLayout>

namespace latent {

MapView::MapView(Exploration* exploration, QWidget* parent)
    : View({"map", tr("Map"), tr("Map…"), Place::Map}, parent)
    , m_canvas(new MapCanvas(exploration, this))
    , m_header(new MapHeader(exploration, m_canvas, this)) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_header->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it shortens what does not fit
    layout->addWidget(m_header);
    layout->addWidget(m_canvas, 1);
    setTabOrder(m_header, m_canvas);
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
