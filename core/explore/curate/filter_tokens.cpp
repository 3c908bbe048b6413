// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/filter_tokens.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <utility>

namespace latent {
namespace {

using namespace std::string_view_literals;

struct Spelling {
    std::string_view written;
    std::string_view meant;
};

// Longer ones before their beginnings.
constexpr std::array kSigns{Spelling{"<="sv, "<="sv}, Spelling{">="sv, ">="sv}, Spelling{"!="sv, "!="sv},
                            Spelling{"<>"sv, "!="sv}, Spelling{"=="sv, "="sv},  Spelling{".."sv, ".."sv},
                            Spelling{"("sv, "("sv},   Spelling{")"sv, ")"sv},   Spelling{"="sv, "="sv},
                            Spelling{"<"sv, "<"sv},   Spelling{">"sv, ">"sv},   Spelling{"≠"sv, "!="sv},
                            Spelling{"≤"sv, "<="sv},  Spelling{"≥"sv, ">="sv},  Spelling{"…"sv, ".."sv}};

// An opening quotation mark and the one that closes it.
constexpr std::array kQuotes{Spelling{"\""sv, "\""sv}, Spelling{"'"sv, "'"sv}, Spelling{"“"sv, "”"sv}};

bool isBlankLetter(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

bool isWordLetter(char letter) {
    const bool ascii = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                       (letter >= 'A' && letter <= 'Z');
    return ascii || static_cast<unsigned char>(letter) >= 0x80 || "_.-+/"sv.find(letter) != std::string::npos;
}

class Tokeniser {
  public:
    explicit Tokeniser(std::string_view text)
        : m_text(text) {}

    std::vector<FilterToken> run() {
        std::vector<FilterToken> tokens;
        for (;;) {
            while (m_at < m_text.size() && isBlankLetter(m_text[m_at])) ++m_at;
            if (m_at == m_text.size()) break;
            tokens.push_back(next());
        }
        tokens.push_back({FilterToken::Kind::End, {}, characterOf(m_at)});
        return tokens;
    }

  private:
    std::string_view rest() const { return m_text.substr(m_at); }
    // Bytes that continue a character do not count.
    std::size_t characterOf(std::size_t byte) {
        for (; m_countedTo < byte; ++m_countedTo)
            if ((static_cast<unsigned char>(m_text[m_countedTo]) & 0xc0U) != 0x80U) ++m_characters;
        return m_characters + 1;
    }

    template <class Table>
    const Spelling* spelled(const Table& table) const {
        const auto found = std::find_if(table.begin(), table.end(), [this](const Spelling& spelling) {
            return rest().starts_with(spelling.written);
        });
        return found == table.end() ? nullptr : &*found;
    }

    FilterToken next() {
        const std::size_t position = characterOf(m_at);
        if (const Spelling* const quote = spelled(kQuotes)) return quoted(*quote, position);
        if (const Spelling* const sign = spelled(kSigns)) {
            m_at += sign->written.size();
            return {FilterToken::Kind::Sign, std::string(sign->meant), position};
        }
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isWordLetter(m_text[m_at]) && spelled(kSigns) == nullptr &&
               spelled(kQuotes) == nullptr)
            ++m_at;
        if (m_at == begin) failAtCharacter(position, "this character has no meaning here");
        return {FilterToken::Kind::Word, std::string(m_text.substr(begin, m_at - begin)), position};
    }

    FilterToken quoted(const Spelling& quote, std::size_t position) {
        m_at += quote.written.size();
        const std::size_t end = m_text.find(quote.meant, m_at);
        if (end == std::string_view::npos) failAtCharacter(position, "the quotation mark is not closed");
        std::string text(m_text.substr(m_at, end - m_at));
        m_at = end + quote.meant.size();
        return {FilterToken::Kind::Quoted, std::move(text), position};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_countedTo = 0; // bytes whose characters are counted
    std::size_t m_characters = 0;
};

} // namespace

void failAtCharacter(std::size_t position, const std::string& cause) {
    throw Error("at character " + std::to_string(position) + ": " + cause);
}

std::vector<FilterToken> filterTokens(std::string_view text) {
    return Tokeniser(text).run();
}

} // namespace latent
