// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv_reader.h"

#include "core/base/error.h"
#include "core/data/tables/csv_cells.h"

#include <algorithm>
#include <cstring>

namespace latent {
namespace {

constexpr std::size_t kPart = 1 << 18;
constexpr std::size_t kLongestRow = 4 << 20; // 128×128 colours with more digits than doubles: 1.2 MB

// Visits the text outside quotes.
template <class Each>
void forEachUnquoted(std::string_view line, Each each) {
    bool quoted = false;
    for (const char letter : line) {
        if (letter == '"')
            quoted = !quoted;
        else if (!quoted)
            each(letter);
    }
}

// "0,5 0,25 1,0": most of the fields between spaces are numbers with a comma, which never happens in a row
// separated by commas.
bool hasDecimalCommas(std::string_view line) {
    std::size_t fields = 0;
    std::size_t numbers = 0;
    while (!(line = trimmed(line)).empty()) {
        const std::string_view field = line.substr(0, line.find_first_of(" \t"));
        double ignored = 0;
        ++fields;
        if (field.find(',', 1) != std::string_view::npos && parseNumber(field, ignored, true)) ++numbers;
        line.remove_prefix(field.size());
    }
    return fields > 1 && 2 * numbers >= fields;
}

char separatorOf(std::string_view line) {
    bool tab = false;
    bool semicolon = false;
    bool comma = false;
    bool blank = false;
    forEachUnquoted(trimmed(line), [&](char letter) {
        tab = tab || letter == '\t';
        semicolon = semicolon || letter == ';';
        comma = comma || letter == ',';
        blank = blank || letter == ' ';
    });
    if (tab) return '\t';
    if (semicolon) return ';';
    if (blank && (!comma || hasDecimalCommas(line))) return ' ';
    return ',';
}

} // namespace

std::string CsvReader::position() const {
    return "line " + std::to_string(m_line);
}

const std::string& CsvReader::file() const {
    return m_text.bytes().name();
}

void CsvReader::fail(const std::string& cause) const {
    throw Error(file(), position(), cause);
}

void CsvReader::failAt(std::size_t column, const std::string& cause) const {
    throw Error(file(), position() + ", column " + std::to_string(column + 1), cause);
}

// Reads more text after the remaining text; false if there is no more.
bool CsvReader::refill() {
    if (m_atEnd) return false;
    m_progress.at(m_text.bytes().fraction());
    std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin),
              m_buffer.begin() + static_cast<std::ptrdiff_t>(m_end), m_buffer.begin());
    m_end -= m_begin;
    m_begin = 0;
    if (m_end > kLongestRow) fail("the row is longer than 4,194,304 characters");
    constexpr std::uint64_t kLongestLetters = 2; // UTF-8 bytes per UTF-16 byte, at most
    const auto part = static_cast<std::size_t>(
        std::clamp<std::uint64_t>(m_text.bytes().largestSize() * kLongestLetters, 1, kPart));
    m_buffer.resize(m_end + part);
    const std::size_t got = m_text.read(m_buffer.data() + m_end, part);
    m_end += got;
    m_atEnd = got < part;
    return got > 0;
}

// Determined by the first line end outside quotes.
void CsvReader::findLineEnd() {
    for (bool more = true; more; more = refill()) {
        bool quoted = false;
        for (std::size_t at = m_begin; at < m_end; ++at) {
            const char letter = m_buffer[at];
            if (letter == '"') quoted = !quoted;
            if (quoted || (letter != '\r' && letter != '\n')) continue;
            const bool last = at + 1 == m_end;
            if (letter == '\r' && last && !m_atEnd) break; // the next character is needed
            m_lineEnd = letter == '\r' && (last || m_buffer[at + 1] != '\n') ? '\r' : '\n';
            return;
        }
    }
    m_lineEnd = '\n';
}

