// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/median_cut.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <queue>

namespace latent {
namespace {

constexpr QRgb kOpaque = 0xff000000U;

int channelOf(QRgb colour, int channel) {
    return static_cast<int>(colour >> (8 * channel) & 0xffU);
}

} // namespace

ColourTable::ColourTable(std::span<const QRgb> pixels, std::size_t most) {
    assert(most >= 1 && most <= 256);
    std::vector<QRgb> sorted(pixels.begin(), pixels.end());
    for (QRgb& pixel : sorted) pixel |= kOpaque;
    std::sort(sorted.begin(), sorted.end());
    for (const QRgb pixel : sorted) {
        if (m_known.empty() || m_known.back().colour != pixel) m_known.push_back({pixel});
        ++m_known.back().count;
    }
    if (m_known.size() > most) {
        cut(most);
        return;
    }
    for (std::size_t i = 0; i < m_known.size(); ++i) {
        m_known[i].index = static_cast<std::uint8_t>(i);
        m_colours.push_back(m_known[i].colour);
    }
}

// The box whose pixels are spread over the longest side goes first.
void ColourTable::cut(std::size_t most) {
    struct Box {
        std::span<Known> colours;
        int channel = 0;
        double weight = 0; // length of the longest side, times its pixels
        bool operator<(const Box& other) const { return weight < other.weight; }
    };
    const auto boxOf = [](std::span<Known> colours) {
        Box box{colours};
        std::uint64_t pixels = 0;
        for (const Known& known : colours) pixels += known.count;
        int longest = 0;
        for (int channel = 0; channel < 3; ++channel) {
            const auto [low, high] =
                std::minmax_element(colours.begin(), colours.end(), [&](const Known& a, const Known& b) {
                    return channelOf(a.colour, channel) < channelOf(b.colour, channel);
                });
            const int length = channelOf(high->colour, channel) - channelOf(low->colour, channel);
            if (length <= longest) continue;
            longest = length;
            box.channel = channel;
        }
        box.weight = static_cast<double>(longest) * static_cast<double>(pixels);
        return box;
    };
    std::priority_queue<Box> boxes;
    boxes.push(boxOf(m_known));
    while (boxes.size() < most) {
        const Box box = boxes.top();
        boxes.pop();
        std::sort(box.colours.begin(), box.colours.end(), [&](const Known& a, const Known& b) {
            return channelOf(a.colour, box.channel) < channelOf(b.colour, box.channel);
        });
        std::uint64_t pixels = 0;
        for (const Known& known : box.colours) pixels += known.count;
        std::size_t middle = 0; // colours before the median pixel
        for (std::uint64_t before = 0; before < pixels / 2 && middle + 1 < box.colours.size(); ++middle)
            before += box.colours[middle].count;
        middle = std::max<std::size_t>(middle, 1);
        boxes.push(boxOf(box.colours.first(middle)));
        boxes.push(boxOf(box.colours.subspan(middle)));
    }
    for (; !boxes.empty(); boxes.pop()) assign(boxes.top().colours);
    std::sort(m_known.begin(), m_known.end(),
              [](const Known& a, const Known& b) { return a.colour < b.colour; });
}

/// Their mean becomes a colour of the table.
void ColourTable::assign(std::span<Known> box) {
    std::array<std::uint64_t, 3> sums{};
    std::uint64_t pixels = 0;
    for (Known& known : box) {
        for (int channel = 0; channel < 3; ++channel)
            sums[static_cast<std::size_t>(channel)] +=
                std::uint64_t{known.count} * static_cast<std::uint64_t>(channelOf(known.colour, channel));
        pixels += known.count;
        known.index = static_cast<std::uint8_t>(m_colours.size());
    }
    const auto mean = [&](std::size_t channel) {
        return static_cast<int>((sums[channel] + pixels / 2) / pixels);
    };
    m_colours.push_back(qRgb(mean(2), mean(1), mean(0)));
}

std::uint8_t ColourTable::indexOf(QRgb pixel) const {
    const auto found =
        std::lower_bound(m_known.begin(), m_known.end(), pixel | kOpaque,
                         [](const Known& known, QRgb colour) { return known.colour < colour; });
    assert(found != m_known.end() && found->colour == (pixel | kOpaque));
    return found->index;
}

} // namespace latent
