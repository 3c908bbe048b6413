// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <QColor>
#include <QString>

namespace latent {
struct Knob;
}

// Texts that describe runs.
namespace latent {

inline constexpr int kRunColours = 8;

/// The colour of a run's curves and marks, on any ground.
QColor runColour(int index);

/// "latent size"
QString knobLabel(const Knob& knob);

/// What differs from the settings of an earlier run: "latent size 20 → 2, β 1 → 4"; empty: nothing.
QString differenceText(const Configuration& before, const Configuration& after);

/// "Fashion-MNIST · dense 400 · 20-d · Bernoulli"
QString settingsText(const RunInfo& run);

/// "in epoch 3", "10 epochs"
QString progressText(const RunInfo& run);

} // namespace latent
