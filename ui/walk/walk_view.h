// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ask/grid_decoder.h"
#include "ui/ask/renewal.h"
#include "ui/state/view.h"
#include "ui/walk/walk_film.h"

class QLabel;
class QProgressBar;

namespace latent {

class WalkControls;
class WalkPlayer;

/// A walk through the latent space. What it goes through is part of the Looking; the way is found off the GUI
/// thread on a lane of its own, however long that takes.
class WalkView : public View {
    Q_OBJECT
  public:
    explicit WalkView(Exploration* exploration, QWidget* parent = nullptr);

    WalkControls* controls() const { return m_controls; }
    WalkPlayer* player() const { return m_player; }

  public slots:
    /// The answer to this question.
    void showWalk(const latent::WalkPtr& walk, const latent::WalkQuestion& question);
    /// The point that is decoded becomes the last of the walk.
    void addPoint();
    /// The code of the selected image does.
    void addImage();
    void setRawPixels(bool raw) override;

  signals:
    void walkShown(const latent::WalkPtr& walk, const latent::Evidence& evidence);
    void saveRequested(const latent::WalkFilm& film);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void build();
    void connectQuestions();
    void takeSnapshot();
    void takePlan();
    void showState();
    void showFilm();
    void forgetWalk();
    void addStation(const Vector& z);
    void chooseStation(int station);
    void chooseFrame(int frame);
    void ask();
    void askStations();
    void askWalk();
    bool hasSelectedCode() const;
    bool fitsModel() const;
    QString whyThereIsNone() const;

    Exploration* m_exploration;
    WalkControls* m_controls;
    QProgressBar* m_progress;
    QLabel* m_empty;
    WalkPlayer* m_player;
    bool m_raw = false;
    WalkPtr m_walk;          // shown; null: none
    WalkQuestion m_answered; // its question
    WalkQuestion m_asked;
    bool m_askAgain = false; // once the one under way is answered
    GridDecoder m_pictures;  // of the stations
    LatestQuery m_query;
    Renewal m_picturesRenewal;
    Renewal m_walkRenewal;
};

} // namespace latent
