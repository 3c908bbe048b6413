// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/progress.h"
#include "core/data/sets/dataset_places.h"
#include "core/data/sets/published_sets.h"

#include <filesystem>
#include <optional>

namespace latent {

/// The folder that holds all files of a set, plain or as gzip; the system's folders come before the user's.
std::optional<std::filesystem::path> installedFolder(const PublishedSet& set, const DatasetPlaces& places);

/// Opens an installed set and names its classes. Throws Error, Cancelled.
ImageDataset openPublished(const PublishedSet& set, const std::filesystem::path& folder,
                           const OpenOptions& options, const Progress& progress);

/// Checks by its first bytes and its directory that each file in the folder has the expected format. Throws
/// Error if not.
void checkFormat(const PublishedSet& set, const std::filesystem::path& folder);

} // namespace latent
