// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_markers.h"

#include "ui/controls/painted_once.h"
#include "ui/controls/style.h"

#include <QPaintEngine>
#include <QPainterPath>

#include <cmath>

namespace latent {

namespace {

constexpr double kSelectedRadius = 7;
constexpr double kNeighbourRadius = 4.5;

/// A ring that is seen on any ground: a line between two lines of the ground's colour.
struct Ring {
    double radius;
    double width;
    QColor line;
    QColor ground;

    void draw(QPainter& painter, QPointF centre) const {
        if (painter.paintEngine()->type() != QPaintEngine::Raster) return stroke(painter, centre);
        const qreal ratio = painter.device()->devicePixelRatioF();
        const int half = static_cast<int>(std::ceil(radius + width + 2));
        const QString key =
            QStringLiteral("ring %1 %2 %3 %4").arg(radius).arg(width).arg(line.rgba()).arg(ground.rgba());
        const QPixmap picture =
            paintedOnce(key, 2 * half, ratio, [&](QPainter& once) { stroke(once, QPointF(half, half)); });
        // On whole device pixels, so that it is copied as it is.
        const QPointF corner = (centre - QPointF(half, half)) * ratio;
        painter.drawPixmap(QPointF(std::round(corner.x()), std::round(corner.y())) / ratio, picture);
    }

  private:
    void stroke(QPainter& painter, QPointF centre) const {
        QColor halo = ground;
        halo.setAlpha(200);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(halo, width + 2.5));
        painter.drawEllipse(centre, radius, radius);
        painter.setPen(QPen(line, width));
        painter.drawEllipse(centre, radius, radius);
    }
};

/// A number beside its ring, away from the centre, with a halo.
void drawNumber(QPainter& painter, QPointF from, QPointF at, const QString& number,
                const style::Theme& theme) {
    QPointF away = at - from;
    const double length = std::hypot(away.x(), away.y());
    away = length > 0.5 ? away / length : QPointF(0, -1);
    const QFontMetricsF metrics(painter.font());
    const QPointF middle = at + away * (kNeighbourRadius + 8);
    const QPointF corner(middle.x() - 0.5 * metrics.horizontalAdvance(number),
                         middle.y() + 0.36 * metrics.ascent());
    QPainterPath path;
    path.addText(corner, painter.font(), number);
    QColor halo = theme.ground;
    halo.setAlpha(220);
    painter.strokePath(path, QPen(halo, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.fillPath(path, theme.text);
}

} // namespace

PlaneCovariance PlaneCovariance::of(const Projection& projection, const Vector& sigma) {
    const Eigen::Matrix2f covariance =
        projection.scale * projection.scale *
        (projection.axes * sigma.cwiseAbs2().asDiagonal() * projection.axes.transpose());
    return {static_cast<double>(covariance(0, 0)), static_cast<double>(covariance(0, 1)),
            static_cast<double>(covariance(1, 1))};
}

void MapMarkers::paintEllipse(QPainter& painter, const QPalette& palette, const QPolygonF& outline) {
    const style::Theme theme = style::themeOf(palette);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = theme.accent;
    fill.setAlpha(28);
    painter.setPen(QPen(theme.accent, 1.2));
    painter.setBrush(fill);
    painter.drawPolygon(outline);
}

void MapMarkers::paintAt(QPainter& painter, const QPalette& palette, std::optional<QPointF> point,
                         std::optional<QPointF> selected, const std::vector<QPointF>& neighbours) {
    const style::Theme theme = style::themeOf(palette);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style::strong(style::small(painter.font())));
    if (selected) {
        QColor line = theme.text;
        line.setAlpha(110);
        painter.setPen(QPen(line, 1));
        for (const QPointF& neighbour : neighbours) painter.drawLine(*selected, neighbour);
    }
    for (const QPointF& neighbour : neighbours)
        Ring{kNeighbourRadius, 1.3, theme.text, theme.ground}.draw(painter, neighbour);
    for (std::size_t i = 0; i < neighbours.size() && selected; ++i)
        drawNumber(painter, *selected, neighbours[i], QString::number(i + 1), theme);
    if (selected) Ring{kSelectedRadius, 2, theme.accent, theme.ground}.draw(painter, *selected);
    if (point) Ring{kPointRadius, 2, theme.text, theme.ground}.draw(painter, *point);
}

} // namespace latent
