// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/files/text_source.h"
#include "core/data/progress.h"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// Rows of a table in text. The first row tells what stands between fields (tabs, semicolons, commas, or
/// blanks), the first line's end what ends lines (LF, CR LF or CR). Fields are quoted where they must be.
/// Blank lines are passed over, and so are lines above the first row that begin with '#'.
class CsvReader {
  public:
    /// progress is told and asked about every quarter of a megabyte; it must outlive the reader.
    CsvReader(ByteSource& source, const Progress& progress)
        : m_text(source)
        , m_progress(progress) {}

    /// Goes to the next row; false at the end. Throws Error: a NUL byte, an open quote, an overlong row;
    /// Cancelled.
    bool next();
    /// Of the present row, valid until the next.
    std::span<const std::string_view> fields() const { return m_fields; }
    /// Like next(), for who needs nothing but the first and the last field: ends().
    bool nextEnds();
    std::string_view firstField() const { return m_fields.front(); }
    std::string_view lastField() const { return m_fields.back(); }

    char separator() const { return m_separator; }
    /// Whether a comma may stand for the point of a number.
    bool decimalComma() const { return m_separator != ','; }
    /// The fields of the last line above the first row that began with '#': NumPy writes names so.
    const std::vector<std::string>& commentFields() const { return m_commentFields; }

    /// What errors say: the file, and the present line.
    const std::string& file() const;
    std::string position() const;
    /// An Error at a column (from 0) of the present row.
    [[noreturn]] void failAt(std::size_t column, const std::string& cause) const;
    [[noreturn]] void fail(const std::string& cause) const;

  private:
    bool nextRow(std::string_view& line);
    bool nextLine(std::string_view& line);
    void findLineEnd();
    bool refill();
    void split(std::string_view line);
    void splitAtBlanks(std::string_view line);
    std::size_t splitQuoted(std::string_view line, std::size_t begin);

    TextSource m_text;
    const Progress& m_progress;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0; // what has not been looked at yet
    std::size_t m_end = 0;
    bool m_atEnd = false;
    char m_lineEnd = '\0'; // unknown before the first line
    char m_separator = '\0';
    std::uint64_t m_line = 1;     // of the present row's first line, from 1
    std::uint64_t m_nextLine = 1; // of what comes next
    std::string m_comment;
    std::vector<std::string> m_commentFields;
    std::vector<std::string_view> m_fields;
    std::deque<std::string> m_unquoted; // what quoted fields say; fields point into it
};

} // namespace latent
