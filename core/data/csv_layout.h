// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/csv_reader.h"
#include "core/data/open_options.h"

#include <optional>
#include <vector>

namespace latent {

/// What the columns of a table of images are.
struct CsvLayout {
    bool header = false; // the first row holds names
    std::size_t columns = 0;
    std::optional<std::size_t> label;
    std::vector<std::size_t> pixels; // in their order
    ImageShape shape;
};

/// Finds it out from the first row, at which the reader stands. Throws Error.
CsvLayout csvLayoutOf(const CsvReader& reader, const OpenOptions& options);

} // namespace latent
