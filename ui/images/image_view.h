// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"

#include <QImage>
#include <QPointer>
#include <QWidget>

namespace latent {

/// One image, enlarged smoothly in a rounded card. Its height follows from its width and the image's shape.
/// Another view's image can lie over its right part, up to a line that is dragged or moved by the arrow keys.
class ImageView : public QWidget {
    Q_OBJECT
  public:
    explicit ImageView(QWidget* parent = nullptr);

    bool isEmpty() const { return m_pixels.size() == 0; }
    const Vector& pixels() const { return m_pixels; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public slots:
    /// pixels [shape.pixels()], 0 … 1
    void showImage(const latent::Vector& pixels, const latent::ImageShape& shape);
    /// A signed difference [shape.pixels()], −1 … 1, as a diverging map.
    void showDifference(const latent::Vector& difference, const latent::ImageShape& shape);
    void clear();
    void setRawPixels(bool raw);
    /// Whose image lies over the right part; null: nobody's.
    void setWipe(latent::ImageView* other);

  signals:
    void imageChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void take(const Vector& pixels, const ImageShape& shape, bool signedValues);
    void renew();
    const QImage& rendered();
    void paintWipe(QPainter& painter, const QRectF& card);
    void moveLine(double to);

    Vector m_pixels;
    ImageShape m_shape;
    bool m_signed = false;
    bool m_raw = false;
    QImage m_image; // null: to be rendered by the next paint
    QPointer<ImageView> m_wipe;
    double m_line = 0.5; // where the other's image begins, of the width
};

} // namespace latent
