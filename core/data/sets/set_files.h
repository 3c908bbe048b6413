// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/part_name.h"
#include "core/data/format.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// A file that holds images, or the labels of images in another file.
struct SetFile {
    std::filesystem::path path;
    std::string below;              // path below the scanned folder
    const Format* format = nullptr; // IDX, NumPy or tables
    PartName name;                  // including what the folder around the file adds
    bool labels = false;            // labels alone
    bool sure = false;              // its content or its name shows that it is part of a set

    bool isArray() const; // IDX or .npy: read as an ImageArray
};

/// The files of one set, by split; null: none. Files without a split are training files.
struct SetParts {
    std::string stem;
    std::array<const SetFile*, 3> images{}; // training, test, validation
    std::array<const SetFile*, 3> labels{};

    const SetFile* train() const { return images[0]; }
    const SetFile* test() const { return images[1]; }
    const SetFile* validation() const { return images[2]; }
};

/// Finds the IDX files, NumPy arrays and tables of a folder by their names and first bytes: directly in the
/// folder, and in subfolders named like the file inside, or "train", "test", "images", "labels" and the like.
/// A file that also exists compressed counts once. Sorted by name; junk files are ignored.
std::vector<SetFile> setFilesIn(const std::filesystem::path& folder);

/// Whether to examine a file or folder with this name: decided by its ending, or by words such as "train" and
/// "labels".
bool mayBeSetFile(const std::string& fileName);

/// The sets formed by these files, grouped by stem. A file whose role is already taken goes into leftOut.
/// Points into files.
std::vector<SetParts> groupFiles(const std::vector<SetFile>& files, std::vector<SkippedFile>& leftOut);

} // namespace latent
