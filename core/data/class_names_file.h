// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// The names in a text file, one a line, for `count` classes; empty lines at the end do not count. Throws
/// Error with the line: too few or too many names, an empty one, no text.
std::vector<std::string> readClassNames(const std::filesystem::path& path, std::size_t count);

} // namespace latent
