// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv.h"

#include "core/data/arrays/pixel_memory.h"
#include "core/data/arrays/pixel_rule.h"
#include "core/data/dataset_names.h"
#include "core/data/files/memory.h"
#include "core/data/tables/csv_cells.h"
#include "core/data/tables/csv_columns.h"
#include "core/data/tables/csv_rows.h"
#include "core/data/tables/csv_sample.h"
#include "core/data/tables/picture_table.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr NumberType kWideInteger{NumberKind::Unsigned, 8, false};

// What a table says about its images besides their pixels.
class ImageNotes {
  public:
    ImageNotes(const TableSample& sample, const TableColumns& columns, bool labels)
        : m_sample(sample)
        , m_columns(columns)
        , m_labelled(labels && columns.label)
        , m_factors(columns.factors.size()) {}

    void add(const TableRows& row) {
        if (row.count() % kRowsBetweenChecks == 0) requireRoom(row);
        if (m_labelled) m_labels.add(row.cell(*m_columns.label), row.decimalComma());
        if (m_columns.split) m_parts.push_back(partNamed(row.cell(*m_columns.split)));
        for (std::size_t i = 0; i < m_factors.size(); ++i)
            m_factors[i].add(row.cell(m_columns.factors[i]), row.decimalComma());
    }

    void finish(ImageDataset& dataset) const {
        if (m_labelled) setLabels(dataset, m_labels, sourceOf(*m_columns.label));
        for (std::size_t i = 0; i < m_factors.size(); ++i)
            addFactor(dataset, m_factors[i], sourceOf(m_columns.factors[i]));
        if (m_columns.split) splitByParts(dataset, m_parts);
    }

  private:
    static constexpr std::uint64_t kRowsBetweenChecks = 1 << 20;

    // Images of few pixels take less memory than the notes about them.
    void requireRoom(const TableRows& row) const {
        constexpr std::uint64_t kBytesEach = sizeof(double) + sizeof(std::uint32_t);
        requireMemory(2 * row.count() * kBytesEach * (1 + m_factors.size()), row.file(), "");
    }

    LabelSource sourceOf(std::size_t column) const {
        const bool named = !m_sample.names.empty() && !m_sample.names[column].empty();
        return {m_sample.columnText(column),
                named ? m_sample.names[column] : "column " + std::to_string(column + 1)};
    }

    const TableSample& m_sample;
    const TableColumns& m_columns;
    bool m_labelled;
    LabelValues m_labels;
    std::vector<TablePart> m_parts;
    std::vector<LabelValues> m_factors;
};

bool isByte(double number) {
    return number >= 0 && number <= 255 && number == static_cast<double>(static_cast<int>(number));
}

// The first pass stores pixels as bytes as long as they are bytes, and observes their range. If one is not a
// byte, a second pass converts all of them by the rule for that range.
class FirstPass {
  public:
    FirstPass(TableRows& rows, ImageShape shape, const OpenOptions& options)
        : m_rows(rows)
        , m_size(static_cast<std::size_t>(shape.pixels()))
        , m_pixels(rows.file(), m_size, options) {}

    void addRow() {
        if (m_bytes) {
            std::uint8_t* const out = m_pixels.grow(m_size, "");
            if (m_rows.readBytes(out)) return addBytes(out);
            if (addNumbers()) {
                std::copy(m_numbers.begin(), m_numbers.end(), out);
            } else {
                m_bytes = false;
                m_pixels.bytes() = {};
            }
            return;
        }
        addNumbers();
    }

    bool bytes() const { return m_bytes; }
    PixelRule rule() const {
        ValueRange range = m_range;
        if (m_plain) range.lowest = std::min<double>(range.lowest, m_lowest);
        if (m_plain) range.highest = std::max<double>(range.highest, m_highest);
        return pixelRuleFor(kWideInteger, range);
    }
    PixelStore finish(const PixelRule& rule) {
        if (rule.text == kBytesAsTheyAre) return m_pixels.finish();
        std::array<std::uint8_t, 256> becomes{};
        for (std::size_t i = 0; i < becomes.size(); ++i) becomes[i] = rule.pixel(static_cast<double>(i));
        for (std::uint8_t& pixel : m_pixels.bytes()) pixel = becomes[pixel];
        return m_pixels.finish();
    }

  private:
    void addBytes(const std::uint8_t* pixels) {
        std::uint8_t lowest = m_lowest;
        std::uint8_t highest = m_highest;
        for (std::size_t i = 0; i < m_size; ++i) {
            lowest = std::min(lowest, pixels[i]);
            highest = std::max(highest, pixels[i]);
        }
        m_lowest = lowest;
        m_highest = highest;
        m_plain = true;
    }
    // Whether all pixels are bytes.
    bool addNumbers() {
        m_numbers = m_rows.readNumbers();
        m_range.add(m_numbers);
        return std::all_of(m_numbers.begin(), m_numbers.end(), isByte);
    }

