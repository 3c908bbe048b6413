// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/label_values.h"
#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/progress.h"
#include "core/data/tables/csv_sample.h"
#include "core/data/tables/table_parts.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace latent {

/// The contents of a table of picture names.
struct PictureTable {
    std::vector<std::string> names;  // [rows] of pictures, with slashes
    std::vector<std::string> labels; // [rows], or empty
    bool decimalComma = false;       // of numbers in labels
    std::vector<TablePart> parts;    // [rows], or empty
    LabelSource source;
    std::string choice;
};

/// Whether most of the first cells of a column have picture file endings.
bool namesFilesOfPictures(const ColumnSketch& column);
/// The column of a table that names pictures, identified by its words or its name, if there is one.
std::optional<std::size_t> pictureColumn(const TableSample& sample);

/// Reads a table with such a column. Throws Error; Cancelled.
PictureTable readPictureTable(const std::filesystem::path& path, const TableSample& sample,
                              const OpenOptions& options, const Progress& progress);

/// [images] the table row of each picture of a set, found by its path or by the path's end.
std::vector<std::optional<std::size_t>> rowsOf(const ImageDataset& dataset, const PictureTable& table);

} // namespace latent
