// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/snapshot.h"

#include <QWidget>

#include <vector>

namespace latent {

/// One bar for each dimension: its KL, its σ relative to the spread of the means or, for an autoencoder, the
/// spread alone.
class PosteriorChart : public QWidget {
    Q_OBJECT
  public:
    enum class Quantity { Kl, Ratio, Spread };
    static constexpr float kMostRatio = 1; // noise as wide as the codes or wider: no information

    explicit PosteriorChart(QWidget* parent);

    /// Mean σ over the standard deviation of the means of one dimension; unbounded, and infinite without
    /// spread.
    static float ratio(const PosteriorStatistics& posterior, int dimension);

    /// objective: whether the model has KL and noise; quantities that it lacks are not shown.
    void showPosterior(const PosteriorStatistics& posterior, const Objective& objective);
    void setQuantity(Quantity quantity);
    /// By KL, or by spread if there is no KL; otherwise by index.
    void setSorted(bool sorted);
    Quantity quantity() const { return m_quantity; }
    bool isSorted() const { return m_sorted; }
    /// The dimensions from left to right.
    const std::vector<int>& order() const { return m_order; }
    QRectF barRect(int place) const;
    /// The numbers of the bar at a place, one per line.
    QString describe(int place) const;

    void paintChart(QPainter& painter, const QRectF& area) const;

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent*) override;
    void leaveEvent(QEvent*) override;
    void mouseMoveEvent(QMouseEvent* event) override;

  private:
    QRectF barRect(int place, const QRectF& area) const;
    float shown(int dimension) const;
    const Vector& carried() const { return m_objective.hasKl() ? m_posterior.kl : m_posterior.spread; }
    void fitTop();
    int placeAt(QPointF position) const;
    void sort();

    PosteriorStatistics m_posterior;
    Objective m_objective;
    std::vector<int> m_order;
    Quantity m_quantity = Quantity::Kl;
    bool m_sorted = true;
    double m_top = 1; // of the vertical scale
    int m_hovered = -1;
};

} // namespace latent
