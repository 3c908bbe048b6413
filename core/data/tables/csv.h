// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A table in text, plain or gzip: a row an image, with its pixels in columns or all in one cell, and perhaps
/// its label, its part of a split and further numbers in others; a row of names above or none. Or a table of
/// names of pictures, which opens their folder.
extern const Format kCsvFormat;

/// Whether a path ends as those of tables do.
bool isNamedTable(const std::string& path);

} // namespace latent
