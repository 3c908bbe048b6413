// SPDX-License-Identifier: GPL-3.0-or-later
// What keeping a run's moments costs, and going back to them: timeline_bench [--images N] [--latent N]
// [--epochs N] [--only adding]. The codes are of no model; they change as a run's do, a batch at a time.
#include "core/base/random.h"
#include "core/explore/projection.h"
#include "core/model/network_layout.h"
#include "core/run/timeline.h"
#include "tests/benchmarks/measure.h"

#include <cstdlib>
#include <filesystem>
#include <functional>

namespace latent::bench {
namespace {

constexpr int kBatch = 128;
constexpr int kStepsBetween = 40; // snapshots of a watched run of the default network

struct PretendedRun {
    Random random{1, Stream::Data};
    Matrix codes;
    Snapshot snapshot;
    std::int64_t step = 0;
    Index next = 0;

    PretendedRun(Index latentSize, Index images)
        : codes(latentSize, images) {
        random.fillNormal(codes.data(), codes.size());
        Architecture& architecture = snapshot.model.architecture;
        architecture.shape = {.width = 28, .height = 28, .channels = 1};
        architecture.latent = static_cast<int>(latentSize);
        snapshot.model.weights.assign(static_cast<std::size_t>(weightCount(architecture)), 0.5F);
        const Vector ones = Vector::Ones(latentSize);
        snapshot.posterior = {ones, ones, ones, ones};
    }
    SnapshotPtr now() {
        snapshot.step = step;
        snapshot.codes = std::make_shared<const Matrix>(codes);
        return std::make_shared<const Snapshot>(snapshot);
    }
    void advance(int steps) {
        Vector move(codes.rows());
        for (int i = 0; i < steps * kBatch; ++i, next = (next + 1) % codes.cols()) {
            random.fillNormal(move.data(), move.size());
            codes.col(next) += 0.1F * move;
        }
        step += steps;
    }
};

double cpuMs() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

void reportTimes(const std::string& what, const std::vector<double>& times) {
    report(what + ", median", percentile(times, 0.5), "ms");
    report(what + ", 95th percentile", percentile(times, 0.95), "ms");
}

void grow(Timeline& timeline, PretendedRun& run, int epochs) {
    std::vector<double> times;
    const double before = cpuMs();
    double untimed = 0;
    const std::int64_t steps = run.codes.cols() / kBatch * epochs;
    while (run.step <= steps) {
        const double from = cpuMs();
        const SnapshotPtr snapshot = run.now();
        untimed += cpuMs() - from;
        const Clock::time_point start = Clock::now();
        if (timeline.wants(snapshot->step) && timeline.add(snapshot, 0)) times.push_back(msSince(start));
        const double advancing = cpuMs();
        run.advance(kStepsBetween);
        untimed += cpuMs() - advancing;
    }
    timeline.flush();
    const double all = cpuMs() - before - untimed;
    reportTimes("add a moment", times);
    report("time of a core for " + std::to_string(epochs) + " epochs", all, "ms");
    report("moments of " + std::to_string(epochs) + " epochs", static_cast<double>(timeline.marks().size()),
           "");
    report("their bytes in memory", static_cast<double>(timeline.bytesInMemory()) / 1e6, "MB");
}

/// Goes through all moments in order, and then to some from all over the run.
void scrub(const Timeline& timeline, const std::string& how) {
    const std::vector<MomentMark> marks = timeline.marks();
    std::vector<double> unpacking, projecting, frames, mixing, weights;
    Matrix codes;
    MapFrame last;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const std::size_t at = how == "in order" ? i : i * 61 % marks.size();
        const Clock::time_point start = Clock::now();
        timeline.nearest(marks[at].step)->codes->unpack(codes);
        unpacking.push_back(msSince(start));
        const Clock::time_point unpacked = Clock::now();
        last = projectCodes(codes, {.pca = true}, i == 0 ? nullptr : &last.projection, AxesFrom::Sample);
        projecting.push_back(msSince(unpacked));
        frames.push_back(msSince(start));
        const Clock::time_point whole = Clock::now();
        const MomentsAround around = timeline.around(marks[at].step + 7);
        unpackBetween(*around.before->codes, *around.after->codes, around.fraction, codes);
        mixing.push_back(msSince(whole));
        const Clock::time_point letGo = Clock::now();
        snapshotOf(*timeline.nearestWithWeights(marks[at].step), Architecture{.shape = {28, 28, 1}});
        weights.push_back(msSince(letGo));
    }
    reportTimes("unpack a moment, " + how, unpacking);
    reportTimes("project it, " + how, projecting);
    reportTimes("both, " + how, frames);
    reportTimes("unpack a step between two moments, " + how, mixing);
    reportTimes("snapshot of a moment with weights, " + how, weights);
}

} // namespace
} // namespace latent::bench

int main(int argc, char** argv) {
    using namespace latent;
    using namespace latent::bench;
    const Index images = std::atoi(option(argc, argv, "--images", "60000").c_str());
    const Index latentSize = std::atoi(option(argc, argv, "--latent", "20").c_str());
    const int epochs = std::atoi(option(argc, argv, "--epochs", "10").c_str());
    const bool scrubs = option(argc, argv, "--only", "") != "adding";
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("timeline_bench." + std::to_string(getpid()));
    {
        PretendedRun run(latentSize, images);
        Timeline timeline(path);
        grow(timeline, run, epochs);
        report("their bytes on disk", static_cast<double>(std::filesystem::file_size(path)) / 1e6, "MB");
        const Clock::time_point start = Clock::now();
        const std::unique_ptr<Timeline> again = Timeline::open(path);
        report("open the file", msSince(start), "ms");
        for (const char* how : {"in order", "all over the run"}) {
            if (scrubs) scrub(*again, how);
        }
    }
    std::filesystem::remove(path);
}
