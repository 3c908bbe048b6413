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

/// Rows of a text table. The separator (tab, semicolon, comma or space) is detected from the first row, the
/// line end (LF, CR LF or CR) from the first line. Fields are quoted where necessary. Skips blank lines, and
/// lines above the first row that begin with '#'.
class CsvReader {
  public:
    /// progress is called about every quarter of a megabyte and must outlive the reader.
    CsvReader(ByteSource& source, const Progress& progress)
        : m_text(source)
        , m_progress(progress) {}

    /// Advances to the next row; false at the end. Throws Error: a NUL byte, an open quote, an overlong row;
    /// Cancelled.
    bool next();
    /// Fields of the current row, valid until the next one.
    std::span<const std::string_view> fields() const { return m_fields; }
    /// Like next(), for callers that need only the first and the last field: ends().
    bool nextEnds();
    std::string_view firstField() const { return m_fields.front(); }
    std::string_view lastField() const { return m_fields.back(); }

    char separator() const { return m_separator; }
    /// Whether numbers may have a decimal comma.
    bool decimalComma() const { return m_separator != ','; }
    /// The fields of the last line above the first row that began with '#': NumPy writes column names this
    /// way.
    const std::vector<std::string>& commentFields() const { return m_commentFields; }

    /// For error messages: the file, and the current line.
    const std::string& file() const;
    std::string position() const;
    /// Throws Error at a column (from 0) of the current row.
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
    std::size_t m_begin = 0; // start of the unread text
    std::size_t m_end = 0;
    bool m_atEnd = false;
    char m_lineEnd = '\0'; // unknown before the first line
    char m_separator = '\0';
    std::uint64_t m_line = 1;     // of the current row's first line, from 1
    std::uint64_t m_nextLine = 1; // of the next line
    std::string m_comment;
    std::vector<std::string> m_commentFields;
    std::vector<std::string_view> m_fields;
    std::deque<std::string> m_unquoted; // contents of quoted fields; fields point into it
};

} // namespace latent
