// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// A folder below another that holds a set by itself.
struct SetBelow {
    std::filesystem::path path;
    std::string below; // the folder that was surveyed
    const Format* format = nullptr;
    bool sure = false; // see HoldsSet
};

/// What lies in a folder and below it, as far as it takes to tell how the folder is to be opened.
struct FolderSurvey {
    bool pictures = false; // two at least, or more files than are looked at
    std::vector<SetBelow> sets;
    std::vector<SkippedFile> foreign; // files of other programs, the first few
};

/// Looks four folders deep and stops where pictures are found; set folders are not entered. System leavings
/// are passed over.
FolderSurvey surveyFolder(const std::filesystem::path& folder);

} // namespace latent
