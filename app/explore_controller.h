// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/asker.h"
#include "app/studio/grid_decoder.h"
#include "app/studio/strips_decoder.h"
#include "ui/controls/replot_throttle.h"
#include "ui/state/exploration.h"

#include <QElapsedTimer>

namespace latent {

/// Answers what the views show of one Exploration: watches it, asks the newest question of each kind about
/// the newest snapshot, and hands the answers out with their evidence. Of several, one for each run that is
/// looked at, all share the asker. Training never waits for it, nor does it wait for training. GUI thread.
class ExploreController : public QObject {
    Q_OBJECT
  public:
    /// Views that cost something to keep up to date; asked only while they are looked at.
    enum class View { Sliders, Inspector, Prior, Manifold, Diagnostics };

    /// Both must outlive this.
    ExploreController(Asker* asker, Exploration* exploration, QObject* parent = nullptr);

    /// What the views show now.
    Evidence evidence() const;

  public slots:
    /// The exploration shows another run from its next snapshot on: answers about the one before are dropped.
    void setRun(const std::string& id);
    void setVisibleView(latent::ExploreController::View view);
    /// The map is turned, mirrored, scaled and shifted onto that of another run; null: as it is. The other
    /// outlives this.
    void alignWith(const Exploration* other);
    /// Whether somebody may be looking: what training changes is then renewed more often.
    void setWatched(bool watched);
    /// Which strips can be seen, and across how many device pixels a frame of them is shown.
    void setStripsView(const std::vector<int>& dimensions, int framePixels);
    /// The exploration's draws; cellPixels: device pixels across which one is shown.
    void askSamples(int count, int columns, int cellPixels);
    void drawPoint();
    void askManifold(int x, int y, int side, int cellPixels);

  signals:
    /// Some of them; see StripsDecoder.
    void stripsReady(const latent::FilmStrips& strips, const latent::Evidence& evidence);
    void nearestReady(const std::vector<latent::Index>& images, const latent::Evidence& evidence);
    void inspectionReady(const latent::Inspection& inspection, const latent::Evidence& evidence);
    void samplesReady(const latent::ImageGrid& samples, const latent::Evidence& evidence);
    void manifoldReady(const latent::Manifold& manifold, const latent::Evidence& evidence);
    /// How long the point took from being asked for to its picture.
    void decodeTimed(double milliseconds);
    void failed(const QString& sentence);

  private:
    void connectAnswers();
    void connectExploration();
    void followTraining();
    void askAgain();
    void askPictures();
    void askMap();
    void askStrips();
    void takeStrips(const FilmStrips& strips, const Evidence& evidence);
    void askNearest();
    void askInspection();
    void takeInspection(const Inspection& inspection, const Evidence& evidence);
    void askVisibleSamples();
    void askVisibleManifold();
    void dropAll();

    Exploration* m_exploration;
    const Exploration* m_other = nullptr; // with whose map this one is aligned
    std::string m_run;
    Evidence m_shown;                     // at its last change; empty: what comes next is something else
    std::optional<std::int64_t> m_moment; // that was looked at then
    LatestQuery m_nearest;
    LatestQuery m_map;
    LatestQuery m_inspection;
    std::shared_ptr<PreviewModels> m_previews;
    StripsDecoder m_strips;
    GridDecoder m_samples;
    GridDecoder m_manifold;
    Manifold m_plane;              // that the manifold is asked over, without its images
    QElapsedTimer m_sinceAsked;    // the strips
    ReplotThrottle m_picturesSoon; // as training goes on
    ReplotThrottle m_nearestSoon;
    View m_view = View::Sliders;
    int m_sampleCount = 64;
    int m_sampleColumns = 8;
    std::uint64_t m_pointSeed = 1;
    int m_manifoldX = 0;
    int m_manifoldY = 1;
    int m_manifoldSide = 15;
};

} // namespace latent
