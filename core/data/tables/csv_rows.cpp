// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv_rows.h"

#include "core/base/error.h"
#include "core/data/files/clean_text.h"
#include "core/data/tables/csv_cells.h"

#include <cmath>

namespace latent {

TableRows::TableRows(const std::filesystem::path& path, const TableSample& sample,
                     const TableColumns& columns, const Progress& progress)
    : m_columns(columns)
    , m_source(path)
    , m_reader(m_source, progress)
    , m_neighbours(!columns.pixels.empty() &&
                   columns.pixels.back() - columns.pixels.front() + 1 == columns.pixels.size())
    , m_numbers(static_cast<std::size_t>(columns.shape.pixels())) {
    if (sample.header) m_reader.next();
}

bool TableRows::next() {
    if (!m_reader.next()) return false;
    m_fields = m_reader.fields();
    checkFields();
    if (++m_count > UINT32_MAX) m_reader.fail("more than 2^32 rows");
    return true;
}

// There may be a separator at the end of the line.
void TableRows::checkFields() {
    if (m_fields.size() == m_columns.count + 1 && trimmed(m_fields.back()).empty())
        m_fields = m_fields.first(m_columns.count);
    if (m_fields.size() == m_columns.count) return;
    m_reader.fail(std::to_string(m_fields.size()) + " values; the first line has " +
                  std::to_string(m_columns.count));
}

std::span<const std::string_view> TableRows::pixelCells() const {
    if (m_neighbours) return m_fields.subspan(m_columns.pixels.front(), m_columns.pixels.size());
    m_gathered.clear();
    for (const std::size_t column : m_columns.pixels) m_gathered.push_back(m_fields[column]);
    return m_gathered;
}

bool TableRows::readBytes(std::uint8_t* out) const {
    return !m_columns.image && parseBytes(pixelCells(), out);
}

std::span<const double> TableRows::readNumbers() {
    if (m_columns.image) readImage();
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        const std::size_t column = m_columns.image ? *m_columns.image : m_columns.pixels[i];
        const std::string_view cell = m_fields[column];
        if (!m_columns.image && !parseNumber(cell, m_numbers[i], decimalComma())) {
            m_reader.failAt(column, trimmed(cell).empty() ? "the pixel is empty"
                                                          : quotedText(cell) + " is not a number");
        }
        if (!std::isfinite(m_numbers[i])) m_reader.failAt(column, "the pixel is not a finite number");
    }
    return m_numbers;
}

void TableRows::readImage() {
    const std::size_t column = *m_columns.image;
    const std::size_t expected = static_cast<std::size_t>(m_columns.shape.pixels());
    const std::string_view bad = parseImage(m_fields[column], m_numbers);
    if (!bad.empty()) m_reader.failAt(column, quotedText(bad) + " is not a number");
    if (m_numbers.size() != expected) {
        m_reader.failAt(column, std::to_string(m_numbers.size()) + " pixels; the first row has " +
                                    std::to_string(expected));
    }
}

} // namespace latent
