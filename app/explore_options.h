// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"

// The subcommands that ask about many images of a set, and what they share with others.
namespace latent {

inline constexpr int kMostNumberedImages = 10'000;

void describeModel(Options& options);
ModelChoice readModel(const Options& options);
/// --index. Throws UsageError.
std::vector<Index> readImageNumbers(const Options& options);

Command parseNeighbours(const QStringList& arguments);
Command parseDirection(const QStringList& arguments);
Command parseDuplicates(const QStringList& arguments);
Command parseOutliers(const QStringList& arguments);

} // namespace latent
