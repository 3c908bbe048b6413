// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/opening_words.h"

#include "core/base/error.h"

#include <charconv>

namespace latent {

ImageFit parseFit(const std::string& word) {
    for (const ImageFit fit : {ImageFit::Crop, ImageFit::Stretch})
        if (word == wordFor(fit)) return fit;
    throw Error("\"" + word + "\" is neither crop nor stretch");
}

std::string wordFor(ImageFit fit) {
    return fit == ImageFit::Crop ? "crop" : "stretch";
}

ImageColour parseColour(const std::string& word) {
    for (const ImageColour colour : {ImageColour::Auto, ImageColour::Grey, ImageColour::Colour})
        if (word == wordFor(colour)) return colour;
    throw Error("\"" + word + "\" is none of auto, grey and colour");
}

std::string wordFor(ImageColour colour) {
    switch (colour) {
    case ImageColour::Auto:
        return "auto";
    case ImageColour::Grey:
        return "grey";
    case ImageColour::Colour:
        break;
    }
    return "colour";
}

std::array<std::uint8_t, 3> parseGround(const std::string& word) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number, 16);
    if (word.size() != 6 || error != std::errc() || end != word.data() + word.size()) {
        throw Error("\"" + word + "\" is no colour of six hexadecimal digits such as ffffff");
    }
    return {static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 8 & 0xFF),
            static_cast<std::uint8_t>(number & 0xFF)};
}

std::string wordFor(const std::array<std::uint8_t, 3>& ground) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string word;
    for (const std::uint8_t part : ground) {
        word += kDigits[part >> 4];
        word += kDigits[part & 15];
    }
    return word;
}

} // namespace latent
