// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/progress_line.h"

#include "app/commands/common.h"

#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace latent {

ProgressLine::~ProgressLine() {
    if (m_terminal && m_percent >= 0) std::fputs("\r\033[K", stderr);
}

void ProgressLine::show(double fraction) {
    constexpr std::chrono::milliseconds kOften{100};
    constexpr std::chrono::milliseconds kSeldom{10'000};
    const int percent = static_cast<int>(std::floor(100 * fraction));
    const auto now = std::chrono::steady_clock::now();
    if (percent <= m_percent || now - m_last < (m_terminal ? kOften : kSeldom)) return;
    m_percent = percent;
    m_last = now;
    if (!m_terminal) return tell(m_doing + ": " + std::to_string(percent) + " %");
    std::fprintf(stderr, "\r%s: %d %%\033[K", m_doing.c_str(), percent);
    std::fflush(stderr);
}

bool ProgressLine::isTerminal() {
    return isatty(STDERR_FILENO) == 1;
}

} // namespace latent
