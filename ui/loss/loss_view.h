// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/loss_history.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <array>
#include <optional>

class QLabel;
class QPushButton;

namespace latent {

class CurveToggle;
class LossPlot;

/// The losses of the run: the plot under a legend that shows and hides its curves.
class LossView : public QWidget {
    Q_OBJECT
  public:
    explicit LossView(QWidget* parent = nullptr);

    LossPlot* plot() const { return m_plot; }
    CurveToggle* toggle(LossCurve curve) const { return m_toggles[static_cast<std::size_t>(curve)]; }

    QImage grabImage(double scale) const;
    void renderTo(QPainter& painter, QSize size) const;

  public slots:
    /// The whole run so far; copied. The curves are updated at once, the numbers at a readable rate.
    void showHistory(const latent::LossHistory& history);
    /// The length of the run in steps, which keeps the axis still; 0: open-ended.
    void setPlannedSteps(qint64 steps);
    /// Determines what the nats mean and whether there is a KL.
    void setObjective(const latent::Objective& objective);
    void clear();
    void setWatched(bool watched);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void showNumbers();
    void showLogarithmic();
    void setLikelihood(const Likelihood& likelihood);
    void showValues(std::optional<LossTerms> pointed, qint64 step);
    void fitHeader();
    void placeOverlays();

    LossPlot* m_plot;
    std::array<CurveToggle*, kLossCurves.size()> m_toggles{};
    QLabel* m_title;
    QLabel* m_unit;
    QLabel* m_unitInPlot; // if the header has no space for it
    Likelihood m_likelihood;
    QLabel* m_hint;
    QPushButton* m_seconds;
    QPushButton* m_logarithmic;
    std::optional<LossTerms> m_pointed;
    qint64 m_pointedStep = 0;
    QElapsedTimer m_sinceNumbers;
    QTimer m_numbersLater;
};

} // namespace latent
