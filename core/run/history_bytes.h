// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/loss_history.h"

#include <string>
#include <string_view>
#include <vector>

// Losses as bytes, exactly. Private to core/run.
namespace latent {

struct RunHistory {
    LossHistory history;
    std::vector<EpochRecord> epochs;
};

std::string historyBytes(const LossHistory& history, const std::vector<EpochRecord>& epochs);
/// `file` and `position` are what errors call the bytes. Throws Error; allocates no more than the bytes fill.
RunHistory readHistory(std::string_view bytes, const std::string& file, const std::string& position);

} // namespace latent
