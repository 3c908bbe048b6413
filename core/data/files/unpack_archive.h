// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// Extracts members, given by their names in the archive (.zip, .tar or .tar.gz), into a folder, each under
/// the last part of its name and synced to disk on return. Throws Error (not an archive, a member is missing,
/// its checksum is wrong, the disk is full) and Cancelled; files written so far stay.
void unpackMembers(const std::filesystem::path& archive, const std::vector<std::string>& members,
                   const std::filesystem::path& folder, const Progress& progress);

/// Whether these are the first bytes of a tar archive, judged by the checksum of its first header.
bool isTarHeader(std::string_view start);

} // namespace latent
