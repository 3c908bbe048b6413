// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/subset.h"

#include "core/base/error.h"
#include "core/data/arrays/pixel_memory.h"
#include "core/data/batch.h"
#include "core/data/files/clean_text.h"
#include "core/data/image_dataset.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

namespace latent {
namespace {

using Images = std::vector<std::uint32_t>;

std::optional<Index> wholeNumber(const std::string& text) {
    Index number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// A name takes precedence over a number: the digits of MNIST are both. Its Unicode normalisation may differ.
std::uint16_t classNamed(const ImageDataset& dataset, const std::string& word) {
    const auto& names = dataset.classNames;
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
        return name == word || composedName(name) == composedName(word);
    });
    if (found != names.end()) return static_cast<std::uint16_t>(found - names.begin());
    const std::optional<Index> number = wholeNumber(word);
    if (number && *number >= 0 && *number < dataset.classCount()) return static_cast<std::uint16_t>(*number);
    throw Error(dataset.origin, "",
                "there is no class \"" + word + "\" among its " + std::to_string(names.size()) + " classes");
}

void requireLabels(const ImageDataset& dataset, const char* purpose) {
    if (!dataset.hasLabels()) throw Error(dataset.origin, "", std::string("it has no labels ") + purpose);
}

void keepClasses(ImageDataset& dataset, const std::vector<std::string>& classes) {
    requireLabels(dataset, "to choose classes by");
    std::vector<bool> chosen(dataset.classNames.size(), false);
    for (const std::string& word : classes) chosen[classNamed(dataset, word)] = true;
    const auto drop = [&](Images& images) {
        std::erase_if(images, [&](std::uint32_t image) { return !chosen[dataset.labels[image]]; });
    };
    Images train = dataset.train;
    Images test = dataset.test;
    drop(train);
    drop(test);
    if (train.empty()) throw Error(dataset.origin, "", "the chosen classes have no training images");
    if (test.empty()) throw Error(dataset.origin, "", "the chosen classes have no test images");
    keepImages(dataset, std::move(train), std::move(test));

    std::vector<std::string> names;
    std::vector<std::uint16_t> newClass(chosen.size());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        newClass[i] = static_cast<std::uint16_t>(names.size());
        if (chosen[i]) names.push_back(dataset.classNames[i]);
    }
    for (std::uint16_t& label : dataset.labels) label = newClass[label];
    dataset.classNames = std::move(names);
}

/// Takes one image of each class in turn until there are enough: small classes give all they have.
Images balanced(const ImageDataset& dataset, const Images& shuffled, std::size_t count) {
    requireLabels(dataset, "to balance");
    std::vector<Images> ofClass(dataset.classNames.size());
    for (const std::uint32_t image : shuffled) ofClass[dataset.labels[image]].push_back(image);
    Images taken;
    taken.reserve(count);
    for (std::size_t round = 0; taken.size() < count; ++round) {
        for (const Images& images : ofClass) {
            if (round < images.size() && taken.size() < count) taken.push_back(images[round]);
        }
    }
    return taken;
}

bool sideBySide(const Images& images) {
    return !images.empty() && images.back() - images.front() + 1 == images.size();
}

PixelStore pixelsOf(const ImageDataset& dataset, const Images& kept) {
    const auto imageBytes = static_cast<std::size_t>(dataset.shape.pixels());
    if (sideBySide(kept)) {
        PixelStore part = dataset.pixels; // kept alive and watched like the whole
        part.bytes = part.bytes.subspan(kept.front() * imageBytes, kept.size() * imageBytes);
        return part;
    }
    const PixelMemory memory(kept.size() * imageBytes, dataset.origin, "the subset");
    std::uint8_t* to = memory.data();
    for (const std::uint32_t index : kept) {
        const std::span<const std::uint8_t> image = dataset.image(index);
        to = std::copy(image.begin(), image.end(), to);
    }
    dataset.requirePixels();
    return memory.finish();
}

} // namespace

Subset parseSubset(const std::string& text) {
    if (text == "all") return {};
    const std::size_t colon = text.find(':');
    const std::string word = text.substr(0, colon);
    const std::optional<Index> count =
        colon == std::string::npos ? std::nullopt : wholeNumber(text.substr(colon + 1));
    const bool counts = count && *count >= 1 && *count <= std::numeric_limits<std::int32_t>::max();
    if (counts && word == "first") return {SubsetKind::First, *count};
    if (counts && word == "random") return {SubsetKind::Random, *count};
    if (counts && word == "balanced") return {SubsetKind::Balanced, *count};
    throw Error("\"" + text + "\" is not one of all, first:N, random:N and balanced:N");
}

void keepSubset(ImageDataset& dataset, const Subset& subset, std::uint64_t seed) {
    if (!subset.classes.empty()) keepClasses(dataset, subset.classes);
    if (subset.kind == SubsetKind::Balanced) requireLabels(dataset, "to balance");
    const auto count = static_cast<std::size_t>(subset.count);
    if (subset.kind == SubsetKind::All || count == 0 || count >= dataset.train.size()) return;

    Images train = dataset.train;
    if (subset.kind != SubsetKind::First) // counter 0 draws the held-out images
        train = shuffled(train, Random(seed, Stream::Split, 1));
    if (subset.kind == SubsetKind::Balanced) train = balanced(dataset, train, count);
    train.resize(count);
    std::sort(train.begin(), train.end());
    keepImages(dataset, std::move(train), dataset.test);
}

void keepImages(ImageDataset& dataset, Images train, Images test) {
    Images kept;
    kept.reserve(train.size() + test.size());
    std::merge(train.begin(), train.end(), test.begin(), test.end(), std::back_inserter(kept));
    PixelStore pixels = pixelsOf(dataset, kept);

    Images newIndex(static_cast<std::size_t>(dataset.size()));
    for (std::size_t i = 0; i < kept.size(); ++i) newIndex[kept[i]] = static_cast<std::uint32_t>(i);
    const auto keepOnly = [&kept](auto& values) {
        if (values.empty()) return;
        for (std::size_t i = 0; i < kept.size(); ++i) // kept[i] ≥ i
            if (kept[i] != i) values[i] = std::move(values[kept[i]]);
        values.resize(kept.size());
    };
    keepOnly(dataset.labels);
    keepOnly(dataset.files);
    keepOnly(dataset.pages);
    for (Factor& factor : dataset.factors) keepOnly(factor.values);
    for (std::uint32_t& index : train) index = newIndex[index];
    for (std::uint32_t& index : test) index = newIndex[index];
    dataset.train = std::move(train);
    dataset.test = std::move(test);
    dataset.pixels = std::move(pixels);
}

} // namespace latent
