// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/decoding.h"
#include "ui/ask/progressive_decoder.h"

namespace latent {

/// A grid of points, some rows at a time. Meanwhile the others show what they did before, unless that would
/// take much memory or was of another run or a later moment.
class GridDecoder : public ProgressiveDecoder {
    Q_OBJECT
  public:
    using ProgressiveDecoder::ProgressiveDecoder;

    /// The grid's points; its images are made.
    void show(const Evidence& evidence, ImageGrid grid);

  signals:
    void ready(const latent::ImageGrid& grid, const latent::Evidence& evidence);

  protected:
    LatestQuery::Work nextWork(const Evidence& evidence, int step) override;
    int finestStep(const Snapshot& snapshot) const override;

  private:
    void take(const std::vector<int>& rows, const Pictures& pictures, const Evidence& evidence);
    std::vector<Index> cellsOf(const std::vector<int>& rows) const;

    ImageGrid m_grid;
    bool m_whole = false; // every cell of images shows something
};

} // namespace latent
