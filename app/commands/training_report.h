// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/records.h"

#include <chrono>

namespace latent {

/// Tells on standard error how a training goes: a line an epoch, and on a terminal a line in between that
/// is written over, at most ten times a second.
class TrainingReport {
  public:
    TrainingReport();

    void step(const TrainingStatus& status, const StepRecord& record);
    /// likelihood: what the nats are of.
    void epoch(const EpochRecord& record, int epochs, const Likelihood& likelihood);
    void finish(const TrainingStatus& status, bool interrupted);
    /// Takes the line that is written over off the terminal.
    void clear();

  private:
    bool m_terminal = false;
    bool m_shown = false;
    std::chrono::steady_clock::time_point m_last;
};

} // namespace latent
