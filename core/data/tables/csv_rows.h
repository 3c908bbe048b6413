// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/label_values.h"
#include "core/data/files/byte_reader.h"
#include "core/data/tables/csv_columns.h"
#include "core/data/tables/csv_reader.h"
#include "core/data/tables/table_parts.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// The images of a table, row by row. Everything throws Error with line and column.
class TableRows {
  public:
    /// columns and progress must outlive this object.
    TableRows(const std::filesystem::path& path, const TableSample& sample, const TableColumns& columns,
              const Progress& progress);

    /// Advances to the next image; false at the end. Throws Cancelled.
    bool next();
    std::uint64_t count() const { return m_count; } // rows so far
    std::string_view cell(std::size_t column) const { return m_fields[column]; }
    bool decimalComma() const { return m_reader.decimalComma(); }

    /// Reads the pixels if all are written as plain bytes; false, with `out` partly filled, if one is not.
    bool readBytes(std::uint8_t* out) const;
    /// The pixels, valid until the next row: any finite numbers.
    std::span<const double> readNumbers();

    const std::string& file() const { return m_reader.file(); }
    [[noreturn]] void fail(const std::string& cause) const { m_reader.fail(cause); }

  private:
    void checkFields();
    void readImage();
    std::span<const std::string_view> pixelCells() const;

    const TableColumns& m_columns;
    ByteReader m_source;
    CsvReader m_reader;
    bool m_neighbours; // the pixel columns are contiguous
    std::span<const std::string_view> m_fields;
    mutable std::vector<std::string_view> m_gathered; // cells that are not contiguous
    std::vector<double> m_numbers;
    std::uint64_t m_count = 0;
};

} // namespace latent
