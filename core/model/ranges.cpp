// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ranges.h"

#include "core/model/names.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace latent {
namespace {

constexpr RealRange kMaskedShare{"the share of masked pixels", 1e-6F, 1, true};
constexpr RealRange kCorruptingDeviation{"the standard deviation of Gaussian corruption", 1e-6F, 10, true};
constexpr RealRange kThreshold{"the binarisation threshold", 1e-3F, 1, true};
constexpr RealRange kDeviation{"a Gaussian's standard deviation", 1e-4F, 10};

} // namespace

std::string withEnds(std::string text, const std::string& low, const std::string& high) {
    for (const auto& [name, number] : {std::pair{std::string_view("LOW"), low}, {"HIGH", high}}) {
        const std::size_t place = text.find(name);
        if (place != std::string::npos) text.replace(place, name.size(), number);
    }
    return text;
}

void RealRange::check(float value) const {
    if ((orZero && value == 0) || (value >= low && value <= high)) return;
    throw Error(std::string(what) + " must be " + (orZero ? "0 or " : "") + "from " + shortest(low) + " to " +
                shortest(high) + ", not " + shortest(value));
}

void SizesRange::check(const std::vector<int>& sizes) const {
    if (sizes.empty() && orNone) return;
    if (sizes.empty() || sizes.size() > most)
        throw Error(std::string(layers) + ": give 1 to " + std::to_string(most) +
                    " sizes, such as 400 or 512,256");
    if (!std::all_of(sizes.begin(), sizes.end(), [this](int one) { return one >= 1 && one <= largest; }))
        throw Error(std::string(size) + " must be from 1 to " + std::to_string(largest));
}

std::vector<int> SizesRange::parse(const std::string& text) const {
    std::vector<int> sizes;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        int one = 0;
        if (!parseNumber(std::string_view(text).substr(begin, end - begin), one))
            throw Error("\"" + text + "\": " + numbers +
                        " must be whole numbers separated by commas, such as 400 or 512,256");
        sizes.push_back(one);
        begin = end + 1;
    }
    check(sizes);
    return sizes;
}

void checkAmount(const Corruption& corruption) {
    if (corruption.kind == Corruption::Kind::Mask) kMaskedShare.check(corruption.amount);
    if (corruption.kind == Corruption::Kind::Gaussian) kCorruptingDeviation.check(corruption.amount);
}

void checkNumbers(const Likelihood& likelihood) {
    kThreshold.check(likelihood.threshold);
    kDeviation.check(likelihood.deviation);
}

} // namespace latent
