// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/images/image_sheet.h"

#include <QImage>
#include <QWidget>

class QLineEdit;

namespace latent {

/// One latent dimension: its name, a slider whose track is a film strip of what moving it decodes, its value
/// and its KL. Only shows and asks: a value changes when setValue says so.
class FilmSlider : public QWidget {
    Q_OBJECT
  public:
    /// Where a row of a given width has its columns; the header uses it too.
    struct Columns {
        QRectF label, strip, value, kl;
    };
    static Columns columnsFor(int width, int height, qreal valueWidth);
    /// Width of the value's column in a font. Slow (it may search for a font): not for a paint.
    static qreal valueWidthFor(const QFont& font);
    /// A row grows with its width, so that the frames stay nearly square.
    static int heightForWidth(int width, const QFont& font, int frames);

    explicit FilmSlider(int dimension, QWidget* parent = nullptr);

    int dimension() const { return m_dimension; }
    float value() const { return m_value; }
    float low() const { return m_low; }
    float high() const { return m_high; }
    /// The encoder says the same about all images here.
    bool isDead() const { return !m_active; }
    QRectF stripRect() const;
    QRectF valueRect() const;
    /// Logical pixels that each of so many frames has each way.
    qreal frameSide(int frames) const;
    /// x of the cursor line, within the strip.
    qreal cursorX() const;

  public slots:
    void setRange(float low, float high);
    void setValue(float value);
    /// Mean KL in nats (−1: not known) and the largest of all rows, which fills the bar.
    void setKl(float kl, float largest);
    void setActive(bool active);
    /// frames [pixels, n] from low to high; no columns: an empty track.
    void showFrames(const latent::Matrix& frames, const latent::ImageShape& shape);
    void setRawPixels(bool raw);
    /// Opens a field to type the value into.
    void editValue();

  signals:
    void valueAsked(int dimension, float value);
    /// Back to 0, or to the codes' mean.
    void resetAsked(int dimension);
    void dragStarted();
    void dragEnded();
    /// Up or down key: −1 or +1 rows from this one.
    void moveAsked(int dimension, int rows);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    Columns columns() const { return columnsFor(width(), height(), m_valueWidth); }
    void chooseFonts();
    float valueAt(qreal x) const;
    void ask(float value);
    void askSteps(float steps);
    void endDrag();
    void finishEdit(bool take);
    const QImage& picture(QSizeF size);
    void paintTrack(QPainter& painter, const QRectF& strip);
    void paintCursor(QPainter& painter, const QRectF& strip) const;
    void paintKl(QPainter& painter, const QRectF& area) const;
    void describe();
    void updateStrip();
    void updateNumbers();
    int stripLeft() const;
    int numbersLeft() const;

    int m_dimension;
    // Looking for equal figures costs more than a paint: kept until the font changes.
    QFont m_figures;
    QFont m_smallFigures;
    qreal m_valueWidth = 0;
    float m_value = 0;
    float m_low = -3;
    float m_high = 3;
    bool m_active = true;
    float m_kl = -1;
    float m_largestKl = 1;
    ImageSheet m_frames; // side by side
    ImageShape m_shape;
    bool m_raw = false;
    bool m_dragging = false;
    qreal m_wheel = 0; // eighths of a degree not yet spent
    QImage m_picture;  // the track at device resolution; null: to be rendered by the next paint
    QLineEdit* m_edit = nullptr;
};

} // namespace latent
