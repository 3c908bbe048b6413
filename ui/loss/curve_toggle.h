// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace latent {

/// A legend item that works as a switch: a dot, a name and a number in the curve's colour; hollow and pale
/// while the curve is hidden. The number's width is fixed, so that nothing moves as it changes.
class CurveToggle : public QAbstractButton {
    Q_OBJECT
  public:
    CurveToggle(const QString& name, QWidget* parent);

    void setColour(const QColor& colour);
    /// Empty: no number yet.
    void setNumber(const QString& number);
    const QString& number() const { return m_number; }
    /// The width with another name and the current number.
    int widthOf(const QString& name) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
    void paintItem(QPainter& painter, const QRectF& rect) const;

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    int numberWidth() const;

    QColor m_colour;
    QString m_number;
};

} // namespace latent
