// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

namespace latent {

/// Writes all bytes to path, or leaves what was there untouched and throws Error (disk full, no
/// permission, target is no regular file). Everything that the program saves goes through here.
void safeSave(const std::filesystem::path& path, std::string_view bytes);

} // namespace latent
