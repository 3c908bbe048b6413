// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"

#include <QWidget>

namespace latent {

/// The code of one image: for each dimension m with a ±σ bar on the range's axis, and m, σ and KL in figures.
/// One paint for all rows; meant for a scroll area.
class CodeNumbers : public QWidget {
    Q_OBJECT
  public:
    explicit CodeNumbers(QWidget* parent = nullptr);

    int rowCount() const { return static_cast<int>(m_mean.size()); }
    /// What a row shows in figures: m, σ, KL.
    QStringList rowTexts(int dimension) const;
    /// The line of column heads, to be drawn by whoever keeps it above the scrolled rows.
    void paintHead(QPainter& painter, const QRectF& area) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  public slots:
    /// noisy: σ and KL mean something (the model has latent noise); else they read as a dash.
    void showCode(const latent::Inspection& inspection, const latent::LatentRange& range, bool noisy);
    void clear();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Columns {
        QRectF label, axis, mean, sigma, kl;
    };
    Columns columnsIn(const QRectF& row) const;
    void paintAxis(QPainter& painter, const QRectF& area, int dimension) const;

    Vector m_mean, m_sigma, m_kl; // [latent]
    LatentRange m_range;
    bool m_noisy = true;
    QFont m_figures; // kept, because the search for equal figures costs more than a paint
};

} // namespace latent
