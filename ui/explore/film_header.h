// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace latent {

/// The line above the film strips: the ends of the range, "value", and a switch that sorts by KL.
class FilmHeader : public QWidget {
    Q_OBJECT
  public:
    explicit FilmHeader(QWidget* parent = nullptr);

    QAbstractButton* sortButton() const { return m_sort; }
    QSize sizeHint() const override { return {200, 20}; }

  public slots:
    /// With a prior −3 … +3; else the codes' mean ± 3 spreads.
    void setPrior(bool prior);
    /// The width of the rows below, which a scroll bar makes narrower.
    void setRowWidth(int width);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    int rowWidth() const { return m_rowWidth > 0 ? m_rowWidth : width(); }
    void placeSort();

    QAbstractButton* m_sort;
    bool m_prior = true;
    int m_rowWidth = 0;
    qreal m_valueWidth = 0;
};

} // namespace latent
