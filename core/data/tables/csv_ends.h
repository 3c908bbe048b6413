// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"
#include "core/data/tables/csv_sample.h"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace latent {

/// The columns of numbers of a table that has one more than an image has pixels, and no names that help.
struct TableEnds {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// Which of the two holds the labels: the one with few different whole numbers, where the other is a pixel,
/// which is the same in every row or takes many values; or the one whose numbers no pixel of the table has.
/// Looks through the whole table where its first rows do not tell. Nothing where both could be it. Throws
/// Error; Cancelled.
std::optional<std::size_t> labelEnd(const std::filesystem::path& path, const TableSample& sample,
                                    TableEnds ends, const Progress& progress);

} // namespace latent
