// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/snapshot.h"

#include <QString>

namespace latent {

/// What is wrong with a posterior, and what helps. Empty where nothing is, or where it is too early to say.
struct CollapseWarning {
    QString line;        // what is wrong
    QString remedy;      // what helps
    QString help;        // the same with every dimension named, and why
    bool severe = false; // the model is not what it is called any more

    bool empty() const { return line.isEmpty(); }
};

/// From the second epoch on: dimensions die while the weights still look for a use of them.
CollapseWarning collapseWarning(const Snapshot& snapshot);

} // namespace latent
