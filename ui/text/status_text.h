// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/records.h"

#include <QString>

namespace latent {

/// The top bar's description of a run, in parts with fixed positions.
struct StatusText {
    QString epoch;  // "epoch 8 of 10", or the state if no epoch is running
    QString batch;  // "batch 312 of 469"
    QString speed;  // "52,400 images/s"
    QString left;   // "3 s left"
    QString note{}; // a tool tip about the map if it is not exact; empty if it is
};
StatusText statusText(const TrainingStatus& status);

} // namespace latent
