// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/knobs.h"

#include "core/model/names.h"
#include "core/nn/adam.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <limits>
#include <utility>

namespace latent {
namespace {

using C = Configuration;

constexpr int kMaxInt = std::numeric_limits<int>::max();
constexpr auto kMaxSeed = std::numeric_limits<std::uint64_t>::max();
constexpr const char* kArchitecture = "architecture";
constexpr const char* kObjective = "objective";
constexpr const char* kTraining = "training";

template <auto part, auto member>
constexpr auto at() {
    using T = std::remove_cvref_t<decltype(std::declval<C>().*part.*member)>;
    return Knob::Value<T>{[](const C& c) { return c.*part.*member; },
                          [](C& c, T value) { c.*part.*member = std::move(value); }};
}

template <auto part, auto member, auto textOf, auto parse>
constexpr Knob::Value<std::string> wordAt() {
    return {[](const C& c) { return textOf(c.*part.*member); },
            [](C& c, std::string word) { c.*part.*member = parse(word); }};
}

bool convolves(const C& c) {
    return c.architecture.convolutional();
}

constexpr Knob kKnobs[]{
    Knob{.key = "channels",
         .label = "convolutions",
         .value = Knob::Sizes{at<&C::architecture, &Architecture::channels>(),
                              {.most = kMaxConvolutions,
                               .largest = kMaxChannels,
                               .layers = "convolutions",
                               .size = "the number of channels of a convolution",
                               .numbers = "channels",
                               .orNone = true}},
         .applies = convolves,
         .option = {"SIZES", "Of each convolution, from the image inwards.", "net"},
         .file = {kArchitecture, "convolutions", 3},
         .panel = {"Channels of each convolution, as in “32, 64”; each convolution halves the image's "
                   "sides."}},
    Knob{.key = "kernel",
         .label = "kernel",
         .value = Knob::Integer<int>{at<&C::architecture, &Architecture::kernel>(),
                                     {kMinKernel, kMaxKernel,
                                      "a convolution's kernel must be from LOW to HIGH pixels wide"},
                                     std::nullopt},
         .applies = convolves,
         .option = {"N", "Side of the convolutions' windows, LOW to HIGH.", "net"},
         .file = {kArchitecture, "kernel", 4},
         .panel = {.help = "Side of the convolution kernels, in pixels.",
                   .low = kMinKernel,
                   .high = kMaxKernel}},
    Knob{.key = "hidden",
         .label = "hidden layers",
         .value = Knob::Sizes{at<&C::architecture, &Architecture::hidden>(),
                              {.most = kMaxHiddenLayers,
                               .largest = kMaxHidden,
                               .layers = "hidden layers",
                               .size = "the size of a hidden layer",
                               .numbers = "hidden layers"}},
         .option = {"SIZES", "Units of the hidden layers, from the image inwards: 400 or 512,256."},
         .file = {kArchitecture, "hidden", 0},
         .panel = {"Units of the encoder's hidden layers, as in “400” or “512, 256”; the decoder mirrors "
                   "them."}},
    Knob{
        .key = "activation",
        .label = "activation",
        .value =
            Knob::Word{wordAt<&C::architecture, &Architecture::activation, activationText, parseActivation>(),
                       nullptr, "relu"},
        .option = {"NAME", "relu, silu or tanh."},
        .file = {kArchitecture, "activation", 2},
        .panel = {"The activation function of the hidden units."}},
    Knob{
        .key = "latent",
        .label = "latent size",
        .value = Knob::Integer<int>{at<&C::architecture, &Architecture::latent>(),
                                    {1, kMaxLatent, "the latent size must be from LOW to HIGH"},
                                    std::nullopt},
        .option = {"N", "Size of the latent space."},
        .file = {kArchitecture, "latent", 1},
        .panel = {.help = "Dimensions of the latent space, from LOW to HIGH.", .low = 1, .high = kMaxLatent}},
    Knob{.key = "noise",
         .label = "latent noise",
         .value = Knob::Switch{at<&C::objective, &Objective::latentNoise>()},
         .live = true,
         .option = {.chosenBy = "preset"},
         .file = {kObjective, "latent_noise", 1},
         .panel = {"On: z = m + σ·e is drawn from the posterior q(z|x); off: z is its mean m."}},
    Knob{.key = "beta",
         .label = "β",
         .value = Knob::Real{at<&C::objective, &Objective::beta>(), {"β", 1e-6F, 1000, true}},
         .live = true,
         .option = {"NUMBER", "Weight of the KL term.", "preset"},
         .file = {kObjective, "beta", 2},
         .panel = {.help = "Weight of the KL term in the loss; 1 makes the loss the negative ELBO.",
                   .high = 16,
                   .decimals = 2}},
    Knob{.key = "corruption",
         .label = "corruption",
         .value = Knob::Word{wordAt<&C::objective, &Objective::corruption, corruptionText, parseCorruption>(),
                             [](const C& c) { checkAmount(c.objective.corruption); }},
         .live = true,
         .option = {"KIND", "none, mask:SHARE or gaussian:DEVIATION.", "preset"},
         .file = {kObjective, "corruption", 0},
         .panel = {"How the encoder's input is corrupted, while the loss asks for the clean image."}},
    Knob{.key = "likelihood",
         .label = "likelihood",
         .value = Knob::Word{wordAt<&C::objective, &Objective::likelihood, likelihoodText, parseLikelihood>(),
                             [](const C& c) { checkNumbers(c.objective.likelihood); }, "bernoulli"},
         .option = {"NAME", "bernoulli, binarised (pixels drawn anew each time), binarised:THRESHOLD, "
                            "gaussian:DEVIATION, sigma (a Gaussian whose deviation is learned) or "
                            "continuous-bernoulli. Nats of different likelihoods are not to be compared."},
         .file = {kObjective, "likelihood", 4},
         .panel = {"The distribution p(x|z) of a pixel. Losses under different likelihoods are not "
                   "comparable."}},
    Knob{.key = "free-bits",
         .label = "free bits",
         .value = Knob::Real{at<&C::objective, &Objective::freeBits>(),
                             {"the number of free bits (nats per dimension)", 1e-6F, 100, true},
                             0.0F},
         .live = true,
         .option = {"NATS", "Nats of KL that each dimension may cost before the KL term pulls at it."},
         .file = {kObjective, "free_bits", 3},
         .panel = {.help = "Nats of KL that each dimension may use before the KL term affects it, which "
                           "prevents collapse; 0: none.",
                   .high = 2,
                   .decimals = 2}},
    Knob{.key = "batch",
         .label = "batch",
         .value = Knob::Integer<int>{at<&C::training, &TrainingSettings::batch>(),
                                     {1, kMaxBatch, "the batch size must be from LOW to HIGH"},
                                     std::nullopt},
         .option = {"N", "Images a step."},
         .file = {kTraining, "batch"},
         .panel = {.help = "Images per step, over which the gradient is averaged.", .low = 16, .high = 1024}},
    Knob{.key = "epochs",
         .label = "epochs",
         .value = Knob::Integer<int>{at<&C::training, &TrainingSettings::epochs>(),
                                     {0, kMaxInt,
                                      "the number of epochs must be 1 or more, or 0 to train until "
                                      "stopped"},
                                     std::nullopt},
         .option = {"N", "Passes over the training images; 0: until interrupted."},
         .file = {kTraining, "epochs"},
         .panel = {.help = "Passes over the training images; at the far right, ∞: until you pause.",
                   .low = 1,
                   .high = 500}},
    Knob{.key = "learning-rate",
         .label = "learning rate",
         .value =
             Knob::Real{at<&C::training, &TrainingSettings::learningRate>(), {"the learning rate", 1e-8F, 1}},
         .live = true,
         .option = {"NUMBER", "Peak step size of Adam.", "pace"},
         .file = {kTraining, "learning_rate"},
         .panel = {.help = "Step size of Adam; the peak of the schedule.",
                   .low = 1e-5,
                   .high = 1e-1,
                   .significantDigits = 2}},
    Knob{.key = "schedule",
         .label = "schedule",
         .value =
             Knob::Word{wordAt<&C::training, &TrainingSettings::schedule, scheduleText, parseSchedule>()},
         .option = {"NAME", "fast, constant, linear, cosine or stages.", "pace"},
         .file = {kTraining, "schedule"},
         .panel = {"How the learning rate changes from its peak over the run."}},
    Knob{.key = "adam-beta2",
         .label = "Adam β₂",
         .value = Knob::Real{at<&C::training, &TrainingSettings::beta2>(),
                             {"Adam's β₂", 1e-6F, 0.999999F, true},
                             static_cast<float>(Adam<float>::kBeta2)},
         .option = {"NUMBER", "Adam's memory of squared gradients.", "pace"},
         .file = {kTraining, "adam_beta2"}},
    Knob{.key = "adam-epsilon",
         .label = "Adam ε",
         .value = Knob::Real{at<&C::training, &TrainingSettings::epsilon>(), {"Adam's ε", 1e-12F, 1}, 1e-8F},
         .option = {"NUMBER", "What Adam adds to the root of the squared gradients."},
         .file = {kTraining, "adam_epsilon"}},
    Knob{.key = "warm-up",
         .label = "warm-up",
         .value = Knob::Integer<int>{at<&C::training, &TrainingSettings::warmUp>(),
                                     {0, kMaxInt, "the warm-up of β must last 0 epochs or more"},
                                     0},
         .option = {"N", "Epochs over which β rises linearly from 0."},
         .file = {kTraining, "warm_up"},
         .panel = {.help = "Epochs over which β rises linearly from 0, to prevent early collapse; 0: none.",
                   .high = 50}},
    Knob{.key = "clip",
         .label = "gradient clipping",
         .value = Knob::Real{at<&C::training, &TrainingSettings::clip>(),
                             {"the clipping norm of the gradient", 1e-6F, 1e9F, true},
                             0.0F},
         .option = {"NORM", "Maximum norm of the gradient over all weights; 0: no limit."},
         .file = {kTraining, "clip"},
         .panel = {.help = "Maximum norm of the gradient over all weights; 0: no limit.",
                   .high = 100,
                   .decimals = 1}},
    Knob{.key = "early-stop",
         .label = "early stopping",
         .value =
             Knob::Integer<int>{at<&C::training, &TrainingSettings::earlyStop>(),
                                {0, kMaxInt, "early stopping must wait for 1 epoch or more, or 0 to be off"},
                                0},
         .option = {"N", "Hold out a tenth of the training images, end after N epochs without a better loss "
                         "on it, and keep the best weights; 0: never."},
         .file = {kTraining, "early_stop"},
         .panel = {.help = "Ends the run after this many epochs without a lower loss on a held-out tenth; "
                           "0: never.",
                   .high = 50}},
    Knob{.key = "average",
         .label = "averaged weights",
         .value = Knob::Switch{at<&C::training, &TrainingSettings::averaged>(), false},
         .option = {"on|off", "on: test and save the running average of the weights.", "pace"},
         .file = {kTraining, "averaged"},
         .panel = {"Shows, tests and saves the running average of the weights. While training, the map "
                   "places images by the latest weights; pausing encodes all of them with the average."}},
    Knob{.key = "seed",
         .label = "seed",
         .value = Knob::Integer<std::uint64_t>{at<&C::training, &TrainingSettings::seed>(),
                                               {0, kMaxSeed},
                                               std::nullopt},
         .option = {"N", "Of the weights, the order, the noise and the held-out tenth."},
         .file = {kTraining, "seed"},
         .panel = {"Seeds the random streams: the same seed gives the same losses."}},
};

std::string shown(bool on) {
    return on ? "on" : "off";
}
std::string shown(int number) {
    return std::to_string(number);
}
std::string shown(std::uint64_t number) {
    return std::to_string(number);
}
std::string shown(float number) {
    return shortest(number);
}
std::string shown(const std::vector<int>& sizes) {
    return hiddenText(sizes);
}
std::string shown(std::string word) {
    return word;
}

} // namespace

std::string Knob::text(const Configuration& configuration) const {
    if (!appliesTo(configuration)) return "none";
    return std::visit([&](const auto& any) { return shown(any.get(configuration)); }, value);
}

void Knob::check(const Configuration& configuration) const {
    std::visit(
        [&](const auto& any) {
            if constexpr (requires { any.range.check(any.get(configuration)); })
                any.range.check(any.get(configuration));
            else if constexpr (requires { any.check(configuration); }) {
                if (any.check) any.check(configuration);
            }
        },
        value);
}

std::string Knob::withRange(const std::string& words) const {
    return std::visit(
        [&](const auto& any) {
            if constexpr (requires { any.range.with(words); }) return any.range.with(words);
            return words;
        },
        value);
}

std::span<const Knob> knobs() {
    return kKnobs;
}

const Knob& knobNamed(std::string_view key) {
    const auto found =
        std::find_if(std::begin(kKnobs), std::end(kKnobs), [&](const Knob& knob) { return key == knob.key; });
    assert(found != std::end(kKnobs));
    return *found;
}

std::vector<KnobDifference> differences(const Configuration& before, const Configuration& after) {
    std::vector<KnobDifference> found;
    for (const Knob& knob : kKnobs) {
        std::string from = knob.text(before), to = knob.text(after);
        if (from != to) found.push_back({&knob, std::move(from), std::move(to)});
    }
    return found;
}

} // namespace latent
