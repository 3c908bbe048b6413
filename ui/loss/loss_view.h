// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/loss_history.h"
#include "ui/state/view.h"

#include <QElapsedTimer>
#include <QTimer>

#include <array>
#include <optional>

class QLabel;
class QPushButton;

namespace latent {

class CurveToggle;
class Exploration;
class LossPlot;

/// The losses of the run: the plot under a legend that shows and hides its curves.
class LossView : public View {
    Q_OBJECT
  public:
    struct OtherRun {
        LossHistory history;
        Likelihood likelihood;
        QColor colour;
        QString name;
    };

    explicit LossView(Exploration* exploration, QWidget* parent = nullptr);

    LossPlot* plot() const { return m_plot; }
    CurveToggle* toggle(LossCurve curve) const { return m_toggles[static_cast<std::size_t>(curve)]; }

    bool isPlot() const override { return true; }
    void renderTo(QPainter& painter, QSize size) override;

  public slots:
    /// The whole run so far; copied. The curves are updated at once, the numbers at a readable rate.
    void showHistory(const latent::LossHistory& history);
    /// The length of the run in steps, which keeps the axis still; 0: open-ended.
    void setPlannedSteps(qint64 steps);
    /// Determines what the nats mean and whether there is a KL.
    void setObjective(const latent::Objective& objective);
    void clear();
    void setWatched(bool watched);
    /// The total losses of other runs, where their nats are of the same likelihood.
    void showOthers(std::vector<latent::LossView::OtherRun> runs);
    /// Whether the moments are playing.
    void setPlaying(bool playing);

  signals:
    /// Play or stop the moments, from the one that is shown.
    void playToggled(bool on);
    /// A new run from the weights of the moment that is looked at.
    void branchRequested();

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
    void makeTravel();
    void showMoment();
    void placeTravel();

    Exploration* m_exploration;
    LossPlot* m_plot;
    std::array<CurveToggle*, kLossCurves.size()> m_toggles{};
    QLabel* m_title;
    QLabel* m_unit;
    QLabel* m_unitInPlot; // if the header has no space for it
    Likelihood m_likelihood;
    QLabel* m_hint;
    QPushButton* m_seconds;
    QPushButton* m_logarithmic;
    QPushButton* m_play;
    QPushButton* m_live;
    QPushButton* m_branch;
    std::optional<LossTerms> m_pointed;
    qint64 m_pointedStep = 0;
    QElapsedTimer m_sinceNumbers;
    QTimer m_numbersLater;
};

} // namespace latent
