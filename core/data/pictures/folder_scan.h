// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// A picture in a folder, as it was when the folder was scanned.
struct PictureFile {
    std::string name; // below the folder, "train/cats/1.png", in the bytes of the file system
    std::uint64_t size = 0;
    std::int64_t modifiedNs = 0;
    std::int64_t changedNs = 0; // also updated when its permissions change
    std::uint16_t label = 0;
    bool test = false;
};

/// The pictures of a folder, training pictures first, each part sorted by name.
struct FolderScan {
    std::vector<PictureFile> files;
    std::vector<std::string> classNames; // in natural order; empty: the pictures have no classes
    std::vector<std::string> choices;    // see ImageDataset
    std::vector<SkippedFile> skipped;    // the first kMaxSkippedListed files
    Index skippedCount = 0;

    void skip(std::string name, std::string reason);
};

/// Scans a folder and everything in it; follows links, but reads no folder twice. Pictures are recognised by
/// a known ending or first bytes; junk files are ignored. A folder that contains nothing but another folder
/// stands for that one. If there is a folder train, only that and the folder of held-out images are read:
/// test, or without it val, valid, validation or dev. The folders on the next level are classes, unless there
/// is only one. Throws Error: too many files; Cancelled.
FolderScan scanFolder(const std::filesystem::path& folder, const Progress& progress);

} // namespace latent
