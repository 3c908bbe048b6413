// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// Takes members, by their names in the archive (.zip, or .tar and .tar.gz), out of it into a folder, each
/// under the last part of its name and on the disk when this returns. Throws Error (not an archive, a member
/// is missing, its checksum is wrong, the disk is full) and Cancelled; what was written till then stays.
void unpackMembers(const std::filesystem::path& archive, const std::vector<std::string>& members,
                   const std::filesystem::path& folder, const Progress& progress);

/// Whether these are the first bytes of a tar archive, by the checksum of its first header.
bool isTarHeader(std::string_view start);

} // namespace latent
