// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the engine trains without a window: 784-400-20, batch 128, on one thread and on two, beside the
// fastest product that Eigen reaches on as many threads in the same minute.
//
//   engine_bench [--data NAME|PATH] [--rounds 3] [--epochs 2]
#include "core/base/matrix.h"
#include "core/base/thread_team.h"
#include "core/data/catalogue.h"
#include "core/train/trainer.h"
#include "tests/benchmarks/measure.h"

#include <map>

namespace latent {
namespace {

using namespace bench;

/// Each thread multiplies its own square matrices: nothing is shared but the machine. GFLOP/s of all.
double fastestProduct(int threads) {
    constexpr int kTries = 4;
    double best = 0;
    ThreadTeam team(threads);
    for (const Index side : {512, 1024, 1536}) {
        const auto all = static_cast<std::size_t>(threads);
        const std::vector<Matrix> a(all, Matrix::Random(side, side));
        const std::vector<Matrix> b(all, Matrix::Random(side, side));
        std::vector<Matrix> c(all, Matrix::Zero(side, side));
        for (int attempt = 0; attempt < kTries; ++attempt) {
            const Clock::time_point start = Clock::now();
            team.run(threads, [&](int task, int) {
                const auto i = static_cast<std::size_t>(task);
                c[i].noalias() = a[i] * b[i];
            });
            const double flop = 2.0 * static_cast<double>(side * side * side) * threads;
            best = std::max(best, flop / secondsSince(start) / 1e9);
        }
    }
    return best;
}

/// Multiplications and additions of one image's step: forward and the weights' gradient through each layer,
/// the inputs' gradient through all but the first.
double flopAnImage(const Architecture& architecture) {
    double weights = 0;
    double first = 0;
    double width = static_cast<double>(architecture.shape.pixels());
    const auto add = [&](double out) {
        if (weights == 0) first = width * out;
        weights += width * out;
        width = out;
    };
    for (const int units : architecture.hidden) add(units);
    add(2.0 * architecture.latent);
    width = architecture.latent;
    for (auto units = architecture.hidden.rbegin(); units != architecture.hidden.rend(); ++units) add(*units);
    add(static_cast<double>(architecture.shape.pixels()));
    return 2 * (3 * weights - first);
}

struct Figures {
    std::vector<double> epochSeconds;
    std::vector<double> productGflops;
};

void trainEpochs(const DatasetPtr& dataset, const Configuration& configuration, int epochs,
                 Figures& figures) {
    Trainer trainer(dataset, configuration);
    for (int epoch = 0; epoch < epochs; ++epoch) {
        while (!trainer.epochEnded()) trainer.step();
        figures.epochSeconds.push_back(trainer.finishEpoch().seconds);
    }
}

void run(int argc, char** argv) {
    const std::string name = option(argc, argv, "--data", catalogue().front().name);
    const int rounds = std::stoi(option(argc, argv, "--rounds", "3"));
    const int epochs = std::stoi(option(argc, argv, "--epochs", "2"));
    const DatasetPtr dataset = openDataset(name, {});
    Configuration configuration;
    configuration.architecture.shape = dataset->shape;
    configuration.training.epochs = rounds * epochs;

    std::map<int, Figures> figures;
    for (int round = 0; round < rounds; ++round) {
        for (const int threads : {1, 2}) {
            configuration.training.threads = threads;
            figures[threads].productGflops.push_back(fastestProduct(threads));
            trainEpochs(dataset, configuration, epochs, figures[threads]);
        }
    }
    const double memory = residentMegabytes();
    const double images = static_cast<double>(dataset->train.size());
    const double gflop = flopAnImage(configuration.architecture) * images / 1e9;
    for (const auto& [threads, of] : figures) {
        const std::string suffix = threads == 1 ? ", 1 thread" : ", " + std::to_string(threads) + " threads";
        const double seconds = percentile(of.epochSeconds, 0.5);
        const double product = percentile(of.productGflops, 1);
        report("epoch" + suffix, seconds, "s");
        report("speed" + suffix, images / seconds, "images/s");
        report("step" + suffix, gflop / seconds, "GFLOP/s");
        report("fastest large Eigen product" + suffix, product, "GFLOP/s");
        report("step against the product" + suffix, 100 * gflop / seconds / product, "%");
    }
    report("resident memory, no window", memory, "MB");
}

} // namespace
} // namespace latent

int main(int argc, char** argv) {
    try {
        latent::run(argc, argv);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "engine_bench: %s\n", error.what());
        return 1;
    }
}
