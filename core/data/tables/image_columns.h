// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/progress.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace latent {

/// What a table says about images: numbers, or words as categories.
struct ImageColumn {
    std::string name;
    std::vector<float> numbers = {};          // [images], NaN: the table says nothing; empty: words
    std::vector<int> words = {};              // [images] index into categories, −1: nothing; empty: numbers
    std::vector<std::string> categories = {}; // the different words in natural order

    bool isNumber() const { return words.empty(); }
};

struct ImageColumns {
    std::vector<ImageColumn> columns; // without the one that names the images
    std::string key;                  // name of that one
    std::uint64_t rows = 0;           // of the table, without the names
    Index matched = 0;                // images that have a row
    std::string unknown;              // the first key of the table that names no image; empty: none
    std::vector<std::string> notUsed; // names of columns with more words than kMostCategories
};

/// More different words are remarks rather than categories.
inline constexpr std::size_t kMostCategories = 4096;

/// Reads a text table (see CsvReader) about the images of a set, plain or gzip. Its first row names the
/// columns. One of them names the image of each row: by file name (“file”, “filename”, “path” …; with or
/// without folders and ending, as long as it is unambiguous) or by number from 0 (“number”, “index”,
/// “image”). If both are there, file names are used where the set has files. Rows of other images are
/// skipped. A column is one of numbers if all its cells are numbers or blank. Throws Error with line and
/// column: no such column, a row of another length, a bad number, two rows for one image, no row that names
/// an image; Cancelled.
ImageColumns readImageColumns(const std::filesystem::path& path, const ImageDataset& dataset,
                              const Progress& progress = {});

} // namespace latent