// The text of a row without its line end; quoted fields may span lines.
bool CsvReader::nextLine(std::string_view& line) {
    m_line = m_nextLine;
    if (m_lineEnd == '\0') findLineEnd();
    std::size_t looked = 0; // offset from m_begin
    bool quoted = false;
    for (;;) {
        const char* const begin = m_buffer.data() + m_begin;
        const std::size_t available = m_end - m_begin;
        const auto* const newline = static_cast<const char*>(
            looked < available ? std::memchr(begin + looked, m_lineEnd, available - looked) : nullptr);
        const std::size_t stop = newline != nullptr ? static_cast<std::size_t>(newline - begin) : available;
        if (std::count(begin + looked, begin + stop, '"') % 2 != 0) quoted = !quoted;
        looked = stop;
        if (newline == nullptr) {
            if (refill()) continue;
            if (quoted) fail("a quote is not closed");
            line = {m_buffer.data() + m_begin, looked};
            m_begin = m_end;
            return looked > 0;
        }
        ++m_nextLine;
        ++looked;
        if (quoted) continue;
        line = {begin, looked - 1};
        m_begin += looked;
        return true;
    }
}

// The next line that holds a row.
bool CsvReader::nextRow(std::string_view& line) {
    for (;;) {
        if (!nextLine(line)) return false;
        if (line.find('\0') != std::string_view::npos) fail("the text contains a NUL byte");
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::string_view text = trimmed(line);
        if (text.empty()) continue;
        if (m_separator != '\0') return true;
        if (!text.starts_with('#')) break;
        m_comment = text.substr(1);
    }
    m_separator = separatorOf(line);
    if (!m_comment.empty()) split(m_comment);
    m_commentFields.assign(m_fields.begin(), m_fields.end());
    return true;
}

bool CsvReader::next() {
    std::string_view line;
    if (!nextRow(line)) return false;
    split(line);
    return true;
}

bool CsvReader::nextEnds() {
    std::string_view line;
    if (!nextRow(line)) return false;
    if (m_separator == ' ' || line.find('"') != std::string_view::npos) {
        split(line);
        return true;
    }
    const std::string_view whole = line.ends_with(m_separator) ? line.substr(0, line.size() - 1) : line;
    const std::size_t last = whole.rfind(m_separator); // npos + 1 is 0: a single field
    m_fields = {whole.substr(0, whole.find(m_separator)), whole.substr(last + 1)};
    return true;
}

void CsvReader::split(std::string_view line) {
    m_fields.clear();
    m_unquoted.clear();
    if (m_separator == ' ') return splitAtBlanks(line);
    const char* at = line.data();
    const char* const end = at + line.size();
    for (;;) {
        const char* stop = at;
        while (stop != end && *stop == ' ') ++stop;
        if (stop != end && *stop == '"') {
            stop = line.data() + splitQuoted(line, static_cast<std::size_t>(stop - line.data()));
        } else {
            while (stop != end && *stop != m_separator) ++stop; // fields are too short for memchr to pay off
            m_fields.emplace_back(at, static_cast<std::size_t>(stop - at));
        }
        if (stop == end) return;
        at = stop + 1;
    }
}

void CsvReader::splitAtBlanks(std::string_view line) {
    constexpr const char* kBlanks = " \t";
    for (std::size_t begin = line.find_first_not_of(kBlanks); begin < line.size();
         begin = line.find_first_not_of(kBlanks, begin)) {
        if (line[begin] == '"') {
            begin = splitQuoted(line, begin);
            continue;
        }
        const std::size_t end = std::min(line.find_first_of(kBlanks, begin), line.size());
        m_fields.push_back(line.substr(begin, end - begin));
        begin = end;
    }
}

// Parses the field that starts with the quote at `begin`; returns where it ends.
std::size_t CsvReader::splitQuoted(std::string_view line, std::size_t begin) {
    std::string text;
    std::size_t at = begin + 1;
    for (;; ++at) {
        const std::size_t quote = line.find('"', at);
        if (quote == std::string_view::npos) failAt(m_fields.size(), "a quote is not closed");
        text += line.substr(at, quote - at);
        at = quote + 1;
        if (at == line.size() || line[at] != '"') break;
        text += '"';
    }
    while (m_separator != ' ' && at < line.size() && line[at] == ' ') ++at;
    if (at < line.size() && line[at] != m_separator) failAt(m_fields.size(), "text follows a quoted field");
    m_unquoted.push_back(std::move(text));
    m_fields.push_back(m_unquoted.back());
    return at;
}

} // namespace latent
