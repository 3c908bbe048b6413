// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace latent {

/// The folders that contain sets with a name, each in its own subfolder.
struct DatasetPlaces {
    std::vector<std::string> system; // for packages and administrators; searched first
    std::string user;                // for downloads

    bool operator==(const DatasetPlaces&) const = default;
};

/// From the desktop's environment: datasets/ in each of XDG_DATA_DIRS (Debian's packages install into
/// /usr/share/datasets) and latent-explorer/datasets/ in XDG_DATA_HOME.
DatasetPlaces defaultPlaces();

} // namespace latent
