// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace latent {

/// The labels of images as the data state them, numbers or words, before it is known whether they are
/// classes.
class LabelValues {
  public:
    /// A number that is not finite says that the image has no label.
    void add(double number);
    /// So does a text that is blank or one of the words for a missing value ("nan").
    void add(std::string_view text, bool decimalComma = false);
    /// The labels of further images.
    void append(const LabelValues& more);

    std::size_t size() const { return m_numbers.size(); }
    bool empty() const { return m_numbers.empty(); }

  private:
    friend class LabelReading; // decides what they are

    std::string textOf(std::size_t image) const;

    std::vector<double> m_numbers;    // [images] NaN: none, or a word
    std::vector<std::uint32_t> m_ids; // [images] of m_texts; empty where no text was added
    std::vector<std::string> m_texts; // different ones, as they are written
    std::unordered_map<std::string, std::uint32_t> m_idOf;
    bool m_words = false;          // a text that is no number
    const char* m_limit = nullptr; // why not all texts are kept
};

/// The labels of the training images and, behind them, of the test images. Where only one part has labels,
/// the images of the other have none; empty where neither has.
LabelValues joinLabels(LabelValues train, Index trainImages, LabelValues test, Index testImages);

/// The class of images without a label among others that have one.
inline constexpr const char* kNoLabel = "no label";

/// What sentences call the labels.
struct LabelSource {
    std::string name;   // "column 65, “class”"
    std::string factor; // the name of a factor that is made of them: "class"
};

/// Sets the labels and class names of a set. Whole numbers from 0 are classes as they are; other whole
/// numbers are numbered by their different values, words in natural order. Images without a label become a
/// class of their own, "no label". Numbers with fractions become a factor, and the set has no labels. What
/// cannot be used is told in the set's `skipped`, what was decided in its `choices`.
void setLabels(ImageDataset& dataset, const LabelValues& values, const LabelSource& source);

/// Makes a factor of numbers whatever they are; missing ones become the mean of the others.
void addFactor(ImageDataset& dataset, const LabelValues& values, const LabelSource& source);

} // namespace latent
