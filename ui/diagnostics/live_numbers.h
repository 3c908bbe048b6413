// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/records.h"
#include "ui/controls/replot_throttle.h"
#include "ui/state/exploration.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace latent {

class NumberTable;

/// What training reports by itself: losses of the last epoch, and how the latent dimensions are used.
/// Quantities that the model lacks (KL, noise) have no row.
class LiveNumbers : public QWidget {
    Q_OBJECT
  public:
    explicit LiveNumbers(Exploration* exploration, QWidget* parent = nullptr);

    NumberTable* losses() const { return m_losses; }
    NumberTable* posterior() const { return m_posterior; }
    QLabel* warning() const { return m_warning; }

  public slots:
    void showEpoch(const latent::EpochRecord& epoch);
    /// A new run: clears all numbers.
    void clear();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    Objective objective() const; // of the model shown
    void showAll();              // only while visible
    void showLosses();
    void showPosterior();
    void showWarning();

    Exploration* m_exploration;
    QLabel* m_unit;
    NumberTable* m_losses;
    NumberTable* m_posterior;
    QLabel* m_warning; // hidden if nothing is wrong
    std::optional<EpochRecord> m_epoch;
    ReplotThrottle m_throttle;
};

} // namespace latent
