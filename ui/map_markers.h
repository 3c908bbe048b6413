// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include <optional>

namespace latent {

/// What is marked on the map: the current point, the selected image, its neighbours. Drawn on a layer of its
/// own, so that the points below stay as they are.
class MapMarkers : public QCPLayerable {
    Q_OBJECT
  public:
    static constexpr double kPointRadius = 8; // pixels, the ring of the current point

    MapMarkers(QCustomPlot* plot, const QString& layer);

    /// In data coordinates.
    std::optional<QPointF> point;
    std::optional<QPointF> selected;
    std::vector<QPointF> neighbours; // nearest first
    bool focusFrame = false;         // the plot was reached by the keyboard

    /// toPixel maps data to the painter's coordinates; palette gives the theme.
    template <class ToPixel>
    void paint(QPainter& painter, const QPalette& palette, ToPixel toPixel) const {
        std::vector<QPointF> pixels;
        for (const QPointF& neighbour : neighbours) pixels.push_back(toPixel(neighbour));
        paintAt(painter, palette, point ? std::optional(toPixel(*point)) : std::nullopt,
                selected ? std::optional(toPixel(*selected)) : std::nullopt, pixels);
    }

  protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }
    void draw(QCPPainter* painter) override;

  private:
    static void paintAt(QPainter& painter, const QPalette& palette, std::optional<QPointF> point,
                        std::optional<QPointF> selected, const std::vector<QPointF>& neighbours);
};

} // namespace latent
