// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/open_options.h"
#include "core/data/tables/csv_sample.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace latent {

/// What each column of a table of images is.
struct TableColumns {
    std::size_t count = 0;            // of columns, without an empty one at the end of each line
    std::optional<std::size_t> label; // no pixel, even where labels are not to be read
    std::optional<std::size_t> split; // names the part of each image: training, test, …
    std::optional<std::size_t> image; // each cell holds all pixels of an image; or
    std::vector<std::size_t> pixels;  // a column a pixel, in their order
    std::vector<std::size_t> factors; // further numbers
    ImageShape shape;
    std::vector<std::string> choices; // as ImageDataset has them
};

/// Throws the Error that a table holds no images.
[[noreturn]] void failForNoImages(const TableSample& sample);

/// Finds it out from the first rows, or as the options say. Throws Error; LabelColumnUnclear; SizeUnclear.
TableColumns chooseColumns(const std::filesystem::path& path, const TableSample& sample,
                           const OpenOptions& options, const Progress& progress);

/// The column that the options name (OpenOptions::labelColumn), or the first that has a usual name. Throws
/// Error: there is no such column.
std::optional<std::size_t> labelByName(const TableSample& sample, const OpenOptions& options);
/// The column of words that are classes: of several, that of the fewest.
std::optional<std::size_t> labelByWords(const TableSample& sample, const std::vector<bool>& free);
/// The column that says which images are for training and for testing.
std::optional<std::size_t> splitColumn(const TableSample& sample);
/// Those of some columns whose names are alike but for their digits, as pixel0, pixel1, … are; all of them
/// where most are not.
std::vector<std::size_t> alikeNamed(const TableSample& sample, const std::vector<std::size_t>& columns);
/// "column 65, the last, holds the labels (--label-column)".
std::string labelChoice(const TableSample& sample, std::size_t column);

} // namespace latent
