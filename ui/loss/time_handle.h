// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace latent {

/// A line across the plot with a handle at its top: the moment of the run that is looked at.
class TimeHandle : public QCPAbstractItem {
    Q_OBJECT
  public:
    static constexpr int kAbove = 16;   // pixels of it above the curves
    static constexpr double kReach = 7; // pixels on either side that take hold of it

    explicit TimeHandle(QCustomPlot* plot);

    /// Data units of the horizontal axis.
    void setAt(double at) { m_at->setCoords(at, 0); }
    /// Pixels from the left edge of the plot.
    double pixel() const { return m_at->pixelPosition().x(); }
    /// Live ones are quiet: they only show that there is something to drag.
    void setLook(const QColor& colour, bool live);
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

  protected:
    void draw(QCPPainter* painter) override;

  private:
    QCPItemPosition* m_at;
    QColor m_colour;
    bool m_live = true;
};

} // namespace latent
