// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/records.h"

#include <QString>

namespace latent {

/// What the top bar says about a run, in parts with fixed places.
struct StatusText {
    QString epoch;  // "epoch 8 of 10", or what the phase has to say
    QString batch;  // "batch 312 of 469"
    QString speed;  // "52,400 images/s"
    QString left;   // "3 s left"
    QString note{}; // a tool tip on what the map shows meanwhile; empty where it is exact
};
StatusText statusText(const TrainingStatus& status);

} // namespace latent
