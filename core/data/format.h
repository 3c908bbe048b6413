// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace latent {

/// What can be seen of a path at first sight.
struct PathGlance {
    std::filesystem::path path;
    std::string lowerName; // of the file or folder itself
    bool isFolder = false;
    std::string start;      // the first bytes of a file, unpacked if it is gzip
    std::uint64_t size = 0; // of the file as it lies on the disk
    bool packed = false;    // gzip
};

/// Throws Error: no such file, not readable, neither file nor folder, corrupt gzip.
PathGlance glanceAt(const std::filesystem::path& path);

/// A way in which images lie on a disk.
struct Format {
    const char* name;                   // "NumPy arrays"
    bool (*holds)(const PathGlance&);   // its content tells
    bool (*isNamed)(const PathGlance&); // its name tells, asked where no content does; may be null
    /// Leaves the split empty where the files have none. Throws Error with file, position and cause;
    /// Cancelled.
    ImageDataset (*open)(const std::filesystem::path&, const OpenOptions&, const Progress&);
};

/// ASCII letters only: file endings and names of columns.
std::string lowerCase(std::string text);
/// Whether these first bytes are text: no control characters but those of lines.
bool looksLikeText(const std::string& start);

} // namespace latent
