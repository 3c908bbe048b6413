// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/configuration.h"

#include "core/model/names.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace latent {
namespace {

constexpr std::array kPresetNames{std::pair{Preset::Autoencoder, std::string_view("ae")},
                                  std::pair{Preset::Denoising, std::string_view("dae")},
                                  std::pair{Preset::NoiseWithoutKl, std::string_view("noise")},
                                  std::pair{Preset::Vae, std::string_view("vae")},
                                  std::pair{Preset::BetaVae, std::string_view("beta-vae")}};
constexpr std::array kPaceNames{std::pair{Pace::Fast, std::string_view("fast")},
                                std::pair{Pace::Classic, std::string_view("classic")}};
constexpr std::array kScheduleNames{std::pair{Schedule::Fast, std::string_view("fast")},
                                    std::pair{Schedule::Constant, std::string_view("constant")},
                                    std::pair{Schedule::Linear, std::string_view("linear")},
                                    std::pair{Schedule::Cosine, std::string_view("cosine")},
                                    std::pair{Schedule::Stages, std::string_view("stages")}};
constexpr std::array kActivationNames{std::pair{Activation::Relu, std::string_view("relu")},
                                      std::pair{Activation::Silu, std::string_view("silu")},
                                      std::pair{Activation::Tanh, std::string_view("tanh")}};
constexpr std::array kCorruptionNames{std::pair{Corruption::Kind::None, std::string_view("none")},
                                      std::pair{Corruption::Kind::Mask, std::string_view("mask")},
                                      std::pair{Corruption::Kind::Gaussian, std::string_view("gaussian")}};

void require(bool holds, const std::string& sentence) {
    if (!holds) throw Error(sentence);
}

/// The allowed values of a real setting: from `low` to `high`, or 0 if that turns it off. Smaller values make
/// no sense, and near the smallest normal float (1.2e-38) the threads of a ThreadTeam, which flush subnormal
/// numbers, would read 0 where other threads do not.
struct Limits {
    const char* what;
    float low;
    float high;
    bool orZero = false;
};
constexpr Limits kLearningRate{"the learning rate", 1e-8F, 1};
constexpr Limits kBeta2{"Adam's β₂", 1e-6F, 0.999999F, true};
constexpr Limits kEpsilon{"Adam's ε", 1e-12F, 1};
constexpr Limits kClip{"the clipping norm of the gradient", 1e-6F, 1e9F, true};
constexpr Limits kBeta{"β", 1e-6F, 1000, true};
constexpr Limits kFreeBits{"the number of free bits (nats per dimension)", 1e-6F, 100, true};
constexpr Limits kMaskedShare{"the share of masked pixels", 1e-6F, 1, true};
constexpr Limits kCorruptingDeviation{"the standard deviation of Gaussian corruption", 1e-6F, 10, true};
constexpr Limits kThreshold{"the binarisation threshold", 1e-3F, 1, true};
constexpr Limits kDeviation{"a Gaussian's standard deviation", 1e-4F, 10};

void check(const Limits& limits, float value) {
    if ((limits.orZero && value == 0) || (value >= limits.low && value <= limits.high)) return;
    throw Error(std::string(limits.what) + " must be " + (limits.orZero ? "0 or " : "") + "from " +
                shortest(limits.low) + " to " + shortest(limits.high) + ", not " + shortest(value));
}

void checkAmount(const Corruption& corruption) {
    if (corruption.kind == Corruption::Kind::Mask) check(kMaskedShare, corruption.amount);
    if (corruption.kind == Corruption::Kind::Gaussian) check(kCorruptingDeviation, corruption.amount);
}

void checkSizes(const std::vector<int>& sizes, std::size_t most, int largest, const std::string& layers,
                const std::string& what) {
    require(sizes.size() >= 1 && sizes.size() <= most,
            layers + ": give 1 to " + std::to_string(most) + " sizes, such as 400 or 512,256");
    require(std::all_of(sizes.begin(), sizes.end(), [=](int size) { return size >= 1 && size <= largest; }),
            what + " from 1 to " + std::to_string(largest));
}
void checkHidden(const std::vector<int>& hidden) {
    checkSizes(hidden, kMaxHiddenLayers, kMaxHidden, "hidden layers", "the size of a hidden layer must be");
}
void checkChannels(const std::vector<int>& channels) {
    checkSizes(channels, kMaxConvolutions, kMaxChannels, "convolutions",
               "the number of channels of a convolution must be");
}

std::vector<int> parseSizes(const std::string& text, const std::string& layers) {
    std::vector<int> sizes;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        int size = 0;
        require(parseNumber(std::string_view(text).substr(begin, end - begin), size),
                "\"" + text + "\": " + layers +
                    " must be whole numbers separated by commas, such as 400 or 512,256");
        sizes.push_back(size);
        begin = end + 1;
    }
    return sizes;
}

void checkTraining(const TrainingSettings& training) {
    require(training.batch >= 1 && training.batch <= kMaxBatch,
            "the batch size must be from 1 to " + std::to_string(kMaxBatch));
    require(training.epochs >= 0, "the number of epochs must be 1 or more, or 0 to train until stopped");
    check(kLearningRate, training.learningRate);
    check(kBeta2, training.beta2);
    check(kEpsilon, training.epsilon);
    require(training.warmUp >= 0, "the warm-up of β must last 0 epochs or more");
    check(kClip, training.clip);
    require(training.earlyStop >= 0, "early stopping must wait for 1 epoch or more, or 0 to be off");
    require(training.threads >= 1 && training.threads <= 256, "the number of threads must be from 1 to 256");
}

} // namespace

