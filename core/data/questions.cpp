// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/questions.h"

#include "core/data/arrays/image_array.h"
#include "core/data/files/memory.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace latent {
namespace {

std::string gigabytes(std::uint64_t bytes) {
    char text[40];
    std::snprintf(text, sizeof text, bytes < 95'000'000 ? "%.3f GB" : "%.1f GB",
                  static_cast<double>(bytes) / 1e9);
    return text;
}

// Two leading digits, because 263,147 would be a pointless precision. Two images are the minimum, one to
// train on and one to test on.
std::uint64_t worthOffering(std::uint64_t fitting) {
    std::uint64_t unit = 1;
    while (fitting / unit >= 100) unit *= 10;
    const std::uint64_t round = fitting / unit * unit;
    return round >= 2 ? round : 0;
}

std::string tooLargeText(std::uint64_t needed, std::uint64_t allowed, std::uint64_t images,
                         std::uint64_t fitting) {
    std::string text = "the " + (images > 0 ? std::to_string(images) + " " : std::string()) + "images need " +
                       gigabytes(needed) + (images > 0 ? "" : " or more") +
                       ", more than half of the free memory (" + gigabytes(allowed) + " may be used)";
    if (fitting > 0)
        text += "; " + std::to_string(fitting) + " of them can be opened (--first-images " +
                std::to_string(fitting) + ")";
    return text;
}

std::string sizeUnclearText(const std::string& cause, const std::vector<ImageSize>& sizes) {
    std::string text = cause + ": give a width and a height (--size WxH)";
    constexpr std::size_t kMostNamed = 3;
    for (std::size_t i = 0; i < std::min(kMostNamed, sizes.size()); ++i) {
        const ImageSize& size = sizes[i];
        text += (i == 0 ? ", perhaps " : ", ") + sizeText({size.width, size.height, size.channels});
    }
    return text;
}

std::string columnUnclearText(const std::vector<FoundColumn>& columns) {
    std::string text = "it is unclear which column holds the labels: ";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        text += (i == 0                   ? ""
                 : i + 1 < columns.size() ? ", "
                                          : " or ") +
                columns[i].text + " (" + columns[i].values + ")";
    }
    return text + "; choose it with --label-column N";
}

} // namespace

LabelColumnUnclear::LabelColumnUnclear(const std::string& file, const std::string& position,
                                       std::vector<FoundColumn> found)
    : Error(file, position, columnUnclearText(found))
    , columns(std::move(found)) {}

SizeUnclear::SizeUnclear(const std::string& file, const std::string& position, const std::string& cause,
                         std::uint64_t numbersPerImage, std::vector<ImageSize> possible)
    : Error(file, position, sizeUnclearText(cause, possible))
    , numbers(numbersPerImage)
    , sizes(std::move(possible)) {}

TooLarge::TooLarge(const std::string& file, const std::string& position, std::uint64_t bytesNeeded,
                   std::uint64_t bytesAllowed, std::uint64_t imagesInAll, std::uint64_t imagesThatFit)
    : Error(file, position,
            tooLargeText(bytesNeeded, bytesAllowed, imagesInAll, worthOffering(imagesThatFit)))
    , needed(bytesNeeded)
    , allowed(bytesAllowed)
    , images(imagesInAll)
    , fitting(worthOffering(imagesThatFit)) {}

std::vector<ImageSize> plausibleSizes(std::uint64_t numbers) {
    std::vector<ImageSize> sizes;
    for (const int channels : {3, 1}) {
        if (numbers % static_cast<std::uint64_t>(channels) != 0) continue;
        const std::uint64_t pixels = numbers / static_cast<std::uint64_t>(channels);
        for (int width = 1; width <= kMaxImageSide; ++width) {
            const auto side = static_cast<std::uint64_t>(width);
            if (pixels == 0 || pixels % side != 0 || pixels / side > kMaxImageSide) continue;
            sizes.push_back({width, static_cast<int>(pixels / side), channels});
        }
    }
    const auto rank = [](const ImageSize& size) {
        const auto [low, high] = std::minmax({size.width, size.height});
        const double stretch = std::log(static_cast<double>(high) / static_cast<double>(low));
        return stretch == 0 ? 0 : stretch + (size.channels == 1 ? 0 : 0.5); // colour is less common
    };
    std::stable_sort(sizes.begin(), sizes.end(),
                     [&](const ImageSize& a, const ImageSize& b) { return rank(a) < rank(b); });
    return sizes;
}

void askForSize(const std::string& file, const std::string& position, const std::string& cause,
                std::uint64_t numbers, bool maybeLabel) {
    std::vector<ImageSize> sizes = plausibleSizes(numbers);
    if (maybeLabel && numbers > 1) {
        for (ImageSize size : plausibleSizes(numbers - 1)) {
            size.afterLabel = true;
            sizes.push_back(size);
        }
    }
    if (!sizes.empty()) throw SizeUnclear(file, position, cause, numbers, std::move(sizes));
    throw Error(file, position, cause + ", and no other sides from 1 to 128 fit");
}

std::optional<OpenQuestion> questionIn(const std::exception& error) {
    if (const auto* arrays = dynamic_cast<const ArraysUnclear*>(&error)) {
        const auto mayBeImages = [](const FoundArray& array) { return array.mayBeImages; };
        if (std::any_of(arrays->arrays.begin(), arrays->arrays.end(), mayBeImages)) return *arrays;
    }
    if (const auto* size = dynamic_cast<const SizeUnclear*>(&error)) return *size;
    if (const auto* columns = dynamic_cast<const LabelColumnUnclear*>(&error)) return *columns;
    const auto* large = dynamic_cast<const TooLarge*>(&error);
    if (large != nullptr && large->fitting > 0) return *large;
    return std::nullopt;
}

std::uint64_t allowedImageBytes(const OpenOptions& options) {
    return options.mostBytes > 0 ? options.mostBytes : availableMemory() / 2;
}

void requireImageMemory(std::uint64_t images, std::uint64_t imageBytes, const OpenOptions& options,
                        const std::string& file, const std::string& position, bool partly) {
    const std::uint64_t needed = saturatingProduct(images, imageBytes);
    const std::uint64_t allowed = allowedImageBytes(options);
    if (needed <= allowed) return;
    throw TooLarge(file, position, needed, allowed, images, partly ? allowed / imageBytes : 0);
}

} // namespace latent
