// SPDX-License-Identifier: GPL-3.0-or-later
// Qt-free, for ThreadSanitizer: moments are looked at from several threads while others are added, merged,
// written over and forgotten.
#include "core/run/timeline.h"
#include "tests/run/moments.h"

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>
#include <unistd.h>
#include <vector>

int main() {
    using namespace latent;
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("timeline_stress." + std::to_string(getpid()));
    constexpr Index kImages = 500;
    std::atomic<int> wrong{0};
    std::atomic<int> read{0};
    {
        Timeline timeline(path, {50'000, 300'000, 40, 6});
        testing::PretendedRun run(4, kImages);
        timeline.add(run.snapshot(), 0);
        const auto look = [&](const std::stop_token& stop, std::uint64_t seed) {
            Random random(seed, Stream::Data);
            while (!stop.stop_requested()) {
                const std::int64_t step = random.below(8000);
                const MomentPtr moment = timeline.nearest(step);
                if (moment && moment->codes && !moment->codes->unpack().allFinite()) ++wrong;
                const MomentPtr weights = timeline.nearestWithWeights(step);
                if (weights && weights->weights->back() != static_cast<float>(weights->step)) ++wrong;
                timeline.around(step);
                timeline.marks();
                timeline.bytesInMemory();
                if (moment && weights) ++read;
            }
        };
        std::vector<std::jthread> readers;
        for (std::uint64_t seed = 1; seed <= 3; ++seed)
            readers.emplace_back([&, seed](const std::stop_token& stop) { look(stop, seed); });
        for (int i = 0; i < 2000; ++i, run.advance(4, 25)) {
            if (timeline.wants(run.step())) timeline.add(run.snapshot(), 0);
            if (i % 100 == 50) timeline.flush();
            if (i % 500 == 499) timeline.forgetAfter(run.step() / 2);
            if (i == 1200) timeline.forgetAfter(-1);
            while (read < i / 2) std::this_thread::yield(); // so that all of it is looked at
        }
        if (!timeline.problem().empty()) ++wrong;
    }
    std::filesystem::remove(path);
    std::printf("%d looks, %d of them wrong\n", read.load(), wrong.load());
    return wrong.load() == 0 ? 0 : 1;
}
