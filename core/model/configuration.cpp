// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/configuration.h"

#include "core/base/error.h"

#include <array>
#include <charconv>
#include <cmath>
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
                                    std::pair{Schedule::Cosine, std::string_view("cosine")}};
constexpr std::array kCorruptionNames{std::pair{Corruption::Kind::None, std::string_view("none")},
                                      std::pair{Corruption::Kind::Mask, std::string_view("mask")},
                                      std::pair{Corruption::Kind::Gaussian, std::string_view("gaussian")}};

template <class Table, class Value>
std::string nameOf(const Table& table, Value value, std::string otherwise = {}) {
    for (const auto& [known, name] : table) {
        if (known == value) return std::string(name);
    }
    return otherwise;
}

template <class Table>
auto valueOf(const Table& table, std::string_view text, const std::string& what) {
    std::string choices;
    for (const auto& [value, name] : table) {
        if (name == text) return value;
        choices += (choices.empty() ? "" : ", ") + std::string(name);
    }
    throw Error("\"" + std::string(text) + "\" is no " + what + "; choose one of " + choices);
}

template <class T>
bool parseNumber(std::string_view text, T& value) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

std::string shortest(float value) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? std::string(text.data(), end) : std::string();
}

void require(bool holds, const std::string& sentence) {
    if (!holds) throw Error(sentence);
}

void checkAmount(const Corruption& corruption) {
    require(corruption.kind != Corruption::Kind::Mask || (corruption.amount >= 0 && corruption.amount <= 1),
            "masking needs a share of pixels from 0 to 1");
    require(corruption.kind != Corruption::Kind::Gaussian ||
                (corruption.amount >= 0 && corruption.amount <= 10),
            "Gaussian corruption needs a standard deviation from 0 to 10");
}

void checkHidden(const std::vector<int>& hidden) {
    require(!hidden.empty() && hidden.size() <= kMaxHiddenLayers, "hidden layers: from 1 to " +
                                                                      std::to_string(kMaxHiddenLayers) +
                                                                      " sizes, such as 400 or 512,256");
    for (const int units : hidden) {
        require(units >= 1 && units <= kMaxHidden,
                "a hidden layer has from 1 to " + std::to_string(kMaxHidden) + " units");
    }
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
    } else if (pace == Pace::Classic) {
        settings.learningRate = 1e-3F;
        settings.schedule = Schedule::Constant;
        settings.beta2 = 0.999F;
    }
    return settings;
}

Pace paceOf(const TrainingSettings& settings) {
    for (const Pace pace : {Pace::Fast, Pace::Classic}) {
        if (withPace(settings, pace) == settings) return pace;
    }
    return Pace::Custom;
}

void validate(const Configuration& configuration) {
    const Architecture& architecture = configuration.architecture;
    const TrainingSettings& training = configuration.training;
    checkHidden(architecture.hidden);
    require(architecture.latent >= 1 && architecture.latent <= kMaxLatent,
            "the latent size is from 1 to " + std::to_string(kMaxLatent));
    require(std::isfinite(configuration.objective.beta) && configuration.objective.beta >= 0 &&
                configuration.objective.beta <= 1000,
            "β is from 0 to 1000");
    checkAmount(configuration.objective.corruption);
    require(training.batch >= 1 && training.batch <= kMaxBatch,
            "the batch is from 1 to " + std::to_string(kMaxBatch) + " images");
    require(training.epochs >= 0, "epochs: 1 or more, or 0 to train until stopped");
    require(std::isfinite(training.learningRate) && training.learningRate > 0 && training.learningRate <= 1,
            "the learning rate is above 0 and at most 1");
    require(training.beta2 >= 0 && training.beta2 < 1, "Adam's β₂ is from 0 to below 1");
    require(training.threads >= 1 && training.threads <= 256, "threads: from 1 to 256");
}

std::vector<int> parseHidden(const std::string& text) {
    std::vector<int> hidden;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        int units = 0;
        require(parseNumber(std::string_view(text).substr(begin, end - begin), units),
                "\"" + text +
                    "\": hidden layers are whole numbers with commas between them, such as 400 or 512,256");
        hidden.push_back(units);
        begin = end + 1;
    }
    checkHidden(hidden);
    return hidden;
}

std::string hiddenText(const std::vector<int>& hidden) {
    std::string text;
    for (const int units : hidden) text += (text.empty() ? "" : ", ") + std::to_string(units);
    return text;
}

Corruption parseCorruption(const std::string& text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    Corruption corruption{valueOf(kCorruptionNames, text.substr(0, colon), "corruption"), 0};
    const bool none = corruption.kind == Corruption::Kind::None;
    require(none == (colon == text.size()), "\"" + text + "\": write none, mask:0.3 or gaussian:0.2");
    if (!none) {
        require(parseNumber(std::string_view(text).substr(colon + 1), corruption.amount),
                "\"" + text + "\": the amount is a number, as in mask:0.3");
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

} // namespace latent
