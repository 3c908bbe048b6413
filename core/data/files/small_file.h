// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace latent {

/// The first `most` bytes of a settings file; empty if there is none that can be read. Only regular files are
/// read, because a pipe or a device could block.
std::string readSmallFile(const std::filesystem::path& path, std::size_t most);

} // namespace latent
