// SPDX-License-Identifier: GPL-3.0-or-later
// Qt-free, for ThreadSanitizer: rounds in quick and in slow succession, plain data handed over between them.
#include "core/base/thread_team.h"

#include <chrono>
#include <cstdio>
#include <numeric>
#include <vector>

int main() {
    using namespace latent;
    constexpr int kTasks = 7;
    constexpr int kRounds = 3000;
    for (const int threads : {1, 2, 3, 5}) {
        ThreadTeam team(threads);
        std::vector<int> sums(kTasks, 0);
        std::vector<int> previous(kTasks, 0);
        for (int round = 1; round <= kRounds; ++round) {
            previous = sums; // written by the caller, read by all
            team.run(kTasks, [&](int task, int) {
                const auto at = static_cast<std::size_t>(task);
                sums[at] = previous[(at + 1) % kTasks] + 1;
            });
            // Long enough for the workers to go from spinning to sleeping.
            if (round % 100 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        if (std::accumulate(sums.begin(), sums.end(), 0) != kTasks * kRounds) {
            std::printf("%d threads: a round was lost\n", threads);
            return 1;
        }
    }
    for (int i = 0; i < 200; ++i) ThreadTeam(3).run(i % 4, [](int, int) {});
    return 0;
}
