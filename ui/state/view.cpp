// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/view.h"

#include <QPainter>

namespace latent {

View::View(const Kind& kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind) {
    setObjectName(kind.name);
}

QImage View::grabImage(double scale) {
    const QSize size = pictureSize();
    QImage image(size * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(palette().color(QPalette::Window));
    QPainter painter(&image);
    renderTo(painter, size);
    return image;
}

void View::renderTo(QPainter& painter, QSize) {
    render(&painter);
}

} // namespace latent
