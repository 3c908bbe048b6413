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

/// The labels of images as written in the data, numbers or words, before it is known whether they are
/// classes.
class LabelValues {
  public:
    /// A number that is not finite means that the image has no label.
    void add(double number);
    /// So does a text that is blank or a word for a missing value ("nan").
    void add(std::string_view text, bool decimalComma = false);
    /// Appends the labels of further images.
    void append(const LabelValues& more);

    std::size_t size() const { return m_numbers.size(); }
    bool empty() const { return m_numbers.empty(); }

  private:
    friend class LabelReading; // decides what they mean

    std::string textOf(std::size_t image) const;

    std::vector<double> m_numbers;    // [images] NaN: no label, or a word
    std::vector<std::uint32_t> m_ids; // [images] indices into m_texts; empty if no text was added
    std::vector<std::string> m_texts; // different texts, as written
    std::unordered_map<std::string, std::uint32_t> m_idOf;
    bool m_words = false;          // there is a text that is not a number
    const char* m_limit = nullptr; // why not all texts are kept
};

/// The labels of the training images followed by those of the test images. If only one part has labels, the
/// images of the other have none; empty if neither has.
LabelValues joinLabels(LabelValues train, Index trainImages, LabelValues test, Index testImages);

/// The class of images without a label among others that have one.
inline constexpr const char* kNoLabel = "no label";

/// How sentences refer to the labels.
struct LabelSource {
    std::string name;   // "column 65, “class”"
    std::string factor; // the name of a factor made from them: "class"
};

/// Sets the labels and class names of a set. Integers from 0 are class numbers; other integers are numbered
/// by their distinct values, words in natural order. Images without a label form a class of their own, "no
/// label". Numbers with fractions become a factor, and the set has no labels. Labels that cannot be used are
/// recorded in the set's `skipped`, decisions in its `choices`.
void setLabels(ImageDataset& dataset, const LabelValues& values, const LabelSource& source);

/// Makes a factor from any numbers; missing ones become the mean of the others.
void addFactor(ImageDataset& dataset, const LabelValues& values, const LabelSource& source);

} // namespace latent
