// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_colouring.h"

#include "core/explore/shown_images.h"
#include "ui/controls/style.h"
#include "ui/map/splat_points.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace latent {
namespace {

constexpr int kNumberBins = 64;

/// Low to high, dark blue over teal to yellow (viridis, five stops): readable on both grounds but for its
/// darkest end, which starts lighter.
QColor numberColour(double t) {
    static constexpr std::array<QRgb, 5> kStops{0x5b4fa2, 0x3a76af, 0x21a585, 0x8bc34a, 0xf5d93b};
    const double at = std::clamp(t, 0.0, 1.0) * (kStops.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(at), kStops.size() - 2);
    const double part = at - static_cast<double>(low);
    const QColor a(kStops[low]), b(kStops[low + 1]);
    return QColor::fromRgbF(static_cast<float>(a.redF() + part * (b.redF() - a.redF())),
                            static_cast<float>(a.greenF() + part * (b.greenF() - a.greenF())),
                            static_cast<float>(a.blueF() + part * (b.blueF() - a.blueF())));
}

/// 0 for each image of the split, kNotShown for the others.
std::vector<std::uint16_t> splitMask(const ImageDataset& dataset, MapSplit split) {
    std::vector<std::uint16_t> mask;
    mask.reserve(static_cast<std::size_t>(dataset.size()));
    for (const std::uint8_t member : splitMembers(dataset, split)) mask.push_back(member ? 0 : kNotShown);
    return mask;
}

void count(MapColouring& colouring) {
    colouring.counts.assign(colouring.colours.size(), 0);
    for (const std::uint16_t c : colouring.classes)
        if (c < colouring.counts.size()) ++colouring.counts[c];
}

} // namespace

void fadeOthers(MapColouring& colouring, const ImageSet& chosen, const QColor& faint) {
    if (chosen.empty()) return;
    colouring.others = static_cast<int>(colouring.colours.size());
    colouring.chosenCounts.assign(colouring.colours.size(), 0);
    const ImageSet::Words& words = chosen.words();
    for (std::size_t i = 0; i < colouring.classes.size(); ++i) {
        std::uint16_t& c = colouring.classes[i];
        if (c == kNotShown) continue;
        if (i / 64 < words.size() && (words[i / 64] >> i % 64 & 1) != 0)
            ++colouring.chosenCounts[c];
        else
            c = static_cast<std::uint16_t>(colouring.others);
    }
    colouring.colours.push_back(faint);
}

void hide(MapColouring& colouring, const ImageDataset& dataset, const std::set<int>& classes,
          const ImageSet& images) {
    if (!classes.empty() && dataset.hasLabels())
        for (std::size_t i = 0; i < colouring.classes.size(); ++i)
            if (classes.contains(dataset.labels[i])) colouring.classes[i] = kNotShown;
    for (const Index image : images.images())
        if (image < static_cast<Index>(colouring.classes.size()))
            colouring.classes[static_cast<std::size_t>(image)] = kNotShown;
}

MapColouring colouringByClass(const ImageDataset& dataset, MapSplit split, const QColor& plain) {
    MapColouring colouring;
    colouring.classes = splitMask(dataset, split);
    if (dataset.hasLabels()) {
        for (int label = 0; label < dataset.classCount(); ++label)
            colouring.colours.push_back(style::classColour(label));
        for (std::size_t i = 0; i < colouring.classes.size(); ++i)
            if (colouring.classes[i] != kNotShown) colouring.classes[i] = dataset.labels[i];
    } else {
        colouring.colours = {plain};
    }
    count(colouring);
    return colouring;
}

MapColouring colouringByNumbers(const ImageDataset& dataset, std::span<const float> numbers, double low,
                                double high, MapSplit split) {
    MapColouring colouring;
    colouring.classes = splitMask(dataset, split);
    colouring.low = low;
    const double span = std::max(1e-12, high - low);
    colouring.high = low + span;
    const auto scale = static_cast<float>(kNumberBins / span);
    const auto first = static_cast<float>(low);
    for (std::size_t i = 0; i < colouring.classes.size(); ++i) {
        std::uint16_t& bin = colouring.classes[i];
        if (i >= numbers.size() || std::isnan(numbers[i])) bin = kNotShown;
        if (bin != kNotShown)
            bin =
                static_cast<std::uint16_t>(std::clamp((numbers[i] - first) * scale, 0.F, kNumberBins - 1.F));
    }
    for (int bin = 0; bin < kNumberBins; ++bin)
        colouring.colours.push_back(numberColour((bin + 0.5) / kNumberBins));
    count(colouring);
    return colouring;
}

MapColouring colouringByGroups(const ImageDataset& dataset, std::span<const int> of, int groups,
                               const QColor& none, MapSplit split) {
    MapColouring colouring;
    colouring.classes = splitMask(dataset, split);
    for (std::size_t i = 0; i < colouring.classes.size(); ++i) {
        if (colouring.classes[i] == kNotShown) continue;
        const int group = i < of.size() ? of[i] : -1;
        colouring.classes[i] = static_cast<std::uint16_t>(group < 0 ? groups : group);
    }
    for (int group = 0; group < groups; ++group) colouring.colours.push_back(style::classColour(group));
    colouring.colours.push_back(none);
    count(colouring);
    return colouring;
}

} // namespace latent
