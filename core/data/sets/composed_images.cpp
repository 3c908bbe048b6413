// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/composed_images.h"

#include <algorithm>
#include <vector>

namespace latent {
namespace {

constexpr std::size_t kChannels = 4; // red, green, blue, opacity

// The place of each number of an image, in file order, in [rows, columns, channels].
std::vector<std::size_t> placesWithin(const ImageArray& array) {
    std::vector<std::size_t> places{0};
    for (std::size_t i = 1; i < array.axes.size(); ++i) {
        const ArrayAxis& axis = array.axes[i];
        std::vector<std::size_t> finer;
        finer.reserve(places.size() * static_cast<std::size_t>(axis.size));
        for (const std::size_t place : places) {
            for (std::uint64_t step = 0; step < axis.size; ++step)
                finer.push_back(place + static_cast<std::size_t>(step * axis.stride));
        }
        places = std::move(finer);
    }
    return places;
}

// Handles NaN as well: the file may have changed since its range was scanned.
double scaled(const PixelRule& rule, double number) {
    const double byte = (number - rule.offset) * rule.factor;
    return byte > 0 ? std::min(byte, 255.0) : 0.0;
}

} // namespace

void readComposed(ByteSource& source, const ImageArray& array, const PixelRule& rule,
                  const std::array<std::uint8_t, 3>& ground, std::uint8_t* out, const Progress& progress) {
    const std::vector<std::size_t> places = placesWithin(array);
    const auto bytes = static_cast<std::uint64_t>(array.type.bytes);
    std::vector<std::uint8_t> raw(places.size() * static_cast<std::size_t>(bytes));
    std::vector<double> inOrder(places.size());
    std::vector<double> image(places.size());
    const std::uint64_t whole = source.position() + array.wholeNumbers() * bytes;
    for (Index i = 0; i < array.count; ++i) {
        source.readExactly(raw.data(), raw.size(), whole, progress);
        decodeNumbers(array.type, raw.data(), inOrder);
        for (std::size_t k = 0; k < places.size(); ++k) image[places[k]] = inOrder[k];
        for (std::size_t pixel = 0; pixel < image.size(); pixel += kChannels) {
            const double opacity = scaled(rule, image[pixel + 3]) / 255;
            for (std::size_t channel = 0; channel < 3; ++channel) {
                const double value =
                    scaled(rule, image[pixel + channel]) * opacity + ground[channel] * (1 - opacity);
                *out++ = static_cast<std::uint8_t>(value + 0.5);
            }
        }
    }
}

std::string groundText(const std::array<std::uint8_t, 3>& ground) {
    return "laid on the colour " + std::to_string(ground[0]) + ", " + std::to_string(ground[1]) + ", " +
           std::to_string(ground[2]);
}

} // namespace latent
