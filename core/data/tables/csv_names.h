// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

// What people call the columns of their tables; all names in small letters, without blanks around them.
namespace latent {

bool isLabelName(std::string_view name);
/// Of columns that number the rows.
bool isIndexName(std::string_view name);
bool isSplitName(std::string_view name);
/// Of a column that holds all pixels of an image.
bool isImageName(std::string_view name);
/// Of a column of names of files.
bool isFileName(std::string_view name);

/// What the names of an image's pixels share: the name without its digits.
std::string stemOf(std::string_view name);

} // namespace latent
