// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/grid_decoder.h"
#include "app/strips_decoder.h"
#include "app/work_thread.h"
#include "core/explore/results.h"
#include "ui/controls/replot_throttle.h"
#include "ui/state/exploration.h"

#include <QElapsedTimer>

namespace latent {

/// Answers what the views show of an Exploration, off the GUI thread: watches it, asks the newest question of
/// each kind on the newest snapshot, and hands the answers out. Never waits for training, nor lets it wait.
class ExploreController : public QObject {
    Q_OBJECT
  public:
    /// Views that cost something to keep up to date; asked only while they are looked at.
    enum class View { Sliders, Inspector, Prior, Manifold, Diagnostics };

    explicit ExploreController(Exploration* exploration, QObject* parent = nullptr);
    ~ExploreController() override;

  public slots:
    void setVisibleView(latent::ExploreController::View view);
    void setFrames(int frames);
    /// Whether somebody may be looking: what training changes is then renewed more often.
    void setWatched(bool watched);
    /// Which strips can be seen, and across how many device pixels a frame of them is shown.
    void setStripsView(const std::vector<int>& dimensions, int framePixels);
    /// Fresh draws; cellPixels: device pixels across which one is shown.
    void drawSamples(int count, int columns, int cellPixels);
    void drawPoint();
    void askManifold(int x, int y, int side, int cellPixels);

  signals:
    /// Some of them; see StripsDecoder.
    void stripsReady(const latent::FilmStrips& strips);
    void nearestReady(const std::vector<latent::Index>& images);
    void inspectionReady(const latent::Inspection& inspection);
    void samplesReady(const latent::ImageGrid& samples);
    void manifoldReady(const latent::Manifold& manifold);
    /// How long the point took from being asked for to its picture.
    void decodeTimed(double milliseconds);
    void failed(const QString& sentence);

  private:
    void followTraining();
    void askPictures();
    void askMap();
    void askStrips();
    void takeStrips(const FilmStrips& strips);
    void askNearest();
    void askInspection();
    void askVisibleSamples();
    void askVisibleManifold();
    void dropAll();

    Exploration* m_exploration;
    WorkThread m_thread; // one: decoding is short, and training wants the cores
    PreviewModels m_previews;
    StripsDecoder* m_strips;
    NewestAnswer* m_nearest;
    NewestAnswer* m_map;
    NewestAnswer* m_inspection;
    GridDecoder* m_samples;
    GridDecoder* m_manifold;
    Manifold m_plane;              // that the manifold is asked over, without its images
    QElapsedTimer m_sinceAsked;    // the strips
    ReplotThrottle m_picturesSoon; // as training goes on
    ReplotThrottle m_nearestSoon;
    View m_view = View::Sliders;
    int m_frames = 9;
    int m_sampleCount = 64;
    int m_sampleColumns = 8;
    std::uint64_t m_sampleSeed = 1;
    std::uint64_t m_pointSeed = 1;
    int m_manifoldX = 0;
    int m_manifoldY = 1;
    int m_manifoldSide = 15;
};

} // namespace latent
