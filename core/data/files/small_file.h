// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace latent {

/// The first `most` bytes of a file of settings; empty where there is none that can be read. Whatever is no
/// regular file is none: a pipe or a device would be waited for.
std::string readSmallFile(const std::filesystem::path& path, std::size_t most);

} // namespace latent
