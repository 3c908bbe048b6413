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

/// Which files of a folder are read: the parts of one set, or a file a class.
struct SetChoice {
    SetParts parts;
    std::vector<ClassFiles> classes; // empty: the parts are read
    std::vector<SkippedFile> leftOut;
    std::vector<std::string> choices; // see ImageDataset
};

/// Chooses among the files of a folder, of which the choice then has pointers. Throws Error where they hold
/// no images, or several sets, with their names.
SetChoice chooseSet(const std::vector<SetFile>& files, const std::filesystem::path& folder);

} // namespace latent
