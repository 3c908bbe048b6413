// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/image_set.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace latent {
namespace {

constexpr std::size_t kWordBits = 64;

} // namespace

ImageSet::ImageSet(Words words) {
    while (!words.empty() && words.back() == 0) words.pop_back();
    if (words.empty()) return;
    for (const std::uint64_t word : words) m_count += std::popcount(word);
    m_words = std::make_shared<const Words>(std::move(words));
}

ImageSet ImageSet::of(const std::vector<Index>& images) {
    Words words;
    for (const Index image : images) {
        if (image < 0) continue;
        const auto bit = static_cast<std::size_t>(image);
        if (bit / kWordBits >= words.size()) words.resize(bit / kWordBits + 1);
        words[bit / kWordBits] |= std::uint64_t{1} << bit % kWordBits;
    }
    return ImageSet(std::move(words));
}

ImageSet ImageSet::all(Index size) {
    const auto bits = static_cast<std::size_t>(std::max<Index>(size, 0));
    Words words(bits / kWordBits, ~std::uint64_t{0});
    if (bits % kWordBits != 0) words.push_back((std::uint64_t{1} << bits % kWordBits) - 1);
    return ImageSet(std::move(words));
}

const ImageSet::Words& ImageSet::words() const {
    static const Words kNone;
    return m_words ? *m_words : kNone;
}

bool ImageSet::contains(Index image) const {
    if (image < 0) return false;
    const auto bit = static_cast<std::size_t>(image);
    const Words& all = words();
    return bit / kWordBits < all.size() && (all[bit / kWordBits] >> bit % kWordBits & 1) != 0;
}

std::vector<Index> ImageSet::images() const {
    std::vector<Index> found;
    found.reserve(static_cast<std::size_t>(m_count));
    const Words& all = words();
    for (std::size_t at = 0; at < all.size(); ++at)
        for (std::uint64_t word = all[at]; word != 0; word &= word - 1)
            found.push_back(static_cast<Index>(at * kWordBits) + std::countr_zero(word));
    return found;
}

ImageSet ImageSet::with(const ImageSet& other) const {
    const Words& theirs = other.words();
    Words joined = words();
    joined.resize(std::max(joined.size(), theirs.size()));
    for (std::size_t at = 0; at < theirs.size(); ++at) joined[at] |= theirs[at];
    return ImageSet(std::move(joined));
}

ImageSet ImageSet::without(const ImageSet& other) const {
    const Words& theirs = other.words();
    Words rest = words();
    for (std::size_t at = 0; at < std::min(rest.size(), theirs.size()); ++at) rest[at] &= ~theirs[at];
    return ImageSet(std::move(rest));
}

ImageSet ImageSet::within(const ImageSet& other) const {
    const Words& theirs = other.words();
    Words common = words();
    common.resize(std::min(common.size(), theirs.size()));
    for (std::size_t at = 0; at < common.size(); ++at) common[at] &= theirs[at];
    return ImageSet(std::move(common));
}

bool ImageSet::operator==(const ImageSet& other) const {
    return m_words == other.m_words || (m_count == other.m_count && words() == other.words());
}

ImageSet combined(const ImageSet& chosen, const ImageSet& caught, Combine how) {
    switch (how) {
    case Combine::Add:
        return chosen.with(caught);
    case Combine::Subtract:
        return chosen.without(caught);
    case Combine::Intersect:
        return chosen.within(caught);
    case Combine::Replace:
        break;
    }
    return caught;
}

} // namespace latent
