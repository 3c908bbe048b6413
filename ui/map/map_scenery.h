// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ask/latest_query.h"
#include "ui/ask/renewal.h"
#include "ui/map/ground_decoder.h"

namespace latent {

class MapCanvas;

/// Asks the model for what a map shows of it besides points: the decoded plane, the posteriors of images in
/// view. Behind all other questions, and only for what is in view.
class MapScenery : public QObject {
    Q_OBJECT
  public:
    /// Both outlive this.
    MapScenery(Exploration* exploration, MapCanvas* canvas, QObject* parent = nullptr);

  signals:
    void failed(const QString& sentence);

  private:
    void renew();
    void askForMore();
    void askGround();
    void askPosteriors();
    Vector base() const;
    void leave();
    void forget();

    Exploration* m_exploration;
    MapCanvas* m_canvas;
    GroundDecoder m_ground;
    LatestQuery m_posteriors;
    Renewal m_renewal;
    Evidence m_evidence; // that is asked about until the next renewal
    MapAxes m_axes;      // of the tiles
    QRectF m_askedArea;  // data units, of the tiles that were asked for last
    SnapshotPtr m_askedSnapshot;
};

} // namespace latent
