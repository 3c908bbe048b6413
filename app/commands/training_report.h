// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/records.h"

#include <chrono>

namespace latent {

/// Reports the progress of training on standard error: a line for each epoch and, on a terminal, a line in
/// between that is overwritten at most ten times a second.
class TrainingReport {
  public:
    TrainingReport();

    void step(const TrainingStatus& status, const StepRecord& record);
    /// objective: what the losses are of.
    void epoch(const EpochRecord& record, int epochs, const Objective& objective);
    void finish(const TrainingStatus& status, bool interrupted);
    /// Removes the overwritten line from the terminal.
    void clear();

  private:
    bool m_terminal = false;
    bool m_shown = false;
    std::chrono::steady_clock::time_point m_last;
};

} // namespace latent
