// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/curate/filter_parser.h"

#include "core/data/format.h"
#include "core/explore/curate/filter_tokens.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace latent {
namespace {

using Node = ImageFilter::Node;
using NodePtr = std::shared_ptr<const Node>;
using Relation = FilterComparison::Relation;
using Kind = ImageField::Kind;

struct NamedField {
    std::string_view name;
    Kind kind;
};
constexpr std::array kFields{NamedField{"number", Kind::Number},     NamedField{"index", Kind::Number},
                             NamedField{"loss", Kind::Loss},         NamedField{"kl", Kind::Kl},
                             NamedField{"distance", Kind::Distance}, NamedField{"class", Kind::Class},
                             NamedField{"file", Kind::File},         NamedField{"split", Kind::Split}};

struct NamedRelation {
    std::string_view sign;
    Relation relation;
};
constexpr std::array kRelations{
    NamedRelation{"=", Relation::Equal},   NamedRelation{"!=", Relation::NotEqual},
    NamedRelation{"<", Relation::Less},    NamedRelation{"<=", Relation::LessOrEqual},
    NamedRelation{">", Relation::Greater}, NamedRelation{">=", Relation::GreaterOrEqual}};

std::string quoted(const FilterToken& token) {
    if (token.kind == FilterToken::Kind::End) return "the end";
    return std::string("“").append(token.text).append("”");
}

std::optional<double> numberIn(const std::string& text) {
    const char* begin = text.data() + (text.starts_with('+') && !text.starts_with("+-") ? 1 : 0);
    const char* const end = text.data() + text.size();
    double number = 0;
    const auto [stop, error] = std::from_chars(begin, end, number);
    if (error != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
    return number;
}

/// One method for each rule, strongest last; each begins at the current token and ends behind its own.
class FilterParser {
  public:
    FilterParser(std::string_view text, const FilterScope& scope)
        : m_tokens(filterTokens(text))
        , m_scope(scope) {}

    NodePtr parse() {
        NodePtr root = alternatives(0);
        if (current().isSign(")")) fail("there is no opening bracket for this closing one");
        if (current().kind != FilterToken::Kind::End)
            fail("“and” or “or” is missing before " + quoted(current()));
        return root;
    }

  private:
    const FilterToken& current() const { return m_tokens[m_at]; }
    FilterToken take() { return m_at + 1 < m_tokens.size() ? m_tokens[m_at++] : m_tokens[m_at]; }
    bool isKeyword(std::string_view word) const {
        return current().kind == FilterToken::Kind::Word && lowerCase(current().text) == word;
    }
    bool skipKeyword(std::string_view word) {
        const bool there = isKeyword(word);
        if (there) take();
        return there;
    }
    [[noreturn]] void fail(const std::string& cause) const { failAtCharacter(current().position, cause); }

    NodePtr joined(Node::Join join, std::vector<NodePtr> parts) const {
        if (parts.size() == 1) return std::move(parts.front());
        return std::make_shared<const Node>(Node{join, std::move(parts), {}});
    }

    NodePtr alternatives(int depth) {
        std::vector<NodePtr> parts;
        do parts.push_back(conjunction(depth));
        while (skipKeyword("or"));
        return joined(Node::Join::Or, std::move(parts));
    }

    NodePtr conjunction(int depth) {
        std::vector<NodePtr> parts;
        do parts.push_back(condition(depth));
        while (skipKeyword("and"));
        return joined(Node::Join::And, std::move(parts));
    }

    NodePtr condition(int depth) {
        if (depth >= ImageFilter::kDeepest) fail("conditions are nested too deeply");
        if (skipKeyword("not")) {
            std::vector<NodePtr> parts;
            parts.push_back(condition(depth + 1));
            return std::make_shared<const Node>(Node{Node::Join::Not, std::move(parts), {}});
        }
        if (!current().isSign("(")) return comparison();
        const std::size_t opened = take().position;
        NodePtr inner = alternatives(depth + 1);
        if (!current().isSign(")")) {
            if (current().kind == FilterToken::Kind::End)
                failAtCharacter(opened, "the bracket is not closed");
            fail("“and” or “or” is missing before " + quoted(current()));
        }
        take();
        return inner;
    }

    NodePtr comparison() {
        FilterComparison comparison;
        comparison.field = field();
        if (isKeyword("in")) {
            range(comparison);
        } else {
            comparison.relation = relation(comparison.field);
            if (comparison.field.isText())
                comparison.text = words(comparison.field);
            else
                comparison.low = number();
        }
        return std::make_shared<const Node>(Node{Node::Join::None, {}, std::move(comparison)});
    }

    ImageField field() {
        const std::string word = lowerCase(current().text);
        if (current().kind == FilterToken::Kind::Word) {
            const auto named = std::find_if(kFields.begin(), kFields.end(),
                                            [&](const NamedField& any) { return any.name == word; });
            if (named != kFields.end()) {
                take();
                return {named->kind};
            }
            if (const std::optional<ImageField> dimension = dimensionField(word)) {
                take();
                return *dimension;
            }
        }
        const bool ended = current().kind == FilterToken::Kind::End;
        fail(std::string(ended ? "a condition is missing" : quoted(current()) + " is no field") +
             "; the fields are number, loss, kl, m1, s1, distance, class, file and split");
    }

    // "m1", "s12".
    std::optional<ImageField> dimensionField(const std::string& word) const {
        if (word.size() < 2 || (word[0] != 'm' && word[0] != 's')) return std::nullopt;
        int dimension = 0;
        const char* const end = word.data() + word.size();
        const auto [stop, error] = std::from_chars(word.data() + 1, end, dimension);
        if (error != std::errc() || stop != end || dimension < 1) return std::nullopt;
        if (m_scope.latent > 0 && dimension > m_scope.latent)
            fail("the model has no dimension " + std::to_string(dimension) + "; the last is " +
                 std::to_string(m_scope.latent));
        return ImageField{word[0] == 'm' ? Kind::Mean : Kind::Sigma, dimension - 1};
    }

    Relation relation(const ImageField& field) {
        const auto found =
            std::find_if(kRelations.begin(), kRelations.end(),
                         [this](const NamedRelation& any) { return current().isSign(any.sign); });
        if (found == kRelations.end())
            fail(std::string("a comparison is missing before ") + quoted(current()) + ": " +
                 (field.isText() ? "= or !=" : "= != < <= > >= or in"));
        if (field.isText() && found->relation != Relation::Equal && found->relation != Relation::NotEqual)
            fail("a text is compared by = or !=, not by " + quoted(current()));
        take();
        return found->relation;
    }

    double number() {
        const bool word = current().kind == FilterToken::Kind::Word;
        const std::optional<double> number = word ? numberIn(current().text) : std::nullopt;
        if (!number) fail("a number is needed here, not " + quoted(current()));
        take();
        return *number;
    }

    void range(FilterComparison& comparison) {
        if (comparison.field.isText()) fail("a text is compared by = or !=, not by “in”");
        take();
        comparison.relation = Relation::In;
        comparison.low = number();
        if (!current().isSign("..")) fail("“..” is missing between the ends of the range");
        take();
        const std::size_t position = current().position;
        comparison.high = number();
        if (comparison.high < comparison.low) failAtCharacter(position, "the range ends before it begins");
    }

    std::string words(const ImageField& field) {
        const std::size_t position = current().position;
        std::string text;
        if (current().kind == FilterToken::Kind::Quoted) {
            text = take().text;
        } else {
            while (current().kind == FilterToken::Kind::Word && !isKeyword("and") && !isKeyword("or")) {
                if (!text.empty()) text += ' ';
                text += take().text;
            }
            if (text.empty()) fail("a name is needed here, not " + quoted(current()));
        }
        text = lowerCase(text);
        if (field.kind == Kind::Split) return splitName(text, position);
        if (field.kind == Kind::Class) requireClass(text, position);
        return text;
    }

    static std::string splitName(const std::string& text, std::size_t position) {
        if (text == "training" || text == "train") return "training";
        if (text == "test") return text;
        failAtCharacter(position, "“" + text + "” is neither training nor test");
    }

    void requireClass(const std::string& text, std::size_t position) const {
        constexpr std::size_t kMostListed = 12;
        const auto& classes = m_scope.classes;
        const auto same = [&](const std::string& name) { return lowerCase(name) == text; };
        if (classes.empty() || std::any_of(classes.begin(), classes.end(), same)) return;
        std::string names;
        for (std::size_t i = 0; i < std::min(kMostListed, classes.size()); ++i)
            names += (i > 0 ? ", " : "") + classes[i];
        if (classes.size() > kMostListed) names += ", …";
        failAtCharacter(position, "there is no class “" + text + "”; the classes are " + names);
    }

    std::vector<FilterToken> m_tokens; // the last is an End
    const FilterScope& m_scope;
    std::size_t m_at = 0;
};

} // namespace

NodePtr parseFilter(std::string_view text, const FilterScope& scope) {
    return FilterParser(text, scope).parse();
}

} // namespace latent
