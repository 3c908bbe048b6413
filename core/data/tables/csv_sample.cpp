// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv_sample.h"

#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/format.h"
#include "core/data/tables/csv_cells.h"
#include "core/data/tables/csv_names.h"
#include "core/data/tables/csv_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latent {
namespace {

using Row = std::vector<std::string>;

constexpr std::size_t kMostRows = 200;
constexpr std::size_t kMostText = 1 << 19; // bytes; two rows are read whatever they take
constexpr std::size_t kMostDifferent = 1000;

CellKind kindOf(std::string_view cell, bool decimalComma, double& number) {
    cell = trimmed(cell);
    if (cell.empty()) return CellKind::Blank;
    if (parseNumber(cell, number, decimalComma)) return CellKind::Number;
    constexpr std::size_t kFewestPixels = 4;
    std::vector<double> numbers;
    const bool image = parseImage(cell, numbers).empty() && numbers.size() >= kFewestPixels;
    return image ? CellKind::Image : CellKind::Word;
}

CellKind kindOf(std::string_view cell, bool decimalComma) {
    double ignored = 0;
    return kindOf(cell, decimalComma, ignored);
}

// Names as pandas gives them: 0, 1, 2, … after nothing or a single word.
bool countsUp(const Row& row, std::size_t fewest) {
    double expected = 0;
    for (const std::string& cell : row) {
        double number = 0;
        if (kindOf(cell, false, number) != CellKind::Number) continue;
        if (number != expected++) return false;
    }
    return expected >= static_cast<double>(fewest);
}

bool holdsKnownName(const Row& row) {
    return std::any_of(row.begin(), row.end(), [](const std::string& cell) {
        const std::string name = lowerCase(std::string(trimmed(cell)));
        return !name.empty() && (isLabelName(name) || isIndexName(name) || isSplitName(name) ||
                                 isImageName(name) || isFileName(name));
    });
}

// Whether the first row is names: words above numbers, names that are known and no numbers at all, or what
// pandas makes up.
class HeaderTest {
  public:
    HeaderTest(const std::vector<Row>& rows, bool decimalComma)
        : m_first(rows.front()) {
        std::vector<ColumnSketch> columns(m_first.size());
        for (std::size_t row = 1; row < rows.size(); ++row)
            for (std::size_t i = 0; i < std::min(columns.size(), rows[row].size()); ++i)
                columns[i].add(rows[row][i], decimalComma);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i].finish();
            const CellKind kind = kindOf(m_first[i], decimalComma);
            const bool numbers = columns[i].kind == CellKind::Number || columns[i].kind == CellKind::Image;
            m_numbers += kind == CellKind::Number || kind == CellKind::Image ? 1 : 0;
            m_words += kind == CellKind::Word ? 1 : 0;
            m_ofNumbers += numbers ? 1 : 0;
            m_above += numbers && kind == CellKind::Word ? 1 : 0;
        }
        m_alone = rows.size() == 1;
        m_secondCountsUp = !m_alone && countsUp(rows[1], 1);
    }

    bool isHeader() const {
        constexpr std::size_t kFewestAlone = 10;
        constexpr std::size_t kFewestBesideWord = 4;
        if (m_words == 0) return countsUp(m_first, kFewestAlone);
        if (m_alone) return m_words > 1 || (m_words == 1 && holdsKnownName(m_first));
        if (m_above > 0 && 2 * m_above >= m_ofNumbers) return true;
        if (m_numbers == 0 && holdsKnownName(m_first)) return true;
        return countsUp(m_first, kFewestBesideWord) && !m_secondCountsUp;
    }

  private:
    const Row& m_first;
    std::size_t m_words = 0;
    std::size_t m_numbers = 0;
    std::size_t m_ofNumbers = 0; // columns that are numbers below
    std::size_t m_above = 0;     // words above such
    bool m_alone = false;
    bool m_secondCountsUp = false;
};

