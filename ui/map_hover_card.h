// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace latent {

/// The image under the cursor, its class and its number, on a card beside the point. Lets the mouse through.
class MapHoverCard : public QWidget {
    Q_OBJECT
  public:
    explicit MapHoverCard(QWidget* parent);

    /// point: in the parent. The card goes to its right and above the middle, or wherever there is room
    /// without covering it. className may be empty.
    void showAt(QPointF point, const QImage& image, const QString& className, const QString& number);

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    QImage m_image;
    QString m_className;
    QString m_number;
};

} // namespace latent
