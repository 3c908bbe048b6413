// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace latent {

/// Writes all bytes to path, or leaves the existing file untouched and throws Error with the system's cause
/// (disk full, no permission, target is not a regular file). Follows links and keeps the permissions of an
/// existing file. Everything that the program saves goes through this function.
void safeSave(const std::filesystem::path& path, std::string_view bytes);
/// The same for several pieces, in this order.
void safeSave(const std::filesystem::path& path, std::span<const std::string_view> pieces);

/// Throws the Error that safeSave would, as far as it can be known in advance: creates a file beside the
/// target and removes it.
void requireSavable(const std::filesystem::path& path);

/// Whether two paths refer to the same file, through links or other folders, even if it does not exist yet.
bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

} // namespace latent
