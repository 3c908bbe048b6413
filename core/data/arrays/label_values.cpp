// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/label_values.h"

#include "core/data/files/clean_text.h"
#include "core/data/files/natural_order.h"
#include "core/data/files/text_source.h"
#include "core/data/format.h"
#include "core/data/tables/csv_cells.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <utility>

namespace latent {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostLabels = 65'536;
constexpr std::size_t kLongestText = 1000; // bytes
constexpr const char* kTooMany = "more than 65,536 different labels";
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

bool isOneOf(std::span<const std::string_view> words, std::string_view text) {
    return std::find(words.begin(), words.end(), lowerCase(std::string(text))) != words.end();
}

bool isMissing(std::string_view text) {
    constexpr std::array kWords{""sv, "nan"sv, "<na>"sv, "#n/a"sv};
    return isOneOf(kWords, text);
}

// Could be words in their own right, but count as missing values among numbers.
bool isMissingAmongNumbers(std::string_view text) {
    constexpr std::array kWords{"na"sv, "n/a"sv, "null"sv, "none"sv, "?"sv, "-"sv};
    return isOneOf(kWords, text);
}

// A class name: 5000000000 rather than 5e+09.
std::string nameOf(double number) {
    constexpr double kMostDigits = 1e18;
    std::array<char, 40> digits{};
    const auto format = std::abs(number) < kMostDigits && number == std::trunc(number)
                            ? std::chars_format::fixed
                            : std::chars_format::general;
    const auto [end, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), number, format);
    return {digits.data(), end};
}

// "column 2, “age”," as the start of a sentence.
std::string asSubject(const std::string& name) {
    return name.find(',') == std::string::npos ? name : name + ",";
}

std::string countText(std::size_t count, const char* what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

} // namespace

void LabelValues::add(double number) {
    m_numbers.push_back(std::isfinite(number) ? number : kMissing);
}

void LabelValues::add(std::string_view text, bool decimalComma) {
    text = trimmed(text);
    m_numbers.push_back(kMissing);
    m_ids.push_back(kNone);
    if (isMissing(text)) return;
    if (!parseNumber(text, m_numbers.back(), decimalComma)) {
        m_words = m_words || !isMissingAmongNumbers(text);
    } else if (!std::isfinite(m_numbers.back())) {
        m_numbers.back() = kMissing;
    }
    if (text.size() > kLongestText) m_limit = "a label of more than 1,000 characters";
    if (m_limit != nullptr) return;
    const auto [found, isNew] =
        m_idOf.try_emplace(composedText(text), static_cast<std::uint32_t>(m_texts.size()));
    if (isNew && m_texts.size() == kMostLabels) {
        m_limit = kTooMany;
        return;
    }
    if (isNew) m_texts.push_back(found->first);
    m_ids.back() = found->second;
}

std::string LabelValues::textOf(std::size_t image) const {
    if (!m_ids.empty()) return m_ids[image] == kNone ? std::string() : m_texts[m_ids[image]];
    return std::isnan(m_numbers[image]) ? std::string() : nameOf(m_numbers[image]);
}

void LabelValues::append(const LabelValues& more) {
    if (more.empty()) return;
    LabelValues joined;
    if (m_words || more.m_words) {
        for (const LabelValues* const part : {static_cast<const LabelValues*>(this), &more})
            for (std::size_t image = 0; image < part->size(); ++image) joined.add(part->textOf(image));
        for (const char* const limit : {m_limit, more.m_limit})
            if (joined.m_limit == nullptr) joined.m_limit = limit;
    } else { // numbers, however they were written
        joined.m_numbers = std::move(m_numbers);
        joined.m_numbers.insert(joined.m_numbers.end(), more.m_numbers.begin(), more.m_numbers.end());
    }
    *this = std::move(joined);
}

LabelValues joinLabels(LabelValues train, Index trainImages, LabelValues test, Index testImages) {
    if (train.empty() && test.empty()) return {};
    while (train.size() < static_cast<std::size_t>(trainImages)) train.add(kMissing);
    while (test.size() < static_cast<std::size_t>(testImages)) test.add(kMissing);
    train.append(test);
    return train;
}

// Decides what the values mean.
class LabelReading {
  public:
    LabelReading(ImageDataset& dataset, const LabelValues& values, const LabelSource& source)
        : m_dataset(dataset)
        , m_values(values)
        , m_source(source) {}

    void read() {
        m_dataset.labels.clear();
        m_dataset.classNames.clear();
        if (m_values.m_words) return readWords();
        std::set<double> different;
        for (const double number : m_values.m_numbers) {
            if (std::isnan(number)) continue;
            if (number != std::trunc(number))
                return makeFactor(" holds fractions, not classes: it can colour the map");
            if (different.size() <= kMostLabels) different.insert(number);
        }
        if (different.empty()) return skip("no image has one");
        if (different.size() + (missing() > 0 ? 1 : 0) > kMostLabels)
            return makeFactor(" holds too many different numbers for classes: it can colour the map");
        if (areClassNumbers(different)) return takeNumbers(different);
        numberValues(different);
    }

