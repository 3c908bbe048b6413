// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_team.h"
#include "core/data/image_dataset.h"
#include "core/model/network.h"
#include "core/train/posterior_accumulator.h"
#include "core/train/snapshot.h"

#include <span>
#include <vector>

namespace latent {

/// One batch's way from bytes to the gradients of its activations, split over a thread team. Random numbers
/// and sums belong to blocks of images, so that they do not depend on the number of threads.
class BatchPass {
  public:
    BatchPass(const ImageDataset& dataset, const Configuration& configuration, Index maxBatch);

    /// `annealed`: the objective with this step's weight of KL. A likelihood that learns its deviation
    /// (Sigma) puts it into model.objective. Returns the losses with the model's own β.
    LossTerms run(Model& model, const Objective& annealed, std::span<const std::uint32_t> images,
                  std::int64_t step, ThreadTeam& team);

    const Network<float>& network() const { return m_network; }
    /// Of the last batch. Between batches its memory may serve for something else.
    const BatchWorkspace<float>& work() const { return m_work; }
    BatchWorkspace<float>& work() { return m_work; }
    /// Of the last batch.
    const PosteriorAccumulator& posterior() const { return m_posterior; }

  private:
    struct BlockSums {
        double reconstruction = 0; // the kernel's, see natsOf()
        PosteriorAccumulator posterior{0};
    };
    template <class Work>
    void forEachShard(ThreadTeam& team, Work work);
    void fill(const Objective& objective, std::span<const std::uint32_t> images, std::int64_t step,
              Index shard);
    void fillBlock(const Objective& objective, std::span<const std::uint32_t> images, std::int64_t step,
                   Index shard, Index at);
    void sumBlocks(Index shard);
    void addUp();
    void settleScales(Model& model, const Objective& annealed, std::int64_t step);

    const ImageDataset& m_dataset;
    std::uint64_t m_seed;
    Network<float> m_network;
    BatchWorkspace<float> m_work;
    std::vector<BlockSums> m_blocks;
    double m_reconstruction = 0; // the kernel's sum over the batch
    PosteriorAccumulator m_posterior;
};

} // namespace latent
