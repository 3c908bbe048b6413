// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/walk/walk_film.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace latent {

class FilmScrubber;
class ImageView;
class SteadyLabel;
class WalkPlot;

/// The film of a walk: the frame that is shown, large; all of them as a strip; and what changes along them.
class WalkPlayer : public QWidget {
    Q_OBJECT
  public:
    explicit WalkPlayer(QWidget* parent = nullptr);

    ImageView* image() const { return m_image; }
    FilmScrubber* scrubber() const { return m_scrubber; }
    WalkPlot* plot() const { return m_plot; }
    const WalkFilm& film() const { return m_film; }
    bool isPlaying() const { return m_timer.isActive(); }

    /// Without frames: stops and shows nothing.
    void showFilm(const WalkFilm& film);
    /// The nearest one that there is.
    void showFrame(int frame);
    void setRawPixels(bool raw);

  public slots:
    /// From the frame that is shown; at the end of an open walk, from its beginning.
    void setPlaying(bool playing);

  signals:
    /// By the person or, while it plays, by time.
    void frameChosen(int frame);
    void saveRequested(const latent::WalkFilm& film);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void build();
    void showNumbers();
    void playOn();

    WalkFilm m_film;
    int m_frame = 0;
    ImageView* m_image;
    SteadyLabel* m_frameText;
    SteadyLabel* m_change;
    SteadyLabel* m_nearness;
    QPushButton* m_play;
    QPushButton* m_save;
    FilmScrubber* m_scrubber;
    WalkPlot* m_plot;
    QTimer m_timer;
};

} // namespace latent
