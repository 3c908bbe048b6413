// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A text table, plain or gzip: one row per image, with its pixels in columns or all in one cell, and
/// optionally its label, its part of a split and further numbers in other columns, with or without a row of
/// names at the top. Or a table of picture names, which opens the folder with the pictures.
/// names of pictures, which opens their folder.
extern const Format kCsvFormat;

/// Whether a path has a file ending of tables.
bool isNamedTable(const std::string& path);

} // namespace latent
