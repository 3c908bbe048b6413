// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/map/map_viewport.h"
#include "ui/map/point_splat.h"

#include <QTimer>
#include <QWidget>

namespace latent {

class PointCloud;

/// A small map of all points in the corner of one that shows some of them. A rectangle marks what is in view;
/// a click or a drag moves it.
class MapOverview : public QWidget {
    Q_OBJECT
  public:
    static constexpr QSize kMost{132, 104}; // logical pixels

    /// The cloud outlives this.
    MapOverview(const PointCloud* cloud, QWidget* parent);

    /// What of the points' extent the map shows. Hides itself while that is everything.
    void follow(const MapViewport& view, const QRectF& extent);
    /// Points or colours have changed.
    void renewPicture();
    QPointF toData(QPointF pixel) const;
    QPointF toPixel(QPointF place) const;
    /// For pictures of the map.
    void paintTo(QPainter& painter);

  signals:
    /// A hand moves the view, the middle of which should be here.
    void centreAsked(QPointF data);
    void released();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void draw();

    const PointCloud* m_cloud;
    PointSplat m_splat;
    QImage m_picture; // null: to be drawn
    QTimer m_later;
    QRectF m_extent; // data units, that the card shows
    QRectF m_view;   // data units
};

} // namespace latent
