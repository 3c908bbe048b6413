// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// The language of the selection's text field: class = Bag and loss > 300 and not (kl < 2 or number in 5..90).
namespace latent {

/// What an image is asked for.
struct ImageField {
    enum class Kind {
        Number,   // from 0
        Loss,     // nats
        Kl,       // nats
        Mean,     // m of `dimension`
        Sigma,    // of `dimension`
        Distance, // from the prior's centre
        Class,    // a name; any number of words in quotation marks
        File,     // a name, of which a part is enough
        Split     // training or test
    };
    Kind kind = Kind::Number;
    int dimension = 0; // from 0; the language counts from 1: m1, s1

    bool isText() const { return kind == Kind::Class || kind == Kind::File || kind == Kind::Split; }
    bool operator==(const ImageField&) const = default;
};

/// Where the values of an image come from. A number that is unknown is NaN: every comparison with it is
/// false,
/// != too.
struct ImageFacts {
    std::function<double(const ImageField& field, Index image)> number;
    std::function<std::string(const ImageField& field, Index image)> text; // of a split "training" or "test"
};

/// What is known of the set and the model when a filter is written, so that a slip is found at once.
struct FilterScope {
    int latent = 0;                   // dimensions of the model; 0: not checked
    std::vector<std::string> classes; // names of the classes; empty: not checked
};

/// A condition that an image meets or not. Immutable; shared between threads.
class ImageFilter {
  public:
    struct Node;

    /// “not” binds more tightly than “and”, “and” more tightly than “or”; brackets come first. Comparisons
    /// are FIELD = != < <= > >= VALUE, and FIELD in LOW..HIGH with both ends. Texts take = and != alone,
    /// whatever the case of their letters; several words need no quotation marks unless one of them is “and”,
    /// “or” or has a sign in it. Throws Error, one sentence with the position of what is wrong; also where
    /// conditions nest more than kDeepest deep.
    static ImageFilter parse(std::string_view text, const FilterScope& scope = {});

    bool matches(Index image, const ImageFacts& facts) const;
    /// The images from 0 to images − 1 that match, ascending.
    std::vector<Index> matching(Index images, const ImageFacts& facts) const;
    /// Every field that is asked for, without repetition: what must be computed first.
    std::vector<ImageField> fields() const;

    static constexpr int kDeepest = 100;

  private:
    explicit ImageFilter(std::shared_ptr<const Node> root)
        : m_root(std::move(root)) {}

    std::shared_ptr<const Node> m_root;
};

} // namespace latent
