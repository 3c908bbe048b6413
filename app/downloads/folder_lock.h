// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/file_handle.h"

#include <filesystem>

namespace latent {

/// An advisory lock (flock) on a file, held while the object lives. The kernel releases it when the process
/// ends, so a lock file that was left behind, empty or damaged, blocks nobody.
class FolderLock {
  public:
    /// Throws Error if another program holds it or the file cannot be made.
    explicit FolderLock(std::filesystem::path file);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

  private:
    std::filesystem::path m_path;
    FileHandle m_file;
};

} // namespace latent