Objective objectiveOf(Preset preset) {
    switch (preset) {
    case Preset::Autoencoder:
        return {.corruption = {}, .latentNoise = false, .beta = 0};
    case Preset::Denoising:
        return {.corruption = {Corruption::Kind::Mask, 0.3F}, .latentNoise = false, .beta = 0};
    case Preset::NoiseWithoutKl:
        return {.corruption = {}, .latentNoise = true, .beta = 0};
    case Preset::BetaVae:
        return {.corruption = {}, .latentNoise = true, .beta = 4};
    case Preset::Vae:
    case Preset::Custom:
        break;
    }
    return {};
}

Preset presetOf(const Objective& objective) {
    const bool corrupts =
        objective.corruption.kind != Corruption::Kind::None && objective.corruption.amount > 0;
    if (!objective.latentNoise && objective.beta == 0)
        return corrupts ? Preset::Denoising : Preset::Autoencoder;
    if (!objective.latentNoise || corrupts) return Preset::Custom;
    if (objective.beta == 0) return Preset::NoiseWithoutKl;
    return objective.beta == 1 ? Preset::Vae : Preset::BetaVae;
}

TrainingSettings withPace(TrainingSettings settings, Pace pace) {
    if (pace == Pace::Fast) {
        const TrainingSettings fast;
        settings.learningRate = fast.learningRate;
        settings.schedule = fast.schedule;
        settings.beta2 = fast.beta2;
        settings.averaged = fast.averaged;
    } else if (pace == Pace::Classic) {
        settings.learningRate = 1e-3F;
        settings.schedule = Schedule::Constant;
        settings.beta2 = 0.999F;
        settings.averaged = false;
    }
    return settings;
}

Pace paceOf(const TrainingSettings& settings) {
    for (const Pace pace : {Pace::Fast, Pace::Classic}) {
        if (withPace(settings, pace) == settings) return pace;
    }
    return Pace::Custom;
}

Architecture denseNetwork(Architecture like) {
    like.channels.clear();
    like.hidden = {400};
    return like;
}
Architecture convolutionalNetwork(Architecture like) {
    like.channels = {32, 64};
    like.kernel = Architecture{}.kernel;
    // Fashion-MNIST's test loss after 15 epochs in two dimensions: 256.9 with one layer of units, 255.2 with
    // two. In 20 dimensions after ten: 238.4 and 243.4.
    like.hidden = like.latent <= kFewDimensions ? std::vector{256, 128} : std::vector{256};
    return like;
}

Architecture withLatent(Architecture architecture, int latent) {
    const bool usual =
        architecture.convolutional() && architecture.hidden == convolutionalNetwork(architecture).hidden;
    architecture.latent = latent;
    if (usual) architecture.hidden = convolutionalNetwork(architecture).hidden;
    return architecture;
}

void validate(const Configuration& configuration) {
    const Architecture& architecture = configuration.architecture;
    const Objective& objective = configuration.objective;
    checkHidden(architecture.hidden);
    if (architecture.convolutional()) checkChannels(architecture.channels);
    require(architecture.kernel >= kMinKernel && architecture.kernel <= kMaxKernel,
            "a convolution's kernel must be from 2 to 7 pixels wide");
    require(architecture.latent >= 1 && architecture.latent <= kMaxLatent,
            "the latent size must be from 1 to " + std::to_string(kMaxLatent));
    check(kBeta, objective.beta);
    check(kFreeBits, objective.freeBits);
    checkAmount(objective.corruption);
    check(kThreshold, objective.likelihood.threshold);
    check(kDeviation, objective.likelihood.deviation);
    checkTraining(configuration.training);
}

std::vector<int> parseHidden(const std::string& text) {
    const std::vector<int> hidden = parseSizes(text, "hidden layers");
    checkHidden(hidden);
    return hidden;
}
std::vector<int> parseChannels(const std::string& text) {
    const std::vector<int> channels = parseSizes(text, "channels");
    checkChannels(channels);
    return channels;
}

std::string hiddenText(const std::vector<int>& sizes) {
    std::string text;
    for (const int size : sizes) text += (text.empty() ? "" : ", ") + std::to_string(size);
    return text;
}

Corruption parseCorruption(const std::string& text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    Corruption corruption{valueOf(kCorruptionNames, text.substr(0, colon), "corruption"), 0};
    const bool none = corruption.kind == Corruption::Kind::None;
    require(none == (colon == text.size()), "\"" + text + "\": write none, mask:0.3 or gaussian:0.2");
    if (!none) {
        require(parseNumber(std::string_view(text).substr(colon + 1), corruption.amount),
                "\"" + text + "\": the amount must be a number, as in mask:0.3");
    }
    checkAmount(corruption);
    return corruption;
}

std::string corruptionText(const Corruption& corruption) {
    const std::string name = nameOf(kCorruptionNames, corruption.kind);
    return corruption.kind == Corruption::Kind::None ? name : name + ":" + shortest(corruption.amount);
}

Preset parsePreset(const std::string& text) {
    return valueOf(kPresetNames, text, "preset");
}
std::string presetText(Preset preset) {
    return nameOf(kPresetNames, preset, "custom");
}
Pace parsePace(const std::string& text) {
    return valueOf(kPaceNames, text, "pace");
}
std::string paceText(Pace pace) {
    return nameOf(kPaceNames, pace, "custom");
}
Schedule parseSchedule(const std::string& text) {
    return valueOf(kScheduleNames, text, "schedule");
}
std::string scheduleText(Schedule schedule) {
    return nameOf(kScheduleNames, schedule);
}

Activation parseActivation(const std::string& text) {
    return valueOf(kActivationNames, text, "activation");
}
std::string activationText(Activation activation) {
    return nameOf(kActivationNames, activation);
}

} // namespace latent
