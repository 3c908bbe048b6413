// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/text_labels.h"

#include "core/data/clean_text.h"
#include "core/data/csv_reader.h"
#include "core/data/dataset_names.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latent {
namespace {

constexpr std::size_t kMostClasses = 65'536;

// The numbers that the texts are, or none.
std::vector<std::uint16_t> numbersOf(const std::vector<std::string>& texts) {
    std::vector<std::uint16_t> numbers;
    for (const std::string& text : texts) {
        double number = 0;
        if (!parseNumber(text, number) || !(number >= 0 && number < kMostClasses)) return {};
        if (number != std::trunc(number)) return {};
        numbers.push_back(static_cast<std::uint16_t>(number));
    }
    return numbers;
}

} // namespace

bool TextLabels::add(std::string_view text) {
    const auto [found, isNew] =
        m_ids.try_emplace(std::string(text), static_cast<std::uint16_t>(m_texts.size()));
    if (isNew) {
        if (m_texts.size() == kMostClasses) return false;
        m_texts.emplace_back(text);
    }
    m_labels.push_back(found->second);
    return true;
}

void TextLabels::finish(ImageDataset& dataset) const {
    std::vector<std::uint16_t> labelOf = numbersOf(m_texts);
    const bool numbered = !labelOf.empty();
    if (!numbered) {
        std::vector<std::size_t> order(m_texts.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return m_texts[a] < m_texts[b]; });
        labelOf.resize(m_texts.size());
        dataset.classNames.clear();
        for (const std::size_t id : order) {
            labelOf[id] = static_cast<std::uint16_t>(dataset.classNames.size());
            dataset.classNames.push_back(cleanText(m_texts[id]));
        }
    }
    dataset.labels.clear();
    for (const std::uint16_t id : m_labels) dataset.labels.push_back(labelOf[id]);
    if (numbered) numberClasses(dataset);
}

} // namespace latent
