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

/// The role of each column of a table of images.
struct TableColumns {
    std::size_t count = 0;            // number of columns, without an empty one at the end of each line
    std::optional<std::size_t> label; // not a pixel, even if labels are not read
    std::optional<std::size_t> split; // names the part of each image: training, test, …
    std::optional<std::size_t> image; // each cell holds all pixels of an image; or
    std::vector<std::size_t> pixels;  // one column per pixel, in order
    std::vector<std::size_t> factors; // further numbers
    ImageShape shape;
    std::vector<std::string> choices; // for ImageDataset::choices
};

/// Throws the Error for a table without images.
[[noreturn]] void failForNoImages(const TableSample& sample);

/// Determines the roles from the first rows or the options. Throws Error; LabelColumnUnclear; SizeUnclear.
TableColumns chooseColumns(const std::filesystem::path& path, const TableSample& sample,
                           const OpenOptions& options, const Progress& progress);

/// The column named by the options (OpenOptions::labelColumn), or the first with a usual name. Throws Error:
/// no such column.
std::optional<std::size_t> labelByName(const TableSample& sample, const OpenOptions& options);
/// The column of words that are classes: if there are several, the one with the fewest different words.
std::optional<std::size_t> labelByWords(const TableSample& sample, const std::vector<bool>& free);
/// The column that says which images are for training and for testing.
std::optional<std::size_t> splitColumn(const TableSample& sample);
/// The columns whose names differ only in their digits, such as pixel0, pixel1, …; all columns if most names
/// are not of that form.
std::vector<std::size_t> alikeNamed(const TableSample& sample, const std::vector<std::size_t>& columns);
/// "column 65, the last, holds the labels (--label-column)".
std::string labelChoice(const TableSample& sample, std::size_t column);

} // namespace latent
