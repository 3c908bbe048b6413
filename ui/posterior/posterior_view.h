// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"
#include "ui/controls/replot_throttle.h"
#include "ui/state/view.h"

class QLabel;
class QPainter;
class QPushButton;

namespace latent {

class Exploration;
class PosteriorChart;

/// The posterior q(z|x), dimension by dimension: which are in use, and how wide the noise is. For a model
/// without noise, the distribution of its codes.
class PosteriorView : public View {
    Q_OBJECT
  public:
    explicit PosteriorView(Exploration* exploration, QWidget* parent = nullptr);

    PosteriorChart* chart() const { return m_chart; }
    /// "6 of 8 active · σ / spread 0.19", or "6 of 8 active · mean spread 2.31" without noise; empty if there
    /// is no posterior yet.
    QString summary() const;

    bool isPlot() const override { return true; }
    void renderTo(QPainter& painter, QSize size) override;

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void fitHeader();
    void fitFooter();
    void showPosterior();
    void chooseQuantity();
    void nameOrder();
    Objective objective() const;

    Exploration* m_exploration;
    PosteriorChart* m_chart;
    QLabel* m_title;
    QPushButton* m_quantity;
    QPushButton* m_order;
    QLabel* m_footer;
    QLabel* m_warning = nullptr;
    QString m_summary;
    QStringList m_warningLines; // not elided
    bool m_warningSevere = false;
    QLabel* m_hint;
    bool m_wantsRatio = false; // if the model has noise
    ReplotThrottle m_throttle;
};

} // namespace latent
