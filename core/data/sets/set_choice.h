// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sets/set_files.h"

#include <string>
#include <vector>

namespace latent {

/// The files of one class; test: may be null.
struct ClassFiles {
    std::string name;
    const SetFile* train = nullptr;
    const SetFile* test = nullptr;
};

/// Which files of a folder to read: the parts of one set, or one file per class.
struct SetChoice {
    SetParts parts;
    std::vector<ClassFiles> classes; // empty: read the parts
    std::vector<SkippedFile> leftOut;
    std::vector<std::string> choices; // see ImageDataset
};

/// Chooses among the files of a folder; the result points into `files`. Throws Error, with the names, if they
/// hold no images or several sets.
SetChoice chooseSet(const std::vector<SetFile>& files, const std::filesystem::path& folder);

} // namespace latent
