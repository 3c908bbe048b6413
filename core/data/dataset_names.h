// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <filesystem>
#include <string>

namespace latent {

/// By what a file or a folder is known however it is named: its absolute path, without dots or a slash at the
/// end.
std::string originOf(const std::filesystem::path& path);

/// Sets the name, fit to be shown, and the origin, as it is, of a set that was opened from a file or a
/// folder.
void nameAfter(ImageDataset& dataset, const std::filesystem::path& path);

/// Notes what opening decided where the data left it open.
void addChoice(ImageDataset& dataset, std::string sentence);
/// Notes a file that is not in the set, by its name below what was opened.
void addSkipped(ImageDataset& dataset, const std::string& name, const std::string& reason);

} // namespace latent
