// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/ranges.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace latent {

/// A setting of a run that decides about its result. Its range check, its option, its member of the metadata
/// of files, its row in a panel and its line among the differences of two runs are all made from this entry.
struct Knob {
    template <class T>
    struct Value {
        T (*get)(const Configuration&);
        void (*set)(Configuration&, T); // does not check the range
    };
    // `older` is the value in files from before the knob existed; without one, files must tell what applies.
    template <class T>
    struct Integer : Value<T> {
        IntegerRange<T> range;
        std::optional<T> older; // always given: clang 14 crashes where its default is used
    };
    struct Real : Value<float> {
        RealRange range;
        std::optional<float> older{};
    };
    struct Switch : Value<bool> {
        std::optional<bool> older{};
    };
    struct Sizes : Value<std::vector<int>> {
        SizesRange range;
    };
    /// A value that is written as a word, such as "tanh" or "mask:0.3". set() throws Error for any other
    /// word.
    struct Word : Value<std::string> {
        void (*check)(const Configuration&) = nullptr; // of the numbers in it; nullptr: there are none
        std::optional<const char*> older{};
    };
    using AnyValue = std::variant<Integer<int>, Integer<std::uint64_t>, Real, Switch, Sizes, Word>;

    /// On the command line. LOW and HIGH in the help stand for the ends of the range.
    struct Option {
        const char* placeholder = nullptr; // nullptr: there is no option
        const char* help = nullptr;
        const char* chosenBy = nullptr; // the option that chooses this and others at once: "preset"
    };
    /// In the metadata of models and runs.
    struct File {
        const char* object; // "architecture", "objective" or "training"
        const char* key;
        int place = kLast; // smaller ones are written first; the same ones in the table's order
        static constexpr int kLast = 99;
    };
    /// In the window. The slider's range holds the usual values; it grows where a run has others.
    struct Panel {
        const char* help = nullptr; // sentences, with LOW and HIGH as above; nullptr: it has no row
        double low = 0;
        double high = 0;
        int decimals = 0;
        int significantDigits = 0; // 0: decimals apply
    };

    const char* key;   // its option: "latent"
    const char* label; // for people, in English: "latent size"
    AnyValue value;
    bool live = false;                               // can be changed during a run
    bool (*applies)(const Configuration&) = nullptr; // whether it means anything; nullptr: always
    Option option{};
    File file;
    Panel panel{};

    bool appliesTo(const Configuration& configuration) const { return !applies || applies(configuration); }
    /// "none" where it does not apply.
    std::string text(const Configuration& configuration) const;
    /// Throws Error with one sentence if the value is out of range.
    void check(const Configuration& configuration) const;
    /// The text with the ends of the range for LOW and HIGH.
    std::string withRange(const std::string& words) const;
};

/// All of them, in the order of the panels. The number of threads is none: it changes no loss.
std::span<const Knob> knobs();
/// There must be one with this key.
const Knob& knobNamed(std::string_view key);

struct KnobDifference {
    const Knob* knob = nullptr;
    std::string before;
    std::string after;
};

/// The settings that differ.
std::vector<KnobDifference> differences(const Configuration& before, const Configuration& after);

} // namespace latent
