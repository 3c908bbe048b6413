// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"
#include "ui/images/image_render.h"

#include <QWidget>

#include <vector>

namespace latent {

/// The stations of a walk as small pictures in their order, in as many rows as they need. Each has a cross
/// that removes it. Arrow keys go from one to the next, Return chooses it, Delete removes it, and with Shift
/// the arrows move it.
class StationStrip : public QWidget {
    Q_OBJECT
  public:
    explicit StationStrip(QWidget* parent = nullptr);

    int count() const { return m_count; }
    int current() const { return m_current; } // −1: none
    /// In widget coordinates.
    QRectF stationRect(int station) const;
    QRectF crossRect(int station) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public slots:
    /// So many; pictures that are known stay until others come.
    void setCount(int count);
    /// images [pixels, stations], 0 … 1
    void showImages(const latent::Matrix& images, const latent::ImageShape& shape);
    void setRawPixels(bool raw);
    /// −1: none. Emits nothing.
    void setCurrent(int station);

  signals:
    void chosen(int station);
    void removed(int station);
    /// `station` is to stand at `place`.
    void moved(int station, int place);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

  private:
    int columns(int width) const;
    int stationAt(QPointF point) const;
    void paintStation(QPainter& painter, int station);
    void paintCross(QPainter& painter, int station) const;
    void fitHeight();
    void setHovered(int station);
    void describe();

    int m_count = 0;
    int m_current = -1;
    int m_hovered = -1;
    bool m_raw = false;
    Matrix m_images; // [pixels, n]
    ImageShape m_shape;
    std::vector<QImage> m_pictures; // rendered; fewer: to be rendered by the next paint
};

} // namespace latent
