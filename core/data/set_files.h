// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"
#include "core/data/part_name.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// A file that holds images, or the labels of those in another.
struct SetFile {
    std::filesystem::path path;
    std::string below;              // the folder that was looked through
    const Format* format = nullptr; // IDX, NumPy or tables
    PartName name;                  // with what the folder around the file says
    bool labels = false;            // labels alone
    bool sure = false;              // its content or its name says that it is part of a set

    bool isArray() const; // IDX or .npy: read by way of an ImageArray
};

/// The files of one set, by split; null: none. What says no split is to train on.
struct SetParts {
    std::string stem;
    std::array<const SetFile*, 3> images{}; // training, test, validation
    std::array<const SetFile*, 3> labels{};

    const SetFile* train() const { return images[0]; }
    const SetFile* test() const { return images[1]; }
    const SetFile* validation() const { return images[2]; }
};

/// Finds the IDX files, NumPy arrays and tables of a folder by their names and first bytes: those directly in
/// it, and those in folders that are called as the file within, or "train", "test", "images", "labels" and
/// the like. A file that is there packed as well counts once. By name; system leavings are passed over.
std::vector<SetFile> setFilesIn(const std::filesystem::path& folder);

/// Whether a file or folder of that name is looked into: by its ending, or by words such as "train" and
/// "labels".
bool mayBeSetFile(const std::string& fileName);

/// The sets that these files make, by stem. A file whose place is taken goes into leftOut. Points into files.
std::vector<SetParts> groupFiles(const std::vector<SetFile>& files, std::vector<SkippedFile>& leftOut);

} // namespace latent
