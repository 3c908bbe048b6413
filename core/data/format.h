// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace latent {

/// What a look at a path shows before it is opened.
struct PathProbe {
    std::filesystem::path path;
    std::string lowerName; // of the file or folder itself
    bool isFolder = false;
    std::string start;      // the first bytes of a file, decompressed if it is gzip
    std::uint64_t size = 0; // of the file on disk
    bool packed = false;    // gzip
};

/// Throws Error: no such file, not readable, neither file nor folder, corrupt gzip.
PathProbe probePath(const std::filesystem::path& path);

/// A way of storing images on disk.
struct Format {
    const char* name;                // "NumPy arrays"
    bool (*holds)(const PathProbe&); // whether the content is of this format
    bool (*isNamed)(
        const PathProbe&); // whether the name suggests it, if no format holds the content; may be null
    /// Leaves the split empty if the files have none. Throws Error with file, position and cause; Cancelled.
    ImageDataset (*open)(const std::filesystem::path&, const OpenOptions&, const Progress&);
};

/// Converts ASCII letters only: for file endings and column names.
std::string lowerCase(std::string text);
/// Whether these first bytes are text: no control characters except those of lines.
bool looksLikeText(const std::string& start);

} // namespace latent
