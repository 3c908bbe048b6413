// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises columns of a table by their names or words.
#include "core/base/error.h"
#include "core/data/files/clean_text.h"
#include "core/data/format.h"
#include "core/data/tables/csv_columns.h"
#include "core/data/tables/csv_names.h"
#include "core/data/tables/table_parts.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace latent {
namespace {

std::optional<std::size_t> columnNumbered(const std::string& text, std::size_t count) {
    std::size_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size() || number == 0 || number > count)
        return std::nullopt;
    return number - 1;
}

// By the exact name, then ignoring case, then by number from 1.
std::optional<std::size_t> columnNamed(const TableSample& sample, const std::string& called) {
    const std::vector<std::string>& names = sample.names;
    auto found = std::find(names.begin(), names.end(), called);
    if (found == names.end()) {
        found = std::find_if(names.begin(), names.end(),
                             [&](const std::string& name) { return lowerCase(name) == lowerCase(called); });
    }
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    return columnNumbered(called, sample.columns.size());
}

} // namespace

std::optional<std::size_t> labelByName(const TableSample& sample, const OpenOptions& options) {
    if (!options.labelColumn.empty()) {
        const auto column = columnNamed(sample, options.labelColumn);
        if (column) return column;
        throw Error(sample.file, sample.position,
                    "there is no column " + quotedText(options.labelColumn) + " (--label-column); " +
                        std::to_string(sample.columns.size()) +
                        (sample.names.empty() ? " columns without names" : " columns") +
                        " can be given by number, starting at 1");
    }
    for (std::size_t i = 0; i < sample.columns.size(); ++i)
        if (isLabelName(sample.lowerName(i))) return i;
    return std::nullopt;
}

std::optional<std::size_t> labelByWords(const TableSample& sample, const std::vector<bool>& free) {
    constexpr std::size_t kFewRows = 10; // so few words may all differ by chance
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < sample.columns.size(); ++i) {
        const ColumnSketch& column = sample.columns[i];
        if (!free[i] || column.kind != CellKind::Word) continue;
        if (column.words.size() == column.cells && column.cells >= kFewRows) continue; // names of the rows
        if (!best || column.words.size() < sample.columns[*best].words.size()) best = i;
    }
    return best;
}

std::optional<std::size_t> splitColumn(const TableSample& sample) {
    for (std::size_t i = 0; i < sample.columns.size(); ++i) {
        const ColumnSketch& column = sample.columns[i];
        if (!isSplitName(sample.lowerName(i)) || column.kind != CellKind::Word) continue;
        if (std::all_of(column.words.begin(), column.words.end(),
                        [](const std::string& word) { return partNamed(word) != TablePart::Unknown; }))
            return i;
    }
    return std::nullopt;
}

std::vector<std::size_t> alikeNamed(const TableSample& sample, const std::vector<std::size_t>& columns) {
    if (sample.names.empty()) return columns;
    std::map<std::string, std::vector<std::size_t>> ofStem;
    for (const std::size_t column : columns) ofStem[stemOf(sample.lowerName(column))].push_back(column);
    for (auto& [stem, alike] : ofStem)
        if (alike.size() > 1 && 2 * alike.size() > columns.size()) return std::move(alike);
    return columns;
}

std::string labelChoice(const TableSample& sample, std::size_t column) {
    const bool unnamed = sample.names.empty() || sample.names[column].empty();
    std::string text = sample.columnText(column);
    if (unnamed && column == 0) text += ", the first";
    if (unnamed && column + 1 == sample.columns.size()) text += ", the last";
    return text + ", holds the labels (--label-column)";
}

} // namespace latent
