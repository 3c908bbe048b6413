// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/pictures/folder_scan.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// The origin of an image.
struct DecodedImage {
    std::size_t file = 0;   // index in the scan
    std::uint32_t page = 0; // from 1; 0: the file holds a single image
};

/// The pictures of a folder as pixels.
struct DecodedPictures {
    ImageShape shape;
    PixelStore pixels;
    std::string pixelRule;
    std::vector<std::string> choices;
    std::vector<DecodedImage> images; // in the order of the pixels
};

/// Decodes all pictures on all cores. Adds those that cannot be read to scan.skipped. Throws Error: none can
/// be read, not enough memory; Cancelled.
DecodedPictures decodeAll(const std::filesystem::path& folder, FolderScan& scan, const OpenOptions& options,
                          const Progress& progress);

} // namespace latent
