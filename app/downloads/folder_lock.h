// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/file_handle.h"

#include <filesystem>

namespace latent {

/// Keeps other programs from the same work while it lives: a file that the kernel holds locked for this
/// process. What the file holds says nothing, so that one that a crash left behind, empty or damaged, blocks
/// nobody.
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
