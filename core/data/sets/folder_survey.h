// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// A folder that lies inside another and holds a set by itself.
struct SetBelow {
    std::filesystem::path path;
    std::string below; // path below the surveyed folder
    const Format* format = nullptr;
    bool sure = false; // see HoldsSet
};

/// What a folder and its subfolders contain, as far as needed to decide how to open the folder.
struct FolderSurvey {
    bool pictures = false; // at least two, or more files than are examined
    std::vector<SetBelow> sets;
    std::vector<SkippedFile> foreign; // files of other programs, the first few
};

/// Searches four levels of folders and stops at the first pictures; does not enter folders that hold a set.
/// Ignores junk files.
FolderSurvey surveyFolder(const std::filesystem::path& folder);

} // namespace latent
