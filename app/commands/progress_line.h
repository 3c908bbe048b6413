// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"

#include <chrono>
#include <string>
#include <utility>

namespace latent {

/// How far a command is, on standard error: on a terminal a line that is written over, else now and then a
/// line.
class ProgressLine {
  public:
    /// doing: "evaluating".
    explicit ProgressLine(std::string doing)
        : m_doing(std::move(doing)) {}
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(double fraction);
    /// Shows what is reported; must not outlive this.
    Progress progress() {
        return {[this](double fraction) { show(fraction); }, {}};
    }

  private:
    std::string m_doing;
    bool m_terminal = isTerminal();
    int m_percent = -1;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();

    static bool isTerminal();
};

} // namespace latent
