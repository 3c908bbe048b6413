// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A table as Kaggle has them, plain or gzip: a row an image, its pixels in columns, its label in the column
/// of that name or in the first, a row of names above or none.
extern const Format kCsvFormat;

} // namespace latent
