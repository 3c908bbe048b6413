// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace latent {

/// Rows of one length.
using TextTable = std::vector<std::vector<std::string>>;

/// One line a row, columns aligned by characters.
std::string textOf(const TextTable& table);

} // namespace latent
