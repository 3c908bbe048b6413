// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/npy_header.h"

#include "core/data/files/clean_text.h"

#include <array>
#include <charconv>
#include <string_view>

namespace latent {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLongestHeader = 1 << 16;
constexpr std::size_t kMostDimensions = 32; // NumPy's own limit
constexpr const char* kWhat = "the NumPy header";

// Parses the dictionary, a small subset of Python's grammar.
class DictionaryParser {
  public:
    DictionaryParser(const ByteSource& source, std::uint64_t begin, std::string_view text)
        : m_source(source)
        , m_begin(begin)
        , m_text(text) {}

    NpyHeader parse() {
        NpyHeader header;
        require('{');
        while (!take('}')) {
            const std::string_view key = quoted();
            require(':');
            readValue(header, key);
            if (take(',')) continue;
            require('}');
            break;
        }
        skipSpace();
        if (m_at != m_text.size()) fail("text after the end of the dictionary");
        if (!m_hasDescr || !m_hasOrder || !m_hasShape) fail("descr, fortran_order or shape is missing");
        return header;
    }

  private:
    [[noreturn]] void fail(const std::string& cause) const {
        m_source.failAt(m_begin + m_at, std::string(kWhat) + " cannot be parsed: " + cause);
    }
    void skipSpace() {
        while (m_at < m_text.size() && " \t\r\n"sv.find(m_text[m_at]) != std::string_view::npos) ++m_at;
    }
    bool take(char wanted) {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != wanted) return false;
        ++m_at;
        return true;
    }
    void require(char wanted) {
        if (!take(wanted)) fail(std::string("no “") + wanted + "” here");
    }
    bool takeWord(std::string_view word) {
        skipSpace();
        if (!m_text.substr(m_at).starts_with(word)) return false;
        m_at += word.size();
        return true;
    }
    std::string_view quoted() {
        skipSpace();
        const char mark = m_at < m_text.size() ? m_text[m_at] : '\0';
        if (mark != '\'' && mark != '"') fail("a quoted word is missing");
        const std::size_t begin = m_at + 1;
        const std::size_t end = m_text.find(mark, begin);
        if (end == std::string_view::npos) fail("a quoted word is not closed");
        m_at = end + 1;
        return m_text.substr(begin, end - begin);
    }
    void once(bool& seen) const {
        if (seen) fail("a key appears twice");
        seen = true;
    }

    void readValue(NpyHeader& header, std::string_view key) {
        if (key == "descr") {
            once(m_hasDescr);
            readDescr(header);
        } else if (key == "fortran_order") {
            once(m_hasOrder);
            header.fortranOrder = takeWord("True");
            if (!header.fortranOrder && !takeWord("False")) fail("neither True nor False");
        } else if (key == "shape") {
            once(m_hasShape);
            readShape(header);
        } else {
            fail("an unknown key");
        }
    }

    void readDescr(NpyHeader& header) {
        skipSpace();
        if (m_at < m_text.size() && m_text[m_at] == '[') { // a list of fields: skipped
            header.descr = "a list of fields";
            int depth = 0;
            do {
                if (m_at >= m_text.size()) fail("a list is not closed");
                if (m_text[m_at] == '[') ++depth;
                if (m_text[m_at] == ']') --depth;
                ++m_at;
            } while (depth > 0);
            return;
        }
        header.descr = std::string(quoted());
        header.type = typeOf(header.descr);
    }

    static std::optional<NumberType> typeOf(std::string_view descr) {
        if (descr.size() != 3) return std::nullopt;
        const bool bigEndian = descr[0] == '>';
        if ("<>|="sv.find(descr[0]) == std::string_view::npos) return std::nullopt;
        const int bytes = descr[2] - '0';
        const bool wordSize = bytes == 2 || bytes == 4 || bytes == 8;
        switch (descr[1]) {
        case 'b':
            if (bytes == 1) return NumberType{NumberKind::Unsigned, 1, false};
            break;
        case 'u':
            if (bytes == 1 || wordSize) return NumberType{NumberKind::Unsigned, bytes, bigEndian};
            break;
        case 'i':
            if (bytes == 1 || wordSize) return NumberType{NumberKind::Signed, bytes, bigEndian};
            break;
        case 'f':
            if (wordSize) return NumberType{NumberKind::Float, bytes, bigEndian};
            break;
        default:
            break;
        }
        return std::nullopt;
    }

    void readShape(NpyHeader& header) {
        require('(');
        while (!take(')')) {
            skipSpace();
            std::uint64_t size = 0;
            const char* const begin = m_text.data() + m_at;
            const auto [end, failed] = std::from_chars(begin, m_text.data() + m_text.size(), size);
            if (failed != std::errc()) fail("a size is not a whole number from 0 to 2^64");
            m_at += static_cast<std::size_t>(end - begin);
            takeWord("L"); // Python 2's suffix for long numbers
            header.shape.push_back(size);
            if (header.shape.size() > kMostDimensions) fail("more than 32 dimensions");
            if (take(',')) continue;
            require(')');
            break;
        }
    }

    const ByteSource& m_source;
    std::uint64_t m_begin;
    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_hasDescr = false;
    bool m_hasOrder = false;
    bool m_hasShape = false;
};

std::size_t readLength(ByteSource& source, int version) {
    std::array<std::uint8_t, 4> bytes{};
    source.readHeader(std::span(bytes).first(version == 1 ? 2 : 4), kWhat);
    return std::size_t{bytes[0]} | std::size_t{bytes[1]} << 8 | std::size_t{bytes[2]} << 16 |
           std::size_t{bytes[3]} << 24;
}

} // namespace

NpyHeader readNpyHeader(ByteSource& source) {
    std::array<std::uint8_t, 8> magic{};
    source.readHeader(magic, kWhat);
    if (std::string_view(reinterpret_cast<const char*>(magic.data()), 6) != "\x93NUMPY"sv) {
        source.failAt(0, "not a NumPy array: the word NUMPY is missing");
    }
    const int version = magic[6];
    if (version < 1 || version > 3 || magic[7] != 0) {
        source.failAt(6, "version " + std::to_string(version) + "." + std::to_string(magic[7]) +
                             " of the NumPy format; supported versions are 1.0 to 3.0");
    }
    const std::size_t length = readLength(source, version);
    if (length > kLongestHeader) {
        source.failAt(8, std::string(kWhat) + " has " + std::to_string(length) + " bytes, which is too long");
    }
    const std::uint64_t begin = source.position();
    std::string text(length, '\0');
    source.readHeader({reinterpret_cast<std::uint8_t*>(text.data()), length}, kWhat);
    return DictionaryParser(source, begin, text).parse();
}

std::string shapeText(const NpyHeader& header) {
    std::string text = "(";
    for (const std::uint64_t size : header.shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + (header.shape.size() == 1 ? ",)" : ")");
}

NumberType numberTypeOf(const NpyHeader& header, const ByteSource& source) {
    if (header.type) return *header.type;
    if (header.descr.find('O') != std::string::npos) {
        source.failAt(8, "an array of Python objects, which cannot be read without running code");
    }
    if (header.descr.starts_with("a list"))
        source.failAt(8, "a structured array; only plain numbers are supported");
    source.failAt(8, "elements of type " + quotedText(header.descr) +
                         "; supported are integers and floats of up to 64 bits");
}

} // namespace latent
