// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv.h"

#include "core/data/byte_reader.h"
#include "core/data/clean_text.h"
#include "core/data/csv_layout.h"
#include "core/data/dataset_names.h"
#include "core/data/pixel_memory.h"
#include "core/data/pixel_rule.h"
#include "core/data/text_labels.h"

#include <algorithm>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr NumberType kWideInteger{NumberKind::Unsigned, 8, false};
constexpr std::size_t kLongestLabel = 200;

bool isByte(double number) {
    return number >= 0 && number <= 255 && number == static_cast<double>(static_cast<int>(number));
}

CsvLayout layoutOfFirstRow(CsvReader& reader, const OpenOptions& options) {
    if (!reader.next()) throw Error(reader.file(), "", "the table is empty");
    return csvLayoutOf(reader, options);
}

// One pass over the table. The first takes the pixels as bytes as long as they are bytes, and looks at their
// range; where they are none, a second pass converts them by the rule that the range calls for.
class CsvPass {
  public:
    CsvPass(const fs::path& path, const OpenOptions& options, const Progress& progress)
        : m_source(path)
        , m_reader(m_source, progress)
        , m_layout(layoutOfFirstRow(m_reader, options))
        , m_numbers(m_layout.pixels.size())
        , m_pixels(m_source.name(), m_numbers.size(), options)
        , m_most(static_cast<std::uint64_t>(options.readAtMost)) {}

    const CsvLayout& layout() const { return m_layout; }

    /// Calls store(numbers) for every row.
    template <class Store>
    void run(Store store) {
        bool more = !m_layout.header || m_reader.next();
        for (std::uint64_t row = 0; more; more = m_reader.next(), ++row) {
            if (m_most > 0 && row == m_most) break;
            readNumbers();
            store();
        }
    }

    void storeLabel(TextLabels& labels) const {
        if (!m_layout.label) return;
        const std::string_view text = m_reader.fields()[*m_layout.label];
        if (text.empty()) m_reader.failAt(*m_layout.label, "the label is empty");
        if (text.size() > kLongestLabel)
            m_reader.failAt(*m_layout.label, "the label is longer than 200 characters");
        if (!labels.add(text)) m_reader.failAt(*m_layout.label, "more than 65,536 different labels");
    }
    void addTo(ValueRange& range) const {
        const std::size_t good = range.add(m_numbers);
        if (good < m_numbers.size())
            m_reader.failAt(m_layout.pixels[good], "the pixel is not a finite number");
    }
    void storeBytes(const PixelRule& rule) {
        std::uint8_t* out = m_pixels.grow(m_numbers.size(), "");
        for (const double number : m_numbers) *out++ = rule.pixel(number);
    }
    bool allBytes() const { return std::all_of(m_numbers.begin(), m_numbers.end(), isByte); }
    std::uint64_t rows() const { return m_rows; }
    GrowingPixels& pixels() { return m_pixels; }
    [[noreturn]] void fail(const std::string& cause) const { m_reader.fail(cause); }

  private:
    void readNumbers() {
        const std::span<const std::string_view> fields = m_reader.fields();
        if (fields.size() != m_layout.columns) {
            m_reader.fail(std::to_string(fields.size()) + " values; the first line has " +
                          std::to_string(m_layout.columns));
        }
        for (std::size_t i = 0; i < m_numbers.size(); ++i) {
            const std::size_t column = m_layout.pixels[i];
            if (!parseNumber(fields[column], m_numbers[i])) {
                m_reader.failAt(column, fields[column].empty()
                                            ? "the pixel is empty"
                                            : quotedText(fields[column]) + " is no number");
            }
        }
        ++m_rows;
        if (m_rows > UINT32_MAX) m_reader.fail("more than 2^32 rows");
    }

    ByteReader m_source;
    CsvReader m_reader;
    CsvLayout m_layout;
    std::vector<double> m_numbers; // the present row's pixels
    std::uint64_t m_rows = 0;
    GrowingPixels m_pixels;
    std::uint64_t m_most; // rows that are read; 0: all
};

void convertBlackAndWhite(std::vector<std::uint8_t>& pixels) {
    for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(pixel * 255);
}

ImageDataset openTable(const fs::path& path, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset;
    nameAfter(dataset, path);
    CsvPass first(path, options, progress);
    TextLabels labels;
    ValueRange range;
    bool bytes = true;
    first.run([&] {
        first.storeLabel(labels);
        first.addTo(range);
        bytes = bytes && first.allBytes();
        if (bytes) first.storeBytes({});
    });
    if (first.rows() == 0) throw Error(path.string(), "", "there are no rows under the names of the columns");
    if (first.layout().label) labels.finish(dataset);
    progress.at(1);
    const PixelRule rule = pixelRuleFor(kWideInteger, range);
    dataset.shape = first.layout().shape;
    dataset.pixelRule = rule.text;
    if (bytes) {
        if (range.highest <= 1) convertBlackAndWhite(first.pixels().bytes());
        dataset.pixels = first.pixels().finish();
        return dataset;
    }
    first.pixels().bytes() = {};
    const Progress silent{[](double) {}, progress.stop};
    CsvPass second(path, options, silent);
    second.run([&] {
        if (second.rows() > first.rows()) second.fail("the file has changed while it was read");
        second.storeBytes(rule);
    });
    if (second.rows() != first.rows() || second.layout().shape != dataset.shape) {
        throw Error(path.string(), "", "the file has changed while it was read");
    }
    dataset.pixels = second.pixels().finish();
    return dataset;
}

bool holdsTable(const PathGlance& glance) {
    if (glance.isFolder || !looksLikeText(glance.start)) return false;
    const std::string line = glance.start.substr(0, glance.start.find('\n'));
    constexpr int kFewest = 3;
    return std::count_if(line.begin(), line.end(), [](char letter) {
               return letter == ',' || letter == ';' || letter == '\t';
           }) >= kFewest;
}

bool isNamedTable(const PathGlance& glance) {
    if (glance.isFolder || glance.start.empty()) return false;
    return glance.lowerName.ends_with(".csv") || glance.lowerName.ends_with(".tsv") ||
           glance.lowerName.ends_with(".csv.gz") || glance.lowerName.ends_with(".tsv.gz");
}

} // namespace

const Format kCsvFormat{"CSV tables", holdsTable, isNamedTable, openTable};

} // namespace latent
