// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/decoding.h"
#include "ui/ask/progressive_decoder.h"
#include "ui/map/tile_ground.h"

#include <map>

namespace latent {

/// Decodes the tiles of the plane that a map shows, large ones first, a few at a time. Tiles of a model that
/// has trained on are decoded anew, those first that waited longest.
class GroundDecoder : public ProgressiveDecoder {
    Q_OBJECT
  public:
    using ProgressiveDecoder::ProgressiveDecoder;

    /// The plane of the frame through `base`, [latent]. Decodes those of the tiles that `there` does not have
    /// or that are of another evidence.
    void show(const Evidence& evidence, const MapFramePtr& frame, const Vector& base,
              std::vector<TileKey> tiles, const TileGround& there);
    /// What was decoded is of no use any more.
    void forget();

  signals:
    /// images [pixels, tiles], 0 … 1.
    void ready(const std::vector<latent::TileKey>& tiles, const latent::Pictures& pictures);

  protected:
    bool somethingDue() const override { return m_next < m_due.size(); }
    LatestQuery::Work nextWork(const Evidence& evidence, int step) override;
    /// They are never shown larger than they are decoded.
    int finestStep(const Snapshot&) const override { return quickStep(); }

  private:
    MapFramePtr m_frame;
    Vector m_base;
    SnapshotPtr m_snapshot;                  // whose tiles are wanted
    std::int64_t m_generation = 0;           // of snapshots
    std::map<TileKey, std::int64_t> m_known; // the generation that each tile was decoded for
    std::vector<TileKey> m_due;
    std::size_t m_next = 0;
};

} // namespace latent
