// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/train_options.h"

#include "app/data_options.h"
#include "core/base/cores.h"
#include "core/model/recipe.h"

#include <algorithm>
#include <array>
#include <limits>

namespace latent {
namespace {

constexpr int kMaxThreads = 64;
constexpr int kMaxInt = std::numeric_limits<int>::max();
constexpr std::array kWithResume{"resume",  "run",  "data",       "epochs",          "threads",
                                 "metrics", "save", "checkpoint", "checkpoint-every"};
constexpr auto kMaxSeed = std::numeric_limits<std::uint64_t>::max();

QString textOf(const std::vector<int>& sizes) {
    return QString::fromStdString(hiddenText(sizes));
}

void describeNetwork(Options& options) {
    const Architecture dense;
    const Architecture convolutional = convolutionalNetwork(dense);
    const Architecture ofFew = withLatent(convolutional, kFewDimensions);
    options.value("net",
                  "dense, or conv: convolutions of stride 2, mirrored by transposed ones in the decoder.",
                  "NAME", "dense");
    options.value("channels", "Of each convolution, from the image inwards; with --net conv.", "SIZES",
                  textOf(convolutional.channels));
    options.value("kernel", "Side of the convolutions' windows, 2 to 7; with --net conv.", "N",
                  QString::number(convolutional.kernel));
    options.value("hidden", "Units of the hidden layers, from the image inwards: 400 or 512,256.", "SIZES",
                  QString("%1; with --net conv %2, or %3 with a latent size up to %4")
                      .arg(textOf(dense.hidden), textOf(convolutional.hidden), textOf(ofFew.hidden))
                      .arg(kFewDimensions));
    options.value("activation", "relu, silu or tanh.", "NAME",
                  QString::fromStdString(activationText(dense.activation)));
    options.value("latent", "Size of the latent space.", "N", QString::number(dense.latent));
}

void describeObjective(Options& options) {
    options.value("preset", "vae, ae, dae, noise or beta-vae.", "NAME", "vae");
    options.value("beta", "Weight of the KL term; the preset's if not given.", "NUMBER");
    options.value("corruption", "none, mask:SHARE or gaussian:DEVIATION; the preset's if not given.", "KIND");
    options.value("likelihood",
                  "bernoulli, binarised (pixels drawn anew each time), binarised:THRESHOLD, "
                  "gaussian:DEVIATION, sigma (a Gaussian whose deviation is learned) or "
                  "continuous-bernoulli. Nats of different likelihoods are not to be compared.",
                  "NAME", QString::fromStdString(likelihoodText({})));
    options.value("free-bits", "Nats of KL that each dimension may cost before the KL term pulls at it.",
                  "NATS", "0");
}

void describeTraining(Options& options) {
    const TrainingSettings usual;
    options.value("batch", "Images a step.", "N", QString::number(usual.batch));
    options.value("epochs", "Passes over the training images; 0: until interrupted.", "N",
                  QString::number(usual.epochs));
    options.value(
        "pace",
        "fast, or classic: Adam at a constant 0.001. Stands for the next three options and --average.",
        "NAME", QString::fromStdString(paceText(paceOf(usual))));
    options.value("learning-rate", "Peak step size of Adam; the pace's if not given.", "NUMBER");
    options.value("schedule", "fast, constant, linear, cosine or stages; the pace's if not given.", "NAME");
    options.value("adam-beta2", "Adam's memory of squared gradients; the pace's if not given.", "NUMBER");
    options.value("adam-epsilon", "What Adam adds to the root of the squared gradients.", "NUMBER", "1e-08");
    options.value("warm-up", "Epochs over which β rises linearly from 0.", "N", "0");
    options.value("clip", "Maximum norm of the gradient over all weights; 0: no limit.", "NORM", "0");
    options.value("early-stop",
                  "Hold out a tenth of the training images, end after N epochs without a better loss on it, "
                  "and keep the best weights; 0: never.",
                  "N", "0");
    options.value("average", "on: test and save the running average of the weights; the pace's if not given.",
                  "on|off");
    options.value("seed", "Of the weights, the order, the noise and the held-out tenth.", "N", "1");
    options.value("threads", "Threads that share each step.", "N", QString::number(coreCount()));
}

Architecture readArchitecture(const Options& options, Architecture architecture) {
    architecture.latent = options.number("latent", architecture.latent, 1, kMaxLatent);
    if (options.has("net")) {
        const std::string net = options.text("net");
        if (net != "dense" && net != "conv")
            options.fail(QString("--net: '%1' is neither dense nor conv").arg(QString::fromStdString(net)));
        architecture = net == "conv" ? convolutionalNetwork(architecture) : denseNetwork(architecture);
    }
    for (const char* own : {"channels", "kernel"}) {
        if (options.has(own) && !architecture.convolutional())
            options.fail(QString("--%1: only with --net conv").arg(own));
    }
    architecture.channels = options.parsed("channels", architecture.channels, parseChannels);
    architecture.kernel = options.number("kernel", architecture.kernel, kMinKernel, kMaxKernel);
    architecture.hidden = options.parsed("hidden", architecture.hidden, parseHidden);
    architecture.activation = options.parsed("activation", architecture.activation, parseActivation);
    return architecture;
}

Objective readObjective(const Options& options, Objective objective) {
    if (options.has("preset")) {
        const Objective knobs = objectiveOf(options.parsed("preset", Preset::Vae, parsePreset));
        objective.corruption = knobs.corruption;
        objective.latentNoise = knobs.latentNoise;
        objective.beta = knobs.beta;
    }
    objective.beta = options.real("beta", objective.beta);
    objective.corruption = options.parsed("corruption", objective.corruption, parseCorruption);
    objective.likelihood = options.parsed("likelihood", objective.likelihood, parseLikelihood);
    objective.freeBits = options.real("free-bits", objective.freeBits);
    return objective;
}

bool parseSwitch(const std::string& word) {
    if (word != "on" && word != "off") throw Error("\"" + word + "\" is neither on nor off");
    return word == "on";
}

TrainingSettings readTraining(const Options& options, TrainingSettings training) {
    training.batch = options.number("batch", training.batch, 1, kMaxBatch);
    training.epochs = options.number("epochs", training.epochs, 0, kMaxInt);
    training = withPace(training, options.parsed("pace", Pace::Custom, parsePace));
    training.learningRate = options.real("learning-rate", training.learningRate);
    training.schedule = options.parsed("schedule", training.schedule, parseSchedule);
    training.beta2 = options.real("adam-beta2", training.beta2);
    training.epsilon = options.real("adam-epsilon", training.epsilon);
    training.warmUp = options.number("warm-up", training.warmUp, 0, kMaxInt);
    training.clip = options.real("clip", training.clip);
    training.earlyStop = options.number("early-stop", training.earlyStop, 0, kMaxInt);
    training.averaged = options.parsed("average", training.averaged, parseSwitch);
    training.seed = options.number<std::uint64_t>("seed", 1, 0, kMaxSeed);
    training.threads = options.number("threads", coreCount(), 1, kMaxThreads);
    return training;
}

TrainingFiles readFiles(const Options& options) {
    constexpr float kMostSeconds = 86'400;
    TrainingFiles files;
    files.metrics = options.text("metrics");
    files.save = options.text("save");
    files.checkpoint = options.text("checkpoint");
    const float seconds = options.real("checkpoint-every", static_cast<float>(files.checkpointSeconds));
    if (!(seconds > 0 && seconds <= kMostSeconds))
        options.fail("--checkpoint-every: needs a number above 0 and up to 86400");
    files.checkpointSeconds = static_cast<double>(seconds);
    if (options.has("checkpoint-every") && files.checkpoint.empty())
        options.fail("--checkpoint-every: needs --checkpoint");
    return files;
}

void checkValues(const Options& options, Configuration configuration) {
    configuration.architecture.shape = {.width = 28, .height = 28}; // any: the data bring theirs
    try {
        validate(configuration);
    } catch (const Error& error) {
        options.fail(QString::fromUtf8(error.what()));
    }
}

} // namespace

void describeTrain(Options& options) {
    describeData(options);
    options.value("recipe",
                  "A published protocol (see latent-explorer recipes), to be changed by the other options.",
                  "NAME");
    describeNetwork(options);
    describeObjective(options);
    describeTraining(options);
    options.value("limit", "Use the first N training images only.", "N");
    options.value("metrics", "Write one JSON object an epoch to this file, - for standard output.", "FILE");
    options.value("save", "Write the model to this file when the training ends.", "MODEL.safetensors");
    options.value(
        "checkpoint",
        "Write the whole state of the training to this new file every now and then and at the end, so "
        "that --resume can go on with it. With --resume it may be the same file.",
        "FILE.latent");
    options.value("checkpoint-every", "Seconds between two checkpoints.", "SECONDS",
                  QString::number(TrainingFiles{}.checkpointSeconds));
    options.value(
        "resume",
        "Go on with a run of this file, exactly as if it had never stopped, until its epochs or as "
        "many as --epochs says are done. Its own settings and data stay; --data says where the data "
        "are now if they have moved.",
        "FILE.latent");
    options.value("run", "With --resume: the run, by name or id.", "NAME", "the newest");
}

TrainCommand readTrain(const Options& options) {
    if (options.has("run")) options.fail("--run: only with --resume");
    TrainCommand command;
    command.data = options.required("data");
    Configuration& configuration = command.configuration;
    configuration = options.parsed("recipe", Recipe{}, recipeNamed).configuration;
    configuration.architecture = readArchitecture(options, configuration.architecture);
    configuration.objective = readObjective(options, configuration.objective);
    configuration.training = readTraining(options, configuration.training);
    checkValues(options, configuration);
    command.opening = readDataOptions(options);
    command.opening.seed = configuration.training.seed;
    if (options.has("limit") && options.has("subset"))
        options.fail("--limit and --subset exclude each other");
    if (options.has("limit")) {
        command.opening.subset.kind = SubsetKind::First;
        command.opening.subset.count = options.number<Index>("limit", 0, 1, kMaxInt);
    }
    command.files = readFiles(options);
    return command;
}

ResumeCommand readResume(const Options& options) {
    for (const QString& option : options.given()) {
        const auto isOption = [&](const char* known) { return option == known; };
        if (std::none_of(kWithResume.begin(), kWithResume.end(), isOption))
            options.fail(QString("--%1: not with --resume, which keeps the run's own settings").arg(option));
    }
    ResumeCommand command;
    command.session = options.required("resume");
    command.run = options.text("run");
    command.data = options.text("data");
    if (options.has("epochs")) command.epochs = options.number("epochs", 0, 0, kMaxInt);
    if (options.has("threads")) command.threads = options.number("threads", 1, 1, kMaxThreads);
    command.files = readFiles(options);
    return command;
}

} // namespace latent
