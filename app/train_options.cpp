// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/train_options.h"

#include "app/data_options.h"
#include "core/base/cores.h"
#include "core/model/knobs.h"
#include "core/model/recipe.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace latent {
namespace {

constexpr int kMaxThreads = 64;
constexpr int kMaxInt = std::numeric_limits<int>::max();
constexpr std::array kWithResume{"resume",  "run",  "data",       "epochs",          "threads",
                                 "metrics", "save", "checkpoint", "checkpoint-every"};

QString textOf(const std::vector<int>& sizes) {
    return QString::fromStdString(hiddenText(sizes));
}

/// An option that chooses several knobs at once. It stands before the first of them.
struct Choice {
    const char* key;
    const char* help;
    const char* preset;
    void (*apply)(const Options& options, Configuration& configuration);
};

void applyNet(const Options& options, Configuration& configuration) {
    Architecture& architecture = configuration.architecture;
    const std::string net = options.text("net");
    if (net != "dense" && net != "conv")
        options.fail(QString("--net: '%1' is neither dense nor conv").arg(QString::fromStdString(net)));
    architecture = net == "conv" ? convolutionalNetwork(architecture) : denseNetwork(architecture);
}

void applyPreset(const Options& options, Configuration& configuration) {
    const Objective chosen = objectiveOf(options.parsed("preset", Preset::Vae, parsePreset));
    configuration.objective.corruption = chosen.corruption;
    configuration.objective.latentNoise = chosen.latentNoise;
    configuration.objective.beta = chosen.beta;
}

void applyPace(const Options& options, Configuration& configuration) {
    configuration.training =
        withPace(configuration.training, options.parsed("pace", Pace::Custom, parsePace));
}

constexpr std::array kChoices{
    Choice{"net", "dense, or conv: convolutions of stride 2, mirrored by transposed ones in the decoder.",
           "dense", applyNet},
    Choice{"preset", "vae, ae, dae, noise or beta-vae.", "vae", applyPreset},
    Choice{"pace",
           "fast, or classic: Adam at a constant 0.001. Stands for the next three options and --average.",
           "fast", applyPace}};

/// Calls `first` with each choice before the first knob that it chooses, and `each` with every knob.
template <class First, class Each>
void walkKnobs(First first, Each each) {
    auto choice = kChoices.begin();
    for (const Knob& knob : knobs()) {
        if (choice != kChoices.end() && knob.option.chosenBy &&
            std::string_view(knob.option.chosenBy) == choice->key)
            first(*choice++);
        each(knob);
    }
}

/// The values of --hidden that the net and the latent size choose.
QString usualHidden() {
    const Architecture dense;
    const Architecture convolutional = convolutionalNetwork(dense);
    const Architecture ofFew = withLatent(convolutional, kFewDimensions);
    return QString("%1; with --net conv %2, or %3 with a latent size up to %4")
        .arg(textOf(dense.hidden), textOf(convolutional.hidden), textOf(ofFew.hidden))
        .arg(kFewDimensions);
}

QString usualText(const Knob& knob) {
    Configuration usual;
    if (!knob.appliesTo(usual)) usual.architecture = convolutionalNetwork(usual.architecture);
    return QString::fromStdString(knob.text(usual));
}

void describeKnob(Options& options, const Knob& knob) {
    if (!knob.option.placeholder) return;
    QString help = QString::fromStdString(knob.withRange(knob.option.help));
    QString usual = std::string_view(knob.key) == "hidden" ? usualHidden() : usualText(knob);
    if (knob.applies) { // to convolutional networks
        help.chop(1);
        help += "; with --net conv.";
    } else if (knob.option.chosenBy) {
        help.chop(1);
        help += QString("; the %1's if not given.").arg(knob.option.chosenBy);
        usual.clear();
    }
    options.value(knob.key, help, knob.option.placeholder, usual);
}

void describeKnobs(Options& options) {
    walkKnobs([&](const Choice& choice) { options.value(choice.key, choice.help, "NAME", choice.preset); },
              [&](const Knob& knob) { describeKnob(options, knob); });
}

bool parseSwitch(const std::string& word) {
    if (word != "on" && word != "off") throw Error("\"" + word + "\" is neither on nor off");
    return word == "on";
}

/// Puts the value of the option `key` into the configuration.
struct KnobSetter {
    const Options& options;
    const char* key;
    Configuration& configuration;

    template <class T>
    void operator()(const Knob::Integer<T>& any) const {
        any.set(configuration, options.number<T>(key, T{}, any.range.low, any.range.high));
    }
    void operator()(const Knob::Real& any) const { any.set(configuration, options.real(key, 0)); }
    void operator()(const Knob::Switch& any) const {
        any.set(configuration, options.parsed(key, false, parseSwitch));
    }
    void operator()(const Knob::Sizes& any) const {
        any.set(configuration, options.parsed(key, std::vector<int>(), [&](const std::string& text) {
            return any.range.parse(text);
        }));
    }
    void operator()(const Knob::Word& any) const {
        options.parsed(key, true, [&](const std::string& word) {
            any.set(configuration, word);
            return true;
        });
    }
};

void readKnob(const Options& options, const Knob& knob, Configuration& configuration) {
    if (!knob.option.placeholder || !options.has(knob.key)) return;
    if (!knob.appliesTo(configuration)) options.fail(QString("--%1: only with --net conv").arg(knob.key));
    std::visit(KnobSetter{options, knob.key, configuration}, knob.value);
}

void readKnobs(const Options& options, Configuration& configuration) {
    readKnob(options, knobNamed("latent"), configuration); // --net chooses the layers by it
    walkKnobs(
        [&](const Choice& choice) {
            if (options.has(choice.key)) choice.apply(options, configuration);
        },
        [&](const Knob& knob) { readKnob(options, knob, configuration); });
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
    describeKnobs(options);
    options.value("threads", "Threads that share each step.", "N", QString::number(coreCount()));
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
    readKnobs(options, configuration);
    configuration.training.threads = options.number("threads", coreCount(), 1, kMaxThreads);
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
