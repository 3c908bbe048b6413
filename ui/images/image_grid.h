// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/images/image_sheet.h"

#include <QColor>
#include <QImage>
#include <QStringList>
#include <QWidget>

#include <optional>

namespace latent {

/// Images of one size, row by row, drawn as one picture in a rounded card. The cell under the mouse and the
/// current cell are outlined; arrow keys move the current cell, Return or Space click it.
/// Positions are in cells: (0, 0) is the top left corner of the card, (columns, rows) the bottom right one.
class ImageGridView : public QWidget {
    Q_OBJECT
  public:
    explicit ImageGridView(QWidget* parent = nullptr);

    int count() const { return m_images.count(); }
    int columns() const { return m_columns; }
    int rows() const;
    int currentCell() const { return m_current; } // −1: none
    /// The cell at a point of the widget; −1 outside.
    int cellAt(QPointF point) const;
    /// Where a cell is drawn, in widget coordinates.
    QRectF cellRect(int cell) const;
    /// The card, in widget coordinates: as large as fits at the images' aspect.
    QRectF card() const;
    QPointF toCells(QPointF point) const;
    /// Device pixels per image side with this many columns.
    int cellPixels(int columns) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public slots:
    /// images [pixels, cells], 0 … 1
    void showImages(const latent::Matrix& images, const latent::ImageShape& shape, int columns);
    void clear();
    void setRawPixels(bool raw);
    /// A ring at a position in cells, or none.
    void setMarker(std::optional<QPointF> position);
    /// Outlines a cell in the accent; −1: none. Emits nothing.
    void setCurrentCell(int cell);
    /// Tool tips and, where valid, the colours of small dots, one per cell (may be empty).
    void setCellNotes(const QStringList& tips, const std::vector<QColor>& dots = {});
    /// Dragging with the mouse reports positions, and no cell is outlined.
    void setDraggable(bool draggable);
    /// Always as high as its width requires: for strips beside widgets that can shrink.
    void setFixedAspect();
    /// How many cells the empty card reserves space for before there are any images.
    void setPlaceholder(int columns, int rows);

  signals:
    void cellClicked(int cell);
    /// While the mouse is down on a draggable grid; clamped to the card.
    void dragged(QPointF position);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void setHovered(int cell);
    void fitHeight();
    const QImage& picture();
    void paintMarker(QPainter& painter) const;
    void paintDots(QPainter& painter) const;

    ImageSheet m_images;
    ImageShape m_shape;
    int m_columns = 1;
    int m_placeholderRows = 1;
    bool m_raw = false;
    bool m_draggable = false;
    bool m_fixedAspect = false;
    int m_hovered = -1;
    int m_pressed = -1;
    int m_current = -1;
    std::optional<QPointF> m_marker;
    QStringList m_tips;
    std::vector<QColor> m_dots;
    QImage m_picture; // at device resolution; null: to be rendered by the next paint
};

} // namespace latent
