// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace latent {

/// Items that are decoded anew, a few at a time, whenever what they show has changed: those in view before
/// the others, and of each those first whose last turn is longest ago, so that every one has its turn even
/// while changes come faster than answers.
class DecodingRota {
  public:
    /// So many items from now on; all are due.
    void reset(int count);
    void setInView(const std::vector<int>& items);
    /// All are due again.
    void restart();
    /// At most so many of those that are due; they no longer are.
    std::vector<int> take(int most);
    bool done() const;
    int size() const { return static_cast<int>(m_items.size()); }

  private:
    struct Item {
        bool due = true;
        bool inView = true;
        std::int64_t turn = 0; // the last one
    };
    std::vector<Item> m_items;
    std::int64_t m_turn = 0;
};

} // namespace latent