void takeNames(TableSample& sample, const Row& names) {
    for (const std::string& name : names) sample.names.push_back(utf8Text(trimmed(name)));
}

// A last field that is empty in every row only ends the line.
std::size_t countColumns(const std::vector<Row>& rows) {
    const std::size_t count = rows.front().size();
    const bool empty = count > 1 && std::all_of(rows.begin(), rows.end(), [count](const Row& row) {
                           return row.size() < count || trimmed(row[count - 1]).empty();
                       });
    return empty ? count - 1 : count;
}

std::vector<Row> firstRows(CsvReader& reader, TableSample& sample) {
    std::vector<Row> rows;
    std::size_t text = 0;
    sample.whole = true;
    while (reader.next()) {
        if (rows.empty()) sample.position = reader.position();
        if (rows.size() > 2 && (rows.size() > kMostRows || text > kMostText)) {
            sample.whole = false;
            break;
        }
        rows.emplace_back(reader.fields().begin(), reader.fields().end());
        for (const std::string& cell : rows.back()) text += cell.size() + 1;
    }
    return rows;
}

void sketchColumns(TableSample& sample, bool decimalComma) {
    for (const Row& row : sample.rows)
        for (std::size_t i = 0; i < std::min(sample.columns.size(), row.size()); ++i)
            sample.columns[i].add(row[i], decimalComma);
    for (ColumnSketch& column : sample.columns) column.finish();
}

} // namespace

void ColumnSketch::add(std::string_view cell, bool decimalComma) {
    double number = 0;
    const CellKind found = kindOf(cell, decimalComma, number);
    if (found == CellKind::Blank) return;
    ++cells;
    ++m_ofKind[static_cast<std::size_t>(found)];
    if (found == CellKind::Number && std::isfinite(number)) {
        whole = whole && number == std::trunc(number);
        if (numbers.size() < kMostDifferent) numbers.insert(number);
    }
    if (found == CellKind::Word && words.size() < kMostDifferent) words.insert(utf8Text(trimmed(cell)));
}

void ColumnSketch::finish() {
    if (cells == 0) return;
    const auto* const most = std::max_element(std::begin(m_ofKind), std::end(m_ofKind));
    kind = static_cast<CellKind>(most - std::begin(m_ofKind));
}

std::string TableSample::columnText(std::size_t column) const {
    std::string text = "column " + std::to_string(column + 1);
    if (!names.empty() && !names[column].empty()) text += ", " + quotedText(names[column]);
    return text;
}

std::string TableSample::lowerName(std::size_t column) const {
    return names.empty() ? std::string() : lowerCase(names[column]);
}

TableSample sampleTable(const std::filesystem::path& path, const Progress& progress) {
    ByteReader source(path);
    const Progress begun{[&progress](double) { progress.report(0); }, progress.stop};
    CsvReader reader(source, begun);
    TableSample sample;
    std::vector<Row> rows = firstRows(reader, sample);
    if (rows.empty()) throw Error(path.string(), "", "the table is empty");
    sample.file = path.string();
    const Row& comment = reader.commentFields();
    sample.header = HeaderTest(rows, reader.decimalComma()).isHeader();
    if (sample.header) {
        takeNames(sample, rows.front());
    } else if (comment.size() == rows.front().size() && comment.size() > 1) {
        takeNames(sample, comment);
    }
    std::size_t count = countColumns(rows);
    if (sample.header && rows.size() > 1 && rows[1].size() == count + 1 && !trimmed(rows[1].back()).empty()) {
        sample.names.insert(sample.names.begin(), ""); // R writes names of rows below no name
        ++count;
    }
    if (sample.header) rows.erase(rows.begin());
    if (rows.empty()) throw Error(path.string(), "", "there are no rows under the names of the columns");
    if (!sample.names.empty()) sample.names.resize(count);
    sample.rows = std::move(rows);
    sample.columns.resize(count);
    sketchColumns(sample, reader.decimalComma());
    return sample;
}

} // namespace latent
