// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/decoding_rota.h"

#include <algorithm>
#include <tuple>

namespace latent {

void DecodingRota::reset(int count) {
    m_items.assign(static_cast<std::size_t>(count), Item{});
}

void DecodingRota::setInView(const std::vector<int>& items) {
    for (Item& item : m_items) item.inView = false;
    for (const int i : items)
        if (i >= 0 && i < size()) m_items[static_cast<std::size_t>(i)].inView = true;
}

void DecodingRota::restart() {
    for (Item& item : m_items) item.due = true;
}

std::vector<int> DecodingRota::take(int most) {
    std::vector<int> taken;
    for (int i = 0; i < size(); ++i)
        if (m_items[static_cast<std::size_t>(i)].due) taken.push_back(i);
    std::stable_sort(taken.begin(), taken.end(), [this](int a, int b) {
        const Item& left = m_items[static_cast<std::size_t>(a)];
        const Item& right = m_items[static_cast<std::size_t>(b)];
        return std::tuple(!left.inView, left.turn) < std::tuple(!right.inView, right.turn);
    });
    taken.resize(std::min(taken.size(), static_cast<std::size_t>(std::max(0, most))));
    for (const int i : taken) {
        m_items[static_cast<std::size_t>(i)].due = false;
        m_items[static_cast<std::size_t>(i)].turn = ++m_turn;
    }
    return taken;
}

bool DecodingRota::done() const {
    return std::none_of(m_items.begin(), m_items.end(), [](const Item& item) { return item.due; });
}

} // namespace latent
