// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_team.h"
#include "core/data/pictures/folder_scan.h"

#include <QSize>

#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// The sizes of the images in each file, one a page; empty where they cannot be told. Reads no more than the
/// headers where that is enough. Throws Cancelled.
std::vector<std::vector<QSize>> surveySizes(const std::filesystem::path& folder,
                                            const std::vector<PictureFile>& files, ThreadTeam& team,
                                            const Progress& progress);

/// What the sizes of a set's images have in common; those that are empty do not count.
struct SizeStatistics {
    QSize usual; // what most have
    Index usualCount = 0;
    Index count = 0;
    QSize smallest; // by pixels
    QSize largest;

    bool alike() const { return usualCount == count; }
    /// Whether nine of ten have the usual size, so that the others are strays.
    bool nearlyAlike() const { return usualCount * 10 >= count * 9; }
};

SizeStatistics sizeStatistics(const std::vector<QSize>& sizes);

} // namespace latent
