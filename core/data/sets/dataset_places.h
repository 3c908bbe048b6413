// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace latent {

/// The folders below which sets with a name lie, each in a folder of its own.
struct DatasetPlaces {
    std::vector<std::string> system; // of packages and administrators; looked at first
    std::string user;                // where what is fetched goes

    bool operator==(const DatasetPlaces&) const = default;
};

/// As the desktop's environment has it: datasets/ below each of XDG_DATA_DIRS (Debian's packages install into
/// /usr/share/datasets) and latent-explorer/datasets/ below XDG_DATA_HOME.
DatasetPlaces defaultPlaces();

} // namespace latent
