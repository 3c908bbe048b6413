// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/picture_rows.h"

#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/format.h"
#include "core/data/pictures/picture_kind.h"
#include "core/data/tables/csv_cells.h"
#include "core/data/tables/csv_columns.h"
#include "core/data/tables/csv_names.h"
#include "core/data/tables/csv_reader.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRows = 5'000'000;
constexpr std::size_t kLongestName = 4096;

struct PictureColumns {
    std::size_t picture = 0;
    std::optional<std::size_t> label;
    std::optional<std::size_t> split;
};

// The column named by the options, otherwise one with a usual name, one of words, or one with few integers.
std::optional<std::size_t> labelColumn(const TableSample& sample, const OpenOptions& options,
                                       const PictureColumns& columns) {
    std::vector<bool> free(sample.columns.size(), true);
    free[columns.picture] = false;
    if (columns.split) free[*columns.split] = false;
    if (const auto named = labelByName(sample, options)) return named;
    if (const auto words = labelByWords(sample, free)) return words;
    for (std::size_t i = 0; i < free.size(); ++i) {
        const ColumnSketch& column = sample.columns[i];
        if (free[i] && column.kind == CellKind::Number) return i;
    }
    return std::nullopt;
}

PictureColumns columnsOf(const TableSample& sample, const OpenOptions& options) {
    PictureColumns columns;
    columns.picture = *pictureColumn(sample);
    columns.split = splitColumn(sample);
    columns.label = labelColumn(sample, options, columns);
    return columns;
}

std::string pictureName(std::string_view cell) {
    std::string name(trimmed(cell));
    std::replace(name.begin(), name.end(), '\\', '/');
    while (name.starts_with("./")) name.erase(0, 2);
    return name;
}

std::string withoutEnding(const std::string& name) {
    return isNamedPicture(lowerCase(name)) ? name.substr(0, name.rfind('.')) : name;
}

std::string lastOf(const std::string& name) {
    return name.substr(name.rfind('/') + 1);
}

// Finds the row of a picture by its path, or by as much of the path's end as is unambiguous.
class RowFinder {
  public:
    explicit RowFinder(const PictureTable& table) {
        for (std::size_t row = 0; row < table.names.size(); ++row) {
            const std::string& name = table.names[row];
            m_rowOf.try_emplace(name, row);
            m_rowOf.try_emplace(withoutEnding(name), row);
            addShort(lastOf(name), row);
            if (withoutEnding(lastOf(name)) != lastOf(name)) addShort(withoutEnding(lastOf(name)), row);
        }
    }

    std::optional<std::size_t> rowOf(const std::string& file) const {
        for (std::size_t begin = 0;;) { // train/cat/1.png, cat/1.png, 1.png
            const std::string name = file.substr(begin);
            for (const std::string& key : {name, withoutEnding(name)})
                if (const auto found = m_rowOf.find(key); found != m_rowOf.end()) return found->second;
            begin = file.find('/', begin) + 1;
            if (begin == 0) break;
        }
        for (const std::string& key : {lastOf(file), withoutEnding(lastOf(file))}) {
            const auto found = m_shortRowOf.find(key);
            if (found != m_shortRowOf.end() && found->second) return found->second;
        }
        return std::nullopt;
    }

  private:
    void addShort(const std::string& name, std::size_t row) {
        const auto [found, isNew] = m_shortRowOf.try_emplace(name, row);
        if (!isNew) found->second.reset();
    }

    std::unordered_map<std::string, std::size_t> m_rowOf;
    std::unordered_map<std::string, std::optional<std::size_t>> m_shortRowOf; // none: several rows match
};

} // namespace

bool namesFilesOfPictures(const ColumnSketch& column) {
    const auto named = std::count_if(column.words.begin(), column.words.end(),
                                     [](const std::string& word) { return isNamedPicture(lowerCase(word)); });
    return named > 0 && 2 * static_cast<std::size_t>(named) >= column.words.size();
}

std::optional<std::size_t> pictureColumn(const TableSample& sample) {
    for (std::size_t i = 0; i < sample.columns.size(); ++i)
        if (namesFilesOfPictures(sample.columns[i])) return i;
    for (std::size_t i = 0; i < sample.columns.size(); ++i)
        if (isFileName(sample.lowerName(i))) return i;
    for (std::size_t i = 0; i < sample.columns.size(); ++i)
        if (sample.lowerName(i) == "id") return i;
    return std::nullopt;
}

PictureTable readPictureTable(const fs::path& path, const TableSample& sample, const OpenOptions& options,
                              const Progress& progress) {
    const PictureColumns columns = columnsOf(sample, options);
    const Progress silent{[](double) {}, progress.stop};
    ByteReader source(path);
    CsvReader reader(source, silent);
    if (sample.header) reader.next();
    PictureTable table;
    while (reader.next()) {
        const auto cell = [&](std::size_t column) {
            return column < reader.fields().size() ? reader.fields()[column] : std::string_view();
        };
        if (table.names.size() == kMostRows) reader.fail("more than 5,000,000 rows");
        if (cell(columns.picture).size() > kLongestName)
            reader.failAt(columns.picture, "a file name is longer than 4,096 characters");
        table.names.push_back(pictureName(cell(columns.picture)));
        if (columns.label && options.labels)
            table.labels.emplace_back(cell(*columns.label).substr(0, kLongestName));
        if (columns.split) table.parts.push_back(partNamed(cell(*columns.split)));
    }
    table.decimalComma = reader.decimalComma();
    if (columns.label) {
        const std::string file = cleanText(path.filename().string());
        table.source = {file + ", " + sample.columnText(*columns.label),
                        sample.names.empty() ? file : sample.names[*columns.label]};
        table.choice = table.source.name + ", holds the labels of the pictures (--label-column, --no-labels)";
    }
    return table;
}

std::vector<std::optional<std::size_t>> rowsOf(const ImageDataset& dataset, const PictureTable& table) {
    const RowFinder finder(table);
    std::vector<std::optional<std::size_t>> rows;
    for (const std::string& file : dataset.files) rows.push_back(finder.rowOf(file));
    return rows;
}

} // namespace latent
