// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the engine trains, without a window.
//
//   engine_bench [--data NAME|PATH] [--hidden 400] [--latent 20] [--batch 128] [--threads 2] [--epochs 1]
//                [--images 60000] [--channels 32,64] [--activation relu] [--likelihood bernoulli]
//                [--average 1] [--rate 0.008]
//   engine_bench --until 244 [--seed 1] [--epochs 10] …
//
// The first trains on the first images of the set and tells the speed of each epoch. The second, with the
// default settings, tells how long it takes to a test loss of so many nats, and the loss at the end.
#include "core/data/sets/catalogue.h"
#include "core/model/network_layout.h"
#include "core/train/trainer.h"
#include "tests/benchmarks/measure.h"

#include <sstream>

namespace latent {
namespace {

using namespace bench;

/// Multiplications and additions of one image's step: forward and the weights' gradient through each layer,
/// the inputs' gradient through all but the first.
double flopAnImage(const Architecture& architecture) {
    double all = 0;
    const std::vector<NamedLayer> layers = networkLayers(architecture);
    for (const NamedLayer& named : layers) all += static_cast<double>(costOf(named.layer));
    return 2 * (3 * all - static_cast<double>(costOf(layers.front().layer)));
}

/// "400-20", "32,64 conv, 256-20"
std::string networkName(const Architecture& architecture) {
    const auto listed = [](const std::vector<int>& sizes) {
        std::string text = hiddenText(sizes);
        std::erase(text, ' ');
        return text;
    };
    return (architecture.convolutional() ? listed(architecture.channels) + " conv, " : "") +
           listed(architecture.hidden) + "-" + std::to_string(architecture.latent);
}

DatasetPtr firstImages(const DatasetPtr& dataset, std::size_t count) {
    if (count >= dataset->train.size()) return dataset;
    auto fewer = std::make_shared<ImageDataset>(*dataset);
    fewer->train.resize(count);
    return fewer;
}

void measureSpeed(const DatasetPtr& dataset, const Configuration& configuration) {
    const double images = static_cast<double>(dataset->train.size());
    const double gflop = flopAnImage(configuration.architecture) * images / 1e9;
    Trainer trainer(dataset, configuration);
    for (int epoch = 0; epoch < configuration.training.epochs; ++epoch) {
        while (!trainer.epochEnded()) trainer.step();
        const double seconds = trainer.finishEpoch().seconds;
        reportSpeed({.program = "latent-explorer",
                     .network = networkName(configuration.architecture),
                     .batch = configuration.training.batch,
                     .threads = configuration.training.threads,
                     .imagesPerSecond = images / seconds,
                     .gflops = gflop / seconds});
    }
}

void measureQuality(const DatasetPtr& dataset, const Configuration& configuration, double wanted) {
    const std::string seed = ", seed " + std::to_string(configuration.training.seed);
    const Clock::time_point start = Clock::now();
    Trainer trainer(dataset, configuration);
    bool reached = false;
    double loss = 0;
    while (!trainer.finished()) {
        while (!trainer.epochEnded()) trainer.step();
        const EpochRecord epoch = trainer.finishEpoch();
        loss = epoch.test.total;
        if (reached || loss > wanted) continue;
        reached = true;
        std::ostringstream nats;
        nats << wanted;
        report("to a test loss of " + nats.str() + " nats" + seed, secondsSince(start), "s");
        report("to a test loss of " + nats.str() + " nats" + seed, epoch.epoch, "epochs");
    }
    report("test loss after " + std::to_string(configuration.training.epochs) + " epochs" + seed, loss,
           "nats");
}

void run(int argc, char** argv) {
    const auto number = [&](const char* name, const char* preset) {
        return std::stoi(option(argc, argv, name, preset));
    };
    const std::string name = option(argc, argv, "--data", catalogue().front().name);
    const std::string hidden = option(argc, argv, "--hidden", "400");
    const std::string wanted = option(argc, argv, "--until", "");
    const DatasetPtr dataset =
        firstImages(openDataset(name, {}), static_cast<std::size_t>(number("--images", "60000")));
    Configuration configuration;
    configuration.architecture.shape = dataset->shape;
    Architecture& architecture = configuration.architecture;
    const std::string channels = option(argc, argv, "--channels", "");
    if (!channels.empty()) architecture.channels = parseChannels(channels);
    architecture.hidden = parseHidden(hidden);
    architecture.activation = parseActivation(option(argc, argv, "--activation", "relu"));
    configuration.objective.likelihood = parseLikelihood(option(argc, argv, "--likelihood", "bernoulli"));
    architecture.latent = number("--latent", "20");
    configuration.training.batch = number("--batch", "128");
    configuration.training.threads = number("--threads", "2");
    configuration.training.averaged = number("--average", configuration.training.averaged ? "1" : "0") != 0;
    configuration.training.learningRate = std::stof(option(argc, argv, "--rate", "0.008"));
    configuration.training.epochs = number("--epochs", wanted.empty() ? "1" : "10");
    configuration.training.seed = static_cast<std::uint64_t>(number("--seed", "1"));
    if (wanted.empty())
        measureSpeed(dataset, configuration);
    else
        measureQuality(dataset, configuration, std::stod(wanted));
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
