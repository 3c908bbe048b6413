// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/walk/walk_film.h"

#include <QAbstractSlider>
#include <QPixmap>

namespace latent {

/// The film of a walk: some of its frames side by side, and over them the one that is shown, which is dragged
/// along, or moved by the arrow keys. Its value is the number of the frame.
class FilmScrubber : public QAbstractSlider {
    Q_OBJECT
  public:
    explicit FilmScrubber(QWidget* parent = nullptr);

    /// Emits nothing; the frame stays where the film is long enough.
    void showFilm(const WalkFilm& film);
    /// Emits nothing.
    void showFrame(int frame);
    /// Where the frame that is shown is drawn, in widget coordinates.
    QRectF lensRect() const { return lensRect(value()); }
    QRectF lensRect(int frame) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// The person moved to it.
    void frameChosen(int frame);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void sliderChange(SliderChange change) override;

  private:
    QSizeF cell() const;
    int cells() const;
    int frameAt(double x) const;
    const QPixmap& strip();

    WalkFilm m_film;
    QPixmap m_strip; // null: to be drawn by the next paint
    bool m_showing = false;
};

} // namespace latent
