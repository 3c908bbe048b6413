// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/byte_source.h"
#include "core/data/progress.h"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// Rows of a table in text: fields between commas, semicolons or tabs (the first row tells), quoted where
/// they must be, line ends of any system, a byte order mark passed over. Blank lines are passed over too.
class CsvReader {
  public:
    /// progress is told and asked about every quarter of a megabyte; it must outlive the reader.
    CsvReader(ByteSource& source, const Progress& progress)
        : m_source(source)
        , m_progress(progress) {}

    /// Goes to the next row; false at the end. Throws Error: a NUL byte, an open quote, an overlong row;
    /// Cancelled.
    bool next();
    /// Of the present row, valid until the next.
    std::span<const std::string_view> fields() const { return m_fields; }
    /// What errors say: the file, and the present line.
    const std::string& file() const;
    std::string position() const;
    /// An Error at a column (from 0) of the present row.
    [[noreturn]] void failAt(std::size_t column, const std::string& cause) const;
    [[noreturn]] void fail(const std::string& cause) const;

  private:
    bool nextLine(std::string_view& line);
    bool refill();
    void chooseSeparator(std::string_view line);
    void split(std::string_view line);
    std::size_t splitQuoted(std::string_view line, std::size_t begin);

    ByteSource& m_source;
    const Progress& m_progress;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0; // what has not been looked at yet
    std::size_t m_end = 0;
    bool m_atEnd = false;
    char m_separator = '\0';
    std::uint64_t m_line = 0;     // of the present row's first line, from 1
    std::uint64_t m_nextLine = 1; // of what comes next
    std::vector<std::string_view> m_fields;
    std::deque<std::string> m_unquoted; // what quoted fields say; fields point into it
};

/// The whole field as a number, spaces around it aside; false if it is none. "nan" and "inf" are numbers
/// here.
bool parseNumber(std::string_view field, double& number);

} // namespace latent
