// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "core/base/thread_team.h"
#include "core/data/progress.h"

#include <atomic>

namespace latent {

/// Progress of a part of the work, which is [from, to] of the whole. `whole` must outlive it.
inline Progress partOf(const Progress& whole, double from, double to) {
    return {[&whole, from, to](double fraction) { whole.report(from + (to - from) * fraction); }, whole.stop};
}

/// Calls work(task, worker) for every task in [0, tasks), split over the team, and reports on the calling
/// thread as tasks are done. Once it is asked to stop no task is begun, and Cancelled is thrown. Tasks must
/// not throw, and should last no longer than a person waits for Cancel.
template <class Work>
void inParallel(ThreadTeam& team, int tasks, const Progress& progress, Work work) {
    std::atomic<int> done{0};
    team.run(tasks, [&](int task, int worker) {
        if (progress.stop.stop_requested()) return;
        work(task, worker);
        const int finished = done.fetch_add(1, std::memory_order_relaxed) + 1;
        if (worker == 0) progress.report(static_cast<double>(finished) / tasks);
    });
    progress.at(1);
}

/// How many tasks of `size` cover `count`.
constexpr int tasksOf(Index count, Index size) {
    return static_cast<int>((count + size - 1) / size);
}

} // namespace latent
