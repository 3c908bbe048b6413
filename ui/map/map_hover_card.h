// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace latent {

/// The image under the cursor, its class, number and file, on a card beside the point. Lets the mouse
/// through.
class MapHoverCard : public QWidget {
    Q_OBJECT
  public:
    explicit MapHoverCard(QWidget* parent);

    /// point: in the parent. The card goes to its right and above the middle, or wherever there is room
    /// without covering it. className and file may be empty.
    void showAt(QPointF point, const QImage& image, const QString& className, const QString& number,
                const QString& file);

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    void paintFile(QPainter& painter, QRectF line) const;

    QImage m_image;
    QString m_className;
    QString m_number;
    QString m_file;
};

} // namespace latent
