// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace latent {

/// The edge of a grid: "−1.8   z₁ →   +1.8", or upright with the low end below.
class AxisCaption : public QWidget {
    Q_OBJECT
  public:
    explicit AxisCaption(Qt::Orientation orientation, QWidget* parent = nullptr);

    const QString& low() const { return m_low; }
    const QString& high() const { return m_high; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  public slots:
    void setAxis(const QString& low, const QString& name, const QString& high);
    /// How much of the widget the grid covers, from its left or top end; 0: all.
    void setSpan(int from, int length);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Qt::Orientation m_orientation;
    QString m_low, m_name, m_high;
    int m_from = 0;
    int m_length = 0;
};

} // namespace latent
