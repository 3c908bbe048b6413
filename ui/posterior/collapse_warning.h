// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/snapshot.h"

#include <QString>

namespace latent {

/// What is wrong with a posterior, and what helps. Empty if nothing is wrong or it is too early to tell.
struct CollapseWarning {
    QString line;        // what is wrong
    QString remedy;      // what helps
    QString help;        // the same in full, with every dimension named and the reason
    bool severe = false; // the model no longer does what its name says

    bool empty() const { return line.isEmpty(); }
};

/// From the second epoch on: early in training, dimensions may be unused only for the moment.
CollapseWarning collapseWarning(const Snapshot& snapshot);

} // namespace latent
