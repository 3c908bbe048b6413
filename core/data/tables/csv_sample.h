// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/progress.h"

#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

enum class CellKind {
    Blank,
    Number,
    Image, // several numbers separated by spaces
    Word,
};

/// Properties of the first cells of a column.
struct ColumnSketch {
    CellKind kind = CellKind::Blank; // of most cells that are not blank
    std::size_t cells = 0;           // cells that are not blank
    std::set<double> numbers;        // the different numbers
    bool whole = true;               // they have no fractions
    std::set<std::string> words;     // the different words, trimmed, as UTF-8

    void add(std::string_view cell, bool decimalComma);
    void finish();

  private:
    std::size_t m_ofKind[4] = {};
};

/// The first rows of a table.
struct TableSample {
    std::string file;
    std::string position;                       // of the first row: "line 1"
    bool header = false;                        // the first row holds names
    bool whole = false;                         // the table has no further rows
    std::vector<std::string> names;             // [columns] trimmed, as UTF-8; empty: no names
    std::vector<std::vector<std::string>> rows; // without the names; some may have too few fields
    std::vector<ColumnSketch> columns;          // without an empty one at the end of each line

    /// "column 65", "column 65, “species”".
    std::string columnText(std::size_t column) const;
    /// In lower case; empty if there are no names.
    std::string lowerName(std::size_t column) const;
};

/// Reads the first rows and determines whether there are names above them. Throws Error; Cancelled.
TableSample sampleTable(const std::filesystem::path& path, const Progress& progress);

} // namespace latent
