// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"

#include <QWidget>

namespace latent {

/// The aggregate posterior of each dimension as a small histogram, under the curve of N(0, 1).
class DensityGrid : public QWidget {
    Q_OBJECT
  public:
    explicit DensityGrid(QWidget* parent);

    void showAggregate(const AggregatePosterior& aggregate);
    int columns() const;
    QRectF cellRect(int dimension) const;
    /// "z₃: distance 0.12 from N(0, 1)"
    QString describe(int dimension) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    int columnsIn(int width) const;
    int dimensions() const { return static_cast<int>(m_shown.density.cols()); }
    void paintCell(QPainter& painter, int dimension) const;

    AggregatePosterior m_shown;
};

} // namespace latent
