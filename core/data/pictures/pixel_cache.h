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

/// Where decoded pictures are cached: a folder in the user's cache.
std::string defaultCacheFolder();

/// Identifies a folder's pictures with their sizes and times, the folder's other contents, and the options
/// that affect decoding.
std::string cacheKey(const std::filesystem::path& folder, const FolderScan& scan, const OpenOptions& options);

/// One set of decoded pictures in a folder of such sets, of which the least recently used are removed when
/// all together exceed mostBytes.
class PixelCache {
  public:
    /// With an empty folder, nothing is cached.
    PixelCache(std::string folder, const std::string& key, std::uint64_t mostBytes = std::uint64_t{2} << 30);

    /// The set without its name, if it exists and its checksum matches. Throws Cancelled.
    std::optional<ImageDataset> load(const Progress& progress) const;
    /// Does nothing if saving fails: the cache only saves time.
    void save(const ImageDataset& dataset) const;

  private:
    void makeRoom() const;

    std::filesystem::path m_file;
    std::string m_key;
    std::uint64_t m_mostBytes;
};

} // namespace latent
