// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <filesystem>
#include <string>

namespace latent {

/// Identifies a file or folder however it was named: its absolute path, without dots or a trailing slash.
std::string originOf(const std::filesystem::path& path);

/// Sets the name, made fit for display, and the origin, unchanged, of a set opened from a file or folder.
void nameAfter(ImageDataset& dataset, const std::filesystem::path& path);

/// Records something that opening decided because the data left it open.
void addChoice(ImageDataset& dataset, std::string sentence);
/// Records a file that is not in the set, by its name below the opened path.
void addSkipped(ImageDataset& dataset, const std::string& name, const std::string& reason);

} // namespace latent
