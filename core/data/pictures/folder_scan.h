// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// A picture in a folder, as it was when the folder was looked through.
struct PictureFile {
    std::string name; // below the folder, "train/cats/1.png", in the bytes of the file system
    std::uint64_t size = 0;
    std::int64_t modifiedNs = 0;
    std::int64_t changedNs = 0; // also when its rights were changed
    std::uint16_t label = 0;
    bool test = false;
};

/// The pictures of a folder, those to train on first, and by name.
struct FolderScan {
    std::vector<PictureFile> files;
    std::vector<std::string> classNames; // in natural order; empty: the pictures have no classes
    std::vector<std::string> choices;    // see ImageDataset
    std::vector<SkippedFile> skipped;    // the first kMaxSkippedListed of them
    Index skippedCount = 0;

    void skip(std::string name, std::string reason);
};

/// Looks through a folder and all in it; links are followed, but no folder is read twice. Pictures have one
/// of the known endings or beginnings; what systems leave behind is passed over. A folder that holds nothing
/// but another one stands for that one. With a folder train, that and the folder of held-out images are read
/// and nothing else: test, or where there is none val, valid, validation or dev. The folders next within are
/// classes, unless there is only one. Throws Error: more files than can be held; Cancelled.
FolderScan scanFolder(const std::filesystem::path& folder, const Progress& progress);

} // namespace latent
