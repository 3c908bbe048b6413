// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace latent {

/// Whether a file or folder with this name, without its path, is left behind by systems and programs
/// (".DS_Store", "__MACOSX", "Thumbs.db", "@eaDir", …) and never part of a data set. Hidden names count as
/// junk.
bool isJunkFile(std::string_view name);

} // namespace latent
