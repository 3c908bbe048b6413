// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/joined_sets.h"

#include "core/base/error.h"
#include "core/data/arrays/label_values.h"
#include "core/data/arrays/pixel_memory.h"
#include "core/data/files/natural_order.h"

#include <algorithm>
#include <map>

namespace latent {
namespace {

constexpr std::size_t kMostClasses = 65'536;

std::vector<std::string> classesOf(const ImageDataset& set) {
    return set.hasLabels() ? set.classNames : std::vector<std::string>{kNoLabel};
}

// The names of both in natural order, images without a label last. Class numbers stay valid, since
// those of one set are the first of the other's.
std::vector<std::string> namesOfBoth(const ImageDataset& set, const ImageDataset& more) {
    std::vector<std::string> names = classesOf(set);
    const std::vector<std::string> others = classesOf(more);
    names.insert(names.end(), others.begin(), others.end());
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        if ((a == kNoLabel) != (b == kNoLabel)) return b == kNoLabel;
        return naturallyLess(a, b);
    });
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

void addLabels(std::vector<std::uint16_t>& labels, const ImageDataset& set, Index images,
               const std::vector<std::string>& names) {
    std::map<std::string, std::uint16_t> numbers;
    for (std::size_t i = 0; i < names.size(); ++i) numbers[names[i]] = static_cast<std::uint16_t>(i);
    if (!set.hasLabels()) {
        labels.insert(labels.end(), static_cast<std::size_t>(images), numbers[kNoLabel]);
        return;
    }
    std::vector<std::uint16_t> numberOf; // [classes of the set]
    for (const std::string& name : set.classNames) numberOf.push_back(numbers[name]);
    for (const std::uint16_t label : set.labels) labels.push_back(numberOf[label]);
}

void appendFactors(ImageDataset& set, const ImageDataset& more) {
    std::erase_if(set.factors, [&](Factor& factor) {
        const auto other = std::find_if(more.factors.begin(), more.factors.end(),
                                        [&](const Factor& one) { return one.name == factor.name; });
        if (other == more.factors.end()) return true;
        factor.values.insert(factor.values.end(), other->values.begin(), other->values.end());
        return false;
    });
}

template <class Value>
void append(std::vector<Value>& values, const std::vector<Value>& more) {
    values.insert(values.end(), more.begin(), more.end());
}

} // namespace

void appendLabels(ImageDataset& set, Index images, const ImageDataset& more, Index moreImages) {
    appendFactors(set, more);
    if (!set.hasLabels() && !more.hasLabels()) return;
    if (set.hasLabels() != more.hasLabels()) {
        const Index without = set.hasLabels() ? moreImages : images;
        set.choices.push_back(std::to_string(without) + (without == 1 ? " image" : " images") +
                              " without a label became the class “" + kNoLabel + "” (--no-labels)");
    }
    const std::vector<std::string> names = namesOfBoth(set, more);
    if (names.size() > kMostClasses) throw Error(set.origin, "", "more than 65,536 different labels");
    std::vector<std::uint16_t> labels;
    labels.reserve(static_cast<std::size_t>(images + moreImages));
    addLabels(labels, set, images, names);
    addLabels(labels, more, moreImages, names);
    set.labels = std::move(labels);
    set.classNames = names;
}

void appendImages(ImageDataset& set, const ImageDataset& more) {
    appendLabels(set, set.size(), more, more.size());
    const PixelMemory memory(set.pixels.bytes.size() + more.pixels.bytes.size(), set.origin,
                             "the joined files");
    std::uint8_t* const end = std::copy(set.pixels.bytes.begin(), set.pixels.bytes.end(), memory.data());
    std::copy(more.pixels.bytes.begin(), more.pixels.bytes.end(), end);
    set.pixels = memory.finish();
    append(set.files, more.files);
    append(set.pages, more.pages);
    for (const std::string& choice : more.choices) // both files leave the same open
        if (std::find(set.choices.begin(), set.choices.end(), choice) == set.choices.end())
            set.choices.push_back(choice);
    append(set.skipped, more.skipped);
    set.skippedCount += more.skippedCount;
}

} // namespace latent
