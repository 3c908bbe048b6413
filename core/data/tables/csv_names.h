// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// Common names of table columns; all names in lower case, without surrounding spaces.
namespace latent {

bool isLabelName(std::string_view name);
/// For columns that number the rows.
bool isIndexName(std::string_view name);
bool isSplitName(std::string_view name);
/// For a column that holds all pixels of an image.
bool isImageName(std::string_view name);
/// For a column of file names.
bool isFileName(std::string_view name);

/// What the names of an image's pixel columns share: the name without its digits.
std::string stemOf(std::string_view name);

} // namespace latent
