// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <span>

namespace latent {

/// A setting of a run that decides about its result.
struct Knob {
    const char* key;   // its option on the command line: "latent"
    const char* label; // for people, in English: "latent size"
    bool live;         // can be changed during a run
    std::string (*text)(const Configuration& configuration);
};

/// All of them, in the order of the panels. The number of threads is none: it changes no loss.
std::span<const Knob> knobs();

struct KnobDifference {
    const Knob* knob = nullptr;
    std::string before;
    std::string after;
};

/// The settings that differ.
std::vector<KnobDifference> differences(const Configuration& before, const Configuration& after);

} // namespace latent
