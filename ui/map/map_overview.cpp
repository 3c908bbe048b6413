// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_overview.h"

#include "ui/controls/style.h"
#include "ui/images/image_render.h"
#include "ui/map/point_cloud.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr int kRenewalMs = 200;          // while points move
constexpr double kOverviewMargin = 0.06; // of the points' extent, on each side
constexpr double kLeastMark = 5;         // logical pixels
constexpr double kEdgeShare = 0.01;      // of the extent, which may be out of view while all counts as shown
constexpr double kSmallShare = 0.35;     // of the points' diameter on the map
constexpr double kPointOpacity = 0.5;
constexpr int kCardMargin = 5;

} // namespace

MapOverview::MapOverview(const PointCloud* cloud, QWidget* parent)
    : QWidget(parent)
    , m_cloud(cloud) {
    hide();
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("The whole map. Click or drag to move what is in view."));
    setAccessibleName(tr("The whole map"));
    m_later.setSingleShot(true);
    m_later.setInterval(kRenewalMs);
    connect(&m_later, &QTimer::timeout, this, [this] {
        m_picture = {};
        update();
    });
}

void MapOverview::renewPicture() {
    if (isVisible() && !m_later.isActive()) m_later.start();
}

void MapOverview::follow(const MapViewport& view, const QRectF& extent) {
    const QRectF all = extent.adjusted(kEdgeShare * extent.width(), kEdgeShare * extent.height(),
                                       -kEdgeShare * extent.width(), -kEdgeShare * extent.height());
    if (extent.isNull() || view.isFollowing() || view.area().contains(all)) {
        m_picture = {};
        return hide();
    }
    m_view = view.area();
    if (!isVisible() || !m_later.isActive()) // the card holds still while points move
        m_extent = extent.adjusted(-kOverviewMargin * extent.width(), -kOverviewMargin * extent.height(),
                                   kOverviewMargin * extent.width(), kOverviewMargin * extent.height());
    const QSizeF room = kMost - QSize(2 * kCardMargin, 2 * kCardMargin);
    const QSize size = m_extent.size().scaled(room, Qt::KeepAspectRatio).toSize().expandedTo({24, 24}) +
                       QSize(2 * kCardMargin, 2 * kCardMargin);
    if (size != this->size()) {
        const int bottom = y() + height();
        resize(size);
        move(x(), bottom - size.height());
        m_picture = {};
    }
    show();
    update();
}

QPointF MapOverview::toPixel(QPointF place) const {
    const QRectF card = QRectF(rect()).adjusted(kCardMargin, kCardMargin, -kCardMargin, -kCardMargin);
    return {card.left() + (place.x() - m_extent.left()) / m_extent.width() * card.width(),
            card.bottom() - (place.y() - m_extent.top()) / m_extent.height() * card.height()};
}

QPointF MapOverview::toData(QPointF pixel) const {
    const QRectF card = QRectF(rect()).adjusted(kCardMargin, kCardMargin, -kCardMargin, -kCardMargin);
    return {m_extent.left() + (pixel.x() - card.left()) / card.width() * m_extent.width(),
            m_extent.top() + (card.bottom() - pixel.y()) / card.height() * m_extent.height()};
}

// Points of a pixel each, which show their density.
void MapOverview::draw() {
    const double ratio = devicePixelRatioF();
    const QPointF corner = toData({0, 0}), opposite = toData(QPointF(width(), height()));
    m_splat.setDiscs(std::max(1.0, kSmallShare * m_cloud->diameter() * ratio), kPointOpacity,
                     m_cloud->shownColours());
    m_splat.place(m_cloud->points(),
                  {corner.x(), corner.y(), ratio * width() / (opposite.x() - corner.x()),
                   ratio * height() / (opposite.y() - corner.y())},
                  size() * ratio);
    m_picture = m_splat.picture(style::themeOf(palette()).ground.rgb());
    roundCorners(m_picture, style::kRadius * ratio);
    m_picture.setDevicePixelRatio(ratio);
}

void MapOverview::paintTo(QPainter& painter) {
    if (m_picture.isNull()) draw();
    const style::Theme theme = style::themeOf(palette());
    painter.save();
    painter.drawImage(QPointF(), m_picture);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.hairline, 1));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius, style::kRadius);
    painter.setClipRect(rect().adjusted(1, 1, -1, -1));
    QRectF mark = QRectF(toPixel(m_view.bottomLeft()), toPixel(m_view.topRight())).normalized();
    const double x = std::max(0.0, 0.5 * (kLeastMark - mark.width()));
    const double y = std::max(0.0, 0.5 * (kLeastMark - mark.height()));
    mark.adjust(-x, -y, x, y);
    QColor fill = theme.accent;
    fill.setAlpha(36);
    painter.setBrush(fill);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.drawRect(mark);
    painter.restore();
}

void MapOverview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintTo(painter);
}

void MapOverview::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) emit centreAsked(toData(event->position()));
}

void MapOverview::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) emit centreAsked(toData(event->position()));
}

void MapOverview::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) emit released();
}

// Two quick clicks are two clicks: the map itself would show everything again.
void MapOverview::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
}

void MapOverview::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) m_picture = {};
}

} // namespace latent
