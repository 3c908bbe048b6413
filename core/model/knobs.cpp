// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/knobs.h"

#include "core/model/names.h"

#include <array>

namespace latent {
namespace {

using C = Configuration;

const char* word(bool on) {
    return on ? "on" : "off";
}

constexpr std::array kKnobs{
    Knob{"channels", "convolutions", false,
         [](const C& c) {
             return c.architecture.convolutional() ? hiddenText(c.architecture.channels)
                                                   : std::string("none");
         }},
    Knob{"kernel", "kernel", false,
         [](const C& c) {
             return c.architecture.convolutional() ? std::to_string(c.architecture.kernel)
                                                   : std::string("none");
         }},
    Knob{"hidden", "hidden layers", false, [](const C& c) { return hiddenText(c.architecture.hidden); }},
    Knob{"activation", "activation", false,
         [](const C& c) { return activationText(c.architecture.activation); }},
    Knob{"latent", "latent size", false, [](const C& c) { return std::to_string(c.architecture.latent); }},
    Knob{"noise", "latent noise", true,
         [](const C& c) { return std::string(word(c.objective.latentNoise)); }},
    Knob{"beta", "β", true, [](const C& c) { return shortest(c.objective.beta); }},
    Knob{"corruption", "corruption", true, [](const C& c) { return corruptionText(c.objective.corruption); }},
    Knob{"likelihood", "likelihood", false,
         [](const C& c) { return likelihoodText(c.objective.likelihood); }},
    Knob{"free-bits", "free bits", true, [](const C& c) { return shortest(c.objective.freeBits); }},
    Knob{"batch", "batch", false, [](const C& c) { return std::to_string(c.training.batch); }},
    Knob{"epochs", "epochs", true, [](const C& c) { return std::to_string(c.training.epochs); }},
    Knob{"learning-rate", "learning rate", true,
         [](const C& c) { return shortest(c.training.learningRate); }},
    Knob{"schedule", "schedule", false, [](const C& c) { return scheduleText(c.training.schedule); }},
    Knob{"adam-beta2", "Adam β₂", false, [](const C& c) { return shortest(c.training.beta2); }},
    Knob{"adam-epsilon", "Adam ε", false, [](const C& c) { return shortest(c.training.epsilon); }},
    Knob{"warm-up", "warm-up", false, [](const C& c) { return std::to_string(c.training.warmUp); }},
    Knob{"clip", "gradient clipping", false, [](const C& c) { return shortest(c.training.clip); }},
    Knob{"early-stop", "early stopping", false,
         [](const C& c) { return std::to_string(c.training.earlyStop); }},
    Knob{"average", "averaged weights", false,
         [](const C& c) { return std::string(word(c.training.averaged)); }},
    Knob{"seed", "seed", false, [](const C& c) { return std::to_string(c.training.seed); }},
};

} // namespace

std::span<const Knob> knobs() {
    return kKnobs;
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
