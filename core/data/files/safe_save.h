// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace latent {

/// Writes all bytes to path, or leaves what was there untouched and throws Error with the system's cause
/// (disk full, no permission, target is no regular file). Follows links, keeps the permissions of a file that
/// is there. Everything that the program saves goes through here.
void safeSave(const std::filesystem::path& path, std::string_view bytes);
/// The same for pieces that lie apart, in this order.
void safeSave(const std::filesystem::path& path, std::span<const std::string_view> pieces);

/// Throws the Error that safeSave would, as far as it can be known before there is anything to write: makes a
/// file beside the target and removes it.
void requireSavable(const std::filesystem::path& path);

/// Whether two paths name one file, by links or through other folders; also where it is not there yet.
bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

} // namespace latent
