// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/opening_words.h"

#include "core/base/error.h"

#include <charconv>
#include <string_view>
#include <vector>

namespace latent {
namespace {

[[noreturn]] void failForSize(const std::string& text) {
    throw Error("\"" + text + "\" is not a width and height such as 32x24");
}

// Skips the separator between two sides and the spaces around it; false if there is something else or nothing
// follows.
bool takeCross(std::string_view& rest) {
    for (const std::string_view cross : {"x", "X", "×", "*"}) {
        std::string_view text = rest;
        while (text.starts_with(' ')) text.remove_prefix(1);
        if (!text.starts_with(cross)) continue;
        text.remove_prefix(cross.size());
        while (text.starts_with(' ')) text.remove_prefix(1);
        rest = text;
        return !text.empty();
    }
    return false;
}

} // namespace

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
    throw Error("\"" + word + "\" is not one of auto, grey and colour");
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

WrittenSize parseSize(const std::string& text) {
    std::vector<int> numbers;
    std::string_view rest = text;
    while (!rest.empty()) {
        int number = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (error != std::errc() || number < 1 || number > kMaxAskedSide) failForSize(text);
        numbers.push_back(number);
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        if (!rest.empty() && !takeCross(rest)) failForSize(text);
    }
    const bool channels = numbers.size() == 3 && (numbers[2] == 1 || numbers[2] == 3 || numbers[2] == 4);
    if (numbers.size() != 2 && !channels) failForSize(text);
    return {numbers[0], numbers[1]};
}

std::array<std::uint8_t, 3> parseGround(const std::string& word) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number, 16);
    if (word.size() != 6 || error != std::errc() || end != word.data() + word.size()) {
        throw Error("\"" + word + "\" is not a colour of six hexadecimal digits such as ffffff");
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
