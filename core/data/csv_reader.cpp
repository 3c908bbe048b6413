// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_reader.h"

#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace latent {
namespace {

constexpr std::size_t kPart = 1 << 18;
constexpr std::size_t kLongestRow = 4 << 20; // 128×128 colours of a digit more than doubles have take 1.2 MB

std::string_view trimmed(std::string_view text) {
    const auto isSpace = [](char letter) { return letter == ' ' || letter == '\t' || letter == '\r'; };
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

} // namespace

std::string CsvReader::position() const {
    return "line " + std::to_string(m_line);
}

const std::string& CsvReader::file() const {
    return m_source.name();
}

void CsvReader::fail(const std::string& cause) const {
    throw Error(m_source.name(), position(), cause);
}

void CsvReader::failAt(std::size_t column, const std::string& cause) const {
    throw Error(m_source.name(), "line " + std::to_string(m_line) + ", column " + std::to_string(column + 1),
                cause);
}

// More bytes behind those that are left; false if there are no more.
bool CsvReader::refill() {
    if (m_atEnd) return false;
    m_progress.at(m_source.fraction());
    std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin),
              m_buffer.begin() + static_cast<std::ptrdiff_t>(m_end), m_buffer.begin());
    m_end -= m_begin;
    m_begin = 0;
    if (m_end > kLongestRow) fail("the row is longer than 4,194,304 characters");
    const auto part = static_cast<std::size_t>(std::clamp<std::uint64_t>(m_source.largestSize(), 1, kPart));
    m_buffer.resize(m_end + part);
    const std::size_t got = m_source.read(reinterpret_cast<std::uint8_t*>(m_buffer.data() + m_end), part);
    m_end += got;
    m_atEnd = got < part;
    return got > 0;
}

// A row's text without its line end; quoted fields may span lines.
bool CsvReader::nextLine(std::string_view& line) {
    m_line = m_nextLine;
    std::size_t looked = 0; // from m_begin
    bool quoted = false;
    for (;;) {
        const char* const begin = m_buffer.data() + m_begin;
        const std::size_t available = m_end - m_begin;
        const auto* const newline = static_cast<const char*>(
            looked < available ? std::memchr(begin + looked, '\n', available - looked) : nullptr);
        const std::size_t stop = newline != nullptr ? static_cast<std::size_t>(newline - begin) : available;
        if (std::count(begin + looked, begin + stop, '"') % 2 != 0) quoted = !quoted;
        looked = stop;
        if (newline == nullptr) {
            if (refill()) continue;
            if (quoted) fail("a quote has no end");
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

bool CsvReader::next() {
    std::string_view line;
    do {
        const bool first = m_nextLine == 1;
        if (!nextLine(line)) return false;
        if (line.find('\0') != std::string_view::npos) fail("there is a NUL byte in the text");
        if (first && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
        if (line.ends_with('\r')) line.remove_suffix(1);
    } while (trimmed(line).empty());
    if (m_separator == '\0') chooseSeparator(line);
    split(line);
    return true;
}

void CsvReader::chooseSeparator(std::string_view line) {
    m_separator = ',';
    bool quoted = false;
    for (const char letter : line) {
        if (letter == '"') quoted = !quoted;
        if (!quoted && letter == '\t') m_separator = '\t';
        if (!quoted && letter == ';' && m_separator == ',') m_separator = ';';
    }
}

void CsvReader::split(std::string_view line) {
    m_fields.clear();
    m_unquoted.clear();
    for (std::size_t begin = 0;;) {
        std::size_t end = 0;
        if (begin < line.size() && line[begin] == '"') {
            end = splitQuoted(line, begin);
        } else {
            end = std::min(line.find(m_separator, begin), line.size());
            m_fields.push_back(line.substr(begin, end - begin));
        }
        if (end == line.size()) return;
        begin = end + 1;
    }
}

// The field of which the quote at `begin` is the first character; returns where it ends.
std::size_t CsvReader::splitQuoted(std::string_view line, std::size_t begin) {
    std::string text;
    std::size_t at = begin + 1;
    for (;; ++at) {
        const std::size_t quote = line.find('"', at);
        if (quote == std::string_view::npos) failAt(m_fields.size(), "a quote has no end");
        text += line.substr(at, quote - at);
        at = quote + 1;
        if (at == line.size() || line[at] != '"') break;
        text += '"';
    }
    if (at < line.size() && line[at] != m_separator) failAt(m_fields.size(), "text follows a quoted field");
    m_unquoted.push_back(std::move(text));
    m_fields.push_back(m_unquoted.back());
    return at;
}

bool parseNumber(std::string_view field, double& number) {
    // Nearly all fields are bytes.
    if (!field.empty() && field.size() <= 3) {
        unsigned value = 0;
        bool digits = true;
        for (const char letter : field) {
            digits = digits && letter >= '0' && letter <= '9';
            value = value * 10 + static_cast<unsigned>(letter - '0');
        }
        number = value;
        if (digits) return true;
    }
    field = trimmed(field);
    const auto [end, failed] = std::from_chars(field.data(), field.data() + field.size(), number);
    return failed == std::errc() && end == field.data() + field.size();
}

} // namespace latent
