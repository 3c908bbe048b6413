// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/image_columns.h"

#include "core/base/error.h"
#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/memory.h"
#include "core/data/files/natural_order.h"
#include "core/data/format.h"
#include "core/data/tables/csv_cells.h"
#include "core/data/tables/csv_names.h"
#include "core/data/tables/csv_reader.h"
#include "core/data/tables/image_finder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostColumns = 1024;
constexpr double kFirstReading = 0.5; // share of the work

bool isNumberKey(const std::string& name) {
    return name == "number" || name == "index" || name == "image";
}

/// The rows of the table, each with as many fields as there are names.
class NamedRows {
  public:
    NamedRows(const fs::path& path, const Progress& progress)
        : m_source(path)
        , m_reader(m_source, progress) {
        if (!m_reader.next()) throw Error(m_reader.file(), "", "the table is empty");
        for (const std::string_view field : m_reader.fields()) m_names.push_back(cleanText(trimmed(field)));
        if (m_names.size() > 1 && m_names.back().empty()) m_names.pop_back(); // a comma ends each line
        if (m_names.size() > kMostColumns) m_reader.fail("the table has more than 1,024 columns");
    }

    bool next() {
        if (!m_reader.next()) return false;
        m_fields = m_reader.fields();
        if (m_fields.size() == m_names.size() + 1 && trimmed(m_fields.back()).empty())
            m_fields = m_fields.first(m_names.size());
        if (m_fields.size() != m_names.size()) {
            m_reader.fail(std::to_string(m_fields.size()) + " values; the first line has " +
                          std::to_string(m_names.size()) + " names");
        }
        return true;
    }

    const std::vector<std::string>& names() const { return m_names; }
    std::string_view cell(std::size_t column) const { return trimmed(m_fields[column]); }
    /// Nothing: the cell is no number that a float can hold.
    std::optional<double> number(std::size_t column) const {
        double value = 0;
        constexpr double kLargest = std::numeric_limits<float>::max();
        if (!parseNumber(m_fields[column], value, m_reader.decimalComma())) return std::nullopt;
        return std::abs(value) <= kLargest ? std::optional(value) : std::nullopt;
    }
    bool isBlank(std::size_t column) const {
        const std::string lower = lowerCase(std::string(cell(column)));
        return lower.empty() || lower == "nan" || lower == "na" || lower == "null";
    }
    const CsvReader& reader() const { return m_reader; }

  private:
    ByteReader m_source;
    CsvReader m_reader;
    std::vector<std::string> m_names;
    std::span<const std::string_view> m_fields;
};

struct KeyColumn {
    std::size_t column = 0;
    bool ofFiles = false;
};

KeyColumn keyOf(const NamedRows& rows, const ImageDataset& dataset) {
    std::optional<std::size_t> files;
    std::optional<std::size_t> number;
    for (std::size_t i = 0; i < rows.names().size(); ++i) {
        const std::string name = lowerCase(rows.names()[i]);
        if (!files && isFileName(name)) files = i;
        if (!number && isNumberKey(name)) number = i;
    }
    if (files && (!number || !dataset.files.empty())) return {*files, true};
    if (number) return {*number, false};
    rows.reader().fail("no column names the images: one must be called “file”, with the names of the "
                       "pictures, or “number”, from 0");
}

std::optional<Index> numberedImage(const NamedRows& rows, std::size_t column, Index images) {
    const std::optional<double> number = rows.number(column);
    if (!number || *number < 0 || *number != std::floor(*number))
        rows.reader().failAt(column, quotedText(rows.cell(column)) + " is no number of an image");
    if (*number >= static_cast<double>(images)) return std::nullopt;
    return static_cast<Index>(*number);
}

/// The words of one column, numbered in the order in which they are met.
class Words {
  public:
    int of(std::string_view cell) {
        if (m_numbers.size() > kMostCategories) return -1;
        const std::string word = cleanText(cell);
        return m_numbers.try_emplace(word, static_cast<int>(m_numbers.size())).first->second;
    }
    bool tooMany() const { return m_numbers.size() > kMostCategories; }

    /// Numbers the words in natural order, in `column` as well.
    void finish(ImageColumn& column) const {
        column.categories.resize(m_numbers.size());
        for (const auto& [word, number] : m_numbers)
            column.categories[static_cast<std::size_t>(number)] = word;
        std::vector<std::size_t> order(m_numbers.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return naturallyLess(column.categories[a], column.categories[b]);
        });
        std::vector<int> rank(order.size());
        std::vector<std::string> sorted;
        for (const std::size_t number : order) {
            rank[number] = static_cast<int>(sorted.size());
            sorted.push_back(column.categories[number]);
        }
        column.categories = std::move(sorted);
        for (int& word : column.words)
            if (word >= 0) word = rank[static_cast<std::size_t>(word)];
    }

  private:
    std::unordered_map<std::string, int> m_numbers;
};

