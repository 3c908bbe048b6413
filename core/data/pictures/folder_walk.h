// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pictures/folder_scan.h"

#include <filesystem>
#include <set>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace latent {

/// Walks through a folder, addressing folders by paths below its root ("" is the root, "train/cats" lies
/// inside it). Ignores junk files. Throws Error: the root cannot be read, too many files; Cancelled.
class FolderWalk {
  public:
    FolderWalk(std::filesystem::path root, const Progress& progress);

    /// The names in a folder, in byte order.
    std::vector<std::string> names(FolderScan& scan, const std::string& below) const;
    bool isFolder(const std::string& below) const;
    /// Where in a folder the sets or classes lie: descends as long as each folder contains a single folder
    /// with more folders inside, and no pictures. With `mayHoldPictures`, the innermost folder may contain
    /// pictures besides its folders. Files on the way are skipped.
    std::string innermost(FolderScan& scan, std::string below, bool mayHoldPictures) const;
    /// Adds all pictures in a folder and its subfolders to scan.files. Follows links, but reads no folder
    /// twice.
    void enter(FolderScan& scan, const std::string& below, bool test, int depth = 0);

  private:
    void leave(FolderScan& scan, const std::string& below, const std::string& cause) const;
    [[noreturn]] void failForMany() const;
    bool addIfFile(FolderScan& scan, const std::string& name, bool test) const;
    bool isPicture(const std::string& name) const;
    std::string loneFolder(const std::string& below, const std::vector<std::string>& names) const;
    bool leadsOn(const std::string& below, bool mayHoldPictures) const;

    std::filesystem::path m_root;
    const Progress& m_progress;
    std::set<std::pair<dev_t, ino_t>> m_seen;
};

/// "train/cats" from "train" and "cats"; below may be empty.
std::string pathBelow(const std::string& below, const std::string& name);

} // namespace latent
