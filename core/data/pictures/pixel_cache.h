// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/pictures/folder_scan.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace latent {

/// Where the program keeps decoded pictures: a folder in the user's cache.
std::string defaultCacheFolder();

/// Stands for a folder's pictures, their sizes and times, what else lies there, and what is to be made of
/// them.
std::string cacheKey(const std::filesystem::path& folder, const FolderScan& scan, const OpenOptions& options);

/// One set of decoded pictures in a folder of such sets, of which the least recently used go when all take
/// more than mostBytes.
class PixelCache {
  public:
    /// An empty folder: nothing is kept.
    PixelCache(std::string folder, const std::string& key, std::uint64_t mostBytes = std::uint64_t{2} << 30);

    /// The set without its name, if it is there and its checksum is right. Throws Cancelled.
    std::optional<ImageDataset> load(const Progress& progress) const;
    /// Does nothing where it cannot be: the cache only saves time.
    void save(const ImageDataset& dataset) const;

  private:
    void makeRoom() const;

    std::filesystem::path m_file;
    std::string m_key;
    std::uint64_t m_mostBytes;
};

} // namespace latent
