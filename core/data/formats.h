// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

#include <filesystem>

namespace latent {

/// Opens a file or folder of any known format, identified by its content first and its name second. Leaves
/// the split empty if the files have none. Throws Error with file, position and cause; Cancelled.
ImageDataset openPath(const std::filesystem::path& path, const OpenOptions& options,
                      const Progress& progress);

/// Whether openPath would read a folder of pictures. Throws Error as it does.
bool holdsPictures(const std::filesystem::path& path);

} // namespace latent
