// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_team.h"
#include "core/data/pictures/folder_scan.h"

#include <QSize>

#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// The sizes of the images in each file, one per page; empty if unknown. Reads no more than the headers if
/// that is enough. Throws Cancelled.
std::vector<std::vector<QSize>> surveySizes(const std::filesystem::path& folder,
                                            const std::vector<PictureFile>& files, ThreadTeam& team,
                                            const Progress& progress);

/// Statistics of image sizes; empty sizes are ignored.
struct SizeStatistics {
    QSize usual; // the most common size
    Index usualCount = 0;
    Index count = 0;
    QSize smallest; // by number of pixels
    QSize largest;

    bool alike() const { return usualCount == count; }
    /// Whether nine in ten have the usual size, so that the others are strays.
    bool nearlyAlike() const { return usualCount * 10 >= count * 9; }
};

SizeStatistics sizeStatistics(const std::vector<QSize>& sizes);

} // namespace latent