    /// says: what happens with the labels, for the set's choices.
    void makeFactor(const char* says) {
        if (m_values.m_words) return skip("it mixes words and numbers");
        const std::size_t without = missing();
        if (without == m_values.size()) return skip("it holds no numbers");
        double sum = 0;
        for (const double number : m_values.m_numbers) sum += std::isnan(number) ? 0 : number;
        const auto mean = static_cast<float>(sum / static_cast<double>(m_values.size() - without));
        Factor factor{cleanText(m_source.factor), {}};
        factor.values.reserve(m_values.size());
        for (const double number : m_values.m_numbers) {
            factor.values.push_back(std::isnan(number) ? mean : static_cast<float>(number));
            if (!std::isfinite(factor.values.back())) return skip("its numbers are too large to colour by");
        }
        m_dataset.factors.push_back(std::move(factor));
        std::string choice = asSubject(m_source.name) + says;
        if (without > 0) choice += "; " + countText(without, "missing value") + " became its mean";
        m_dataset.choices.push_back(choice + " (--no-labels leaves it out)");
    }

  private:
    std::size_t missing() const {
        return static_cast<std::size_t>(std::count_if(m_values.m_numbers.begin(), m_values.m_numbers.end(),
                                                      [](double number) { return std::isnan(number); }));
    }
    void skip(const std::string& reason) const {
        m_dataset.skipped.push_back({m_source.name, reason});
        ++m_dataset.skippedCount;
    }

    // With years or person numbers as class numbers, most classes would be empty.
    bool areClassNumbers(const std::set<double>& different) const {
        constexpr double kAlwaysDense = 1000;
        const double lowest = *different.begin();
        const double highest = *different.rbegin();
        if (lowest < 0 || highest + (missing() > 0 ? 1 : 0) >= static_cast<double>(kMostLabels)) return false;
        return highest < kAlwaysDense || 2 * static_cast<double>(different.size()) > highest;
    }

    void takeNumbers(const std::set<double>& different) {
        const auto highest = static_cast<int>(*different.rbegin());
        for (int label = 0; label <= highest; ++label) m_dataset.classNames.push_back(std::to_string(label));
        setLabelsBy([&](std::size_t image) { return static_cast<std::uint16_t>(m_values.m_numbers[image]); },
                    [&](std::size_t image) { return std::isnan(m_values.m_numbers[image]); });
    }

    void numberValues(const std::set<double>& different) {
        std::unordered_map<double, std::uint16_t> labelOf;
        for (const double number : different) {
            labelOf[number] = static_cast<std::uint16_t>(labelOf.size());
            m_dataset.classNames.push_back(nameOf(number));
        }
        setLabelsBy([&](std::size_t image) { return labelOf[m_values.m_numbers[image]]; },
                    [&](std::size_t image) { return std::isnan(m_values.m_numbers[image]); });
    }

    void readWords() {
        const std::vector<std::string>& texts = m_values.m_texts;
        const bool someMissing =
            std::find(m_values.m_ids.begin(), m_values.m_ids.end(), kNone) != m_values.m_ids.end();
        if (m_values.m_limit != nullptr) return skip(m_values.m_limit);
        if (texts.size() + (someMissing ? 1 : 0) > kMostLabels) return skip(kTooMany);
        std::vector<std::uint32_t> order(texts.size());
        std::iota(order.begin(), order.end(), 0U);
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return naturallyLess(texts[a], texts[b]); });
        std::vector<std::uint16_t> labelOf(texts.size());
        for (const std::uint32_t id : order) {
            labelOf[id] = static_cast<std::uint16_t>(m_dataset.classNames.size());
            m_dataset.classNames.push_back(cleanText(texts[id]));
        }
        setLabelsBy([&](std::size_t image) { return labelOf[m_values.m_ids[image]]; },
                    [&](std::size_t image) { return m_values.m_ids[image] == kNone; });
    }

    template <class LabelOf, class IsMissing>
    void setLabelsBy(LabelOf labelOf, IsMissing isMissing) {
        const auto noLabel = static_cast<std::uint16_t>(m_dataset.classNames.size());
        std::size_t without = 0;
        m_dataset.labels.resize(m_values.size());
        for (std::size_t image = 0; image < m_values.size(); ++image) {
            const bool none = isMissing(image);
            m_dataset.labels[image] = none ? noLabel : labelOf(image);
            without += none ? 1 : 0;
        }
        if (without == 0) return;
        m_dataset.classNames.emplace_back(kNoLabel);
        m_dataset.choices.push_back(countText(without, "image") +
                                    " without a label became the class “no label” (--no-labels)");
    }

    ImageDataset& m_dataset;
    const LabelValues& m_values;
    const LabelSource& m_source;
};

void setLabels(ImageDataset& dataset, const LabelValues& values, const LabelSource& source) {
    if (!values.empty()) LabelReading(dataset, values, source).read();
}

void addFactor(ImageDataset& dataset, const LabelValues& values, const LabelSource& source) {
    if (!values.empty()) LabelReading(dataset, values, source).makeFactor(" can colour the map");
}

} // namespace latent
