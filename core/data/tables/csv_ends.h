// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"
#include "core/data/tables/csv_sample.h"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace latent {

/// The number columns of a table that has one more than an image has pixels, and no helpful names.
struct TableEnds {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// Which of the two end columns holds the labels: the one with few different integers, if the other is a
/// pixel, which is constant or takes many values; or the one whose numbers no pixel of the table has. Scans
/// the whole table if its first rows do not tell. Nothing if both are possible. Throws Error; Cancelled.
std::optional<std::size_t> labelEnd(const std::filesystem::path& path, const TableSample& sample,
                                    TableEnds ends, const Progress& progress);

} // namespace latent