/// First reading: which columns hold numbers alone.
std::vector<bool> numberColumns(const fs::path& path, const Progress& progress) {
    NamedRows rows(path, progress);
    std::vector<bool> numbers(rows.names().size(), true);
    while (rows.next()) {
        for (std::size_t i = 0; i < numbers.size(); ++i)
            if (numbers[i] && !rows.isBlank(i) && !rows.number(i)) numbers[i] = false;
    }
    return numbers;
}

/// Second reading: the rows' values, into the places of their images.
class ColumnReader {
  public:
    ColumnReader(const fs::path& path, const ImageDataset& dataset, const std::vector<bool>& numbers,
                 const Progress& progress)
        : m_rows(path, progress)
        , m_key(keyOf(m_rows, dataset))
        , m_finder(m_key.ofFiles ? dataset.files : std::vector<std::string>())
        , m_images(dataset.size())
        , m_lineOf(static_cast<std::size_t>(dataset.size())) {
        if (m_rows.names().size() != numbers.size()) failForChange();
        const auto images = static_cast<std::size_t>(m_images);
        requireMemory(saturatingProduct(images, numbers.size() * sizeof(float)), m_rows.reader().file(), "");
        m_out.key = m_rows.names()[m_key.column];
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            if (i == m_key.column) continue;
            const std::string& name = m_rows.names()[i];
            ImageColumn column{.name = name.empty() ? "column " + std::to_string(i + 1) : name};
            if (numbers[i])
                column.numbers.assign(images, std::numeric_limits<float>::quiet_NaN());
            else
                column.words.assign(images, -1);
            m_from.push_back(i);
            m_out.columns.push_back(std::move(column));
        }
        m_words.resize(m_out.columns.size());
    }

    ImageColumns read() {
        while (m_rows.next()) {
            ++m_out.rows;
            if (const std::optional<Index> image = imageOfRow()) take(static_cast<std::size_t>(*image));
        }
        if (m_out.rows == 0) throw Error(m_rows.reader().file(), "", "the table has names, but no rows");
        if (m_out.matched == 0) {
            throw Error(m_rows.reader().file(), "",
                        "none of its rows is about an image of this set; the first names " +
                            quotedText(m_out.unknown));
        }
        finish();
        return std::move(m_out);
    }

  private:
    [[noreturn]] void failForChange() const {
        throw Error(m_rows.reader().file(), "", "another program has changed the table while it was read");
    }

    std::optional<Index> imageOfRow() {
        const std::optional<Index> image = m_key.ofFiles ? m_finder.find(m_rows.cell(m_key.column))
                                                         : numberedImage(m_rows, m_key.column, m_images);
        if (!image && m_out.unknown.empty()) m_out.unknown = cleanText(m_rows.cell(m_key.column));
        return image;
    }

    void take(std::size_t image) {
        std::uint64_t& row = m_lineOf[image];
        if (row > 0) {
            m_rows.reader().failAt(m_key.column, quotedText(m_rows.cell(m_key.column)) +
                                                     " is an image that row " + std::to_string(row) +
                                                     " of the table is about already");
        }
        row = m_out.rows;
        ++m_out.matched;
        for (std::size_t i = 0; i < m_from.size(); ++i) {
            if (m_rows.isBlank(m_from[i])) continue;
            ImageColumn& column = m_out.columns[i];
            if (!column.isNumber()) {
                column.words[image] = m_words[i].of(m_rows.cell(m_from[i]));
                continue;
            }
            const std::optional<double> number = m_rows.number(m_from[i]);
            if (!number) failForChange();
            column.numbers[image] = static_cast<float>(*number);
        }
    }

    void finish() {
        std::vector<ImageColumn> used;
        for (std::size_t i = 0; i < m_from.size(); ++i) {
            ImageColumn& column = m_out.columns[i];
            if (m_words[i].tooMany()) {
                m_out.notUsed.push_back(column.name);
                continue;
            }
            if (!column.isNumber()) m_words[i].finish(column);
            used.push_back(std::move(column));
        }
        m_out.columns = std::move(used);
    }

    NamedRows m_rows;
    KeyColumn m_key;
    ImageFinder m_finder;
    Index m_images;
    std::vector<std::uint64_t> m_lineOf; // [images] row of the table, from 1; 0: none yet
    std::vector<std::size_t> m_from;     // [columns] where each is in the table
    std::vector<Words> m_words;          // [columns]
    ImageColumns m_out;
};

} // namespace

ImageColumns readImageColumns(const fs::path& path, const ImageDataset& dataset, const Progress& progress) {
    const Progress first{[&](double fraction) { progress.report(kFirstReading * fraction); }, progress.stop};
    const std::vector<bool> numbers = numberColumns(path, first);
    const Progress second{
        [&](double fraction) { progress.report(kFirstReading + (1 - kFirstReading) * fraction); },
        progress.stop};
    return ColumnReader(path, dataset, numbers, second).read();
}

} // namespace latent
