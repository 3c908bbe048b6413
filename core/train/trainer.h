// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/data/image_dataset.h"
#include "core/train/training_state.h"

#include <memory>
#include <stop_token>

namespace latent {

/// A loss that is no longer a number. The trainer then holds the last finite weights.
class NonFiniteLoss : public Error {
  public:
    using Error::Error;
};

/// Trains one model on one set. One thread at a time; splits each step over threads of its own.
/// Same configuration, data and machine: the same losses to the bit, with any number of threads.
class Trainer {
  public:
    /// Fresh weights by the configuration's seed, or those of `start` (same architecture).
    Trainer(DatasetPtr dataset, const Configuration& configuration, const Model* start = nullptr);
    /// Goes on from there bit for bit, with any number of threads. Throws Error where the state is not sound
    /// or belongs to other images.
    Trainer(DatasetPtr dataset, const TrainingState& state);
    ~Trainer();
    Trainer(Trainer&&) noexcept;

    /// One batch. Throws NonFiniteLoss, naming the step. Not while epochEnded().
    StepRecord step();
    /// Whether the last batch of an epoch is done and finishEpoch() is due.
    bool epochEnded() const;
    /// Evaluates the test images and begins the next epoch. Throws Cancelled if stopped: it is then still
    /// due.
    EpochRecord finishEpoch(std::stop_token stop = {});
    /// Whether the asked number of epochs is done. step() may be called all the same.
    bool finished() const;

    /// These take effect with the next step. The schedule's shape stays, its peak is learningRate.
    void setObjective(const Objective& objective);
    void setLearningRate(float learningRate);
    void setEpochs(int epochs); // 0: open-ended

    const Model& model() const;
    const Configuration& configuration() const;
    /// Phase, epoch, batch, speed, time left; phase is Idle, Running or Finished.
    TrainingStatus status() const;
    /// Spent on steps so far.
    double seconds() const;

    /// The present weights, and the codes that the steps so far have left: none before the first encodeAll().
    /// Copies both.
    SnapshotPtr snapshot() const;
    /// All that training needs to go on from here. Copies up to five vectors of weights, into the
    /// memory of a state that was let go if there is one.
    TrainingStatePtr state() const;
    /// Encodes every image of the set with the present weights. Throws Cancelled if stopped; called again
    /// before the next step(), it goes on where it was.
    void encodeAll(std::stop_token stop);

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace latent
