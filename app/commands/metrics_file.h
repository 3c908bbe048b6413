// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/records.h"

#include <fstream>
#include <string>

namespace latent {

struct Objective;

/// The lines of --metrics, each written as its epoch ends, so that they can be followed.
class MetricsFile {
  public:
    /// target: a file, "-" for standard output, or empty: nothing is written. Of a file that is there the
    /// lines of the first `keepEpochs` epochs stay, for a run that goes on after them. Throws OutputError,
    /// and Error where lines are to stay that are no metrics.
    explicit MetricsFile(const std::string& target, int keepEpochs = 0);

    void add(const EpochRecord& record, const Objective& objective);

  private:
    void check() const;

    std::string m_target;
    std::ofstream m_file;
};

} // namespace latent
