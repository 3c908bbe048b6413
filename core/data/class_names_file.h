// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// Reads a text file with one name per line for `count` classes; ignores empty lines at the end. Throws Error
/// with the line: too few or too many names, an empty name, not a text file.
std::vector<std::string> readClassNames(const std::filesystem::path& path, std::size_t count);

} // namespace latent