    TableRows& m_rows;
    std::size_t m_size; // pixels per image
    GrowingPixels m_pixels;
    std::span<const double> m_numbers;
    ValueRange m_range;          // of numbers that were not plain bytes
    bool m_plain = false;        // some pixels were plain bytes
    std::uint8_t m_lowest = 255; // lowest plain byte
    std::uint8_t m_highest = 0;
    bool m_bytes = true;
};

template <class Each>
void forEachRow(TableRows& rows, const OpenOptions& options, Each each) {
    const auto most = static_cast<std::uint64_t>(options.readAtMost);
    while ((most == 0 || rows.count() < most) && rows.next()) each();
}

PixelStore readAgain(const fs::path& path, const TableSample& sample, const TableColumns& columns,
                     std::uint64_t count, const PixelRule& rule, const OpenOptions& options,
                     const Progress& progress) {
    const Progress silent{[](double) {}, progress.stop};
    TableRows rows(path, sample, columns, silent);
    const auto size = static_cast<std::size_t>(columns.shape.pixels());
    GrowingPixels pixels(rows.file(), size, options);
    forEachRow(rows, options, [&] {
        if (rows.count() > count) rows.fail("the file changed while it was being read");
        std::uint8_t* out = pixels.grow(size, "");
        for (const double number : rows.readNumbers()) *out++ = rule.pixel(number);
    });
    if (rows.count() != count) throw Error(rows.file(), "", "the file changed while it was being read");
    return pixels.finish();
}

ImageDataset readTable(const fs::path& path, const TableSample& sample, const TableColumns& columns,
                       const OpenOptions& options, const Progress& progress) {
    TableRows rows(path, sample, columns, progress);
    ImageNotes notes(sample, columns, options.labels);
    FirstPass pass(rows, columns.shape, options);
    forEachRow(rows, options, [&] {
        notes.add(rows);
        pass.addRow();
    });
    progress.at(1);
    const PixelRule rule = pass.rule();
    ImageDataset dataset;
    nameAfter(dataset, path);
    dataset.shape = columns.shape;
    dataset.pixelRule = rule.text;
    dataset.choices = columns.choices;
    dataset.pixels = pass.bytes() ? pass.finish(rule)
                                  : readAgain(path, sample, columns, rows.count(), rule, options, progress);
    notes.finish(dataset);
    return dataset;
}

ImageDataset openTable(const fs::path& path, const OpenOptions& options, const Progress& progress) {
    const TableSample sample = sampleTable(path, progress);
    if (namesPictures(sample)) return openPicturesOf(path, sample, options, progress);
    const TableColumns columns = chooseColumns(path, sample, options, progress);
    return readTable(path, sample, columns, options, progress);
}

// A line of numbers separated by spaces, possibly with a word at either end: prose is not a table.
bool isRowOfNumbers(std::string_view line) {
    constexpr int kFewest = 4;
    int numbers = 0;
    int words = 0;
    while (!(line = trimmed(line)).empty()) {
        const std::string_view field = line.substr(0, line.find_first_of(" \t"));
        double ignored = 0;
        const bool cut = field.size() == line.size(); // the first bytes may end within a number
        if (parseNumber(field, ignored, true))
            ++numbers;
        else if (!cut)
            ++words;
        line.remove_prefix(field.size());
    }
    return numbers >= kFewest && words <= 1;
}

bool holdsTable(const PathProbe& probe) {
    constexpr int kFewestSeparators = 3;
    if (probe.isFolder) return false;
    const std::string start = textStart(probe.start);
    if (!looksLikeText(start)) return false;
    std::string_view rest = start;
    for (int line = 0; line < 2; ++line) { // there may be names above the numbers
        const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        const std::string_view text = rest.substr(0, end);
        const auto separators = std::count_if(text.begin(), text.end(), [](char letter) {
            return letter == ',' || letter == ';' || letter == '\t';
        });
        if ((line == 0 && separators >= kFewestSeparators) || isRowOfNumbers(text)) return true;
        rest = trimmed(rest.substr(end));
    }
    return false;
}

bool isNamed(const PathProbe& probe) {
    return !probe.isFolder && !probe.start.empty() && isNamedTable(probe.lowerName);
}

} // namespace

const Format kCsvFormat{"CSV tables", holdsTable, isNamed, openTable};

bool isNamedTable(const std::string& path) {
    std::string name = lowerCase(path);
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    return name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".tab");
}

} // namespace latent
