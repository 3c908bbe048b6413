// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"

#include <numeric>
#include <utility>
#include <vector>

namespace latent {

/// Union-find with path halving and union by size (Tarjan 1975).
class DisjointSets {
  public:
    explicit DisjointSets(Index count)
        : m_parent(static_cast<std::size_t>(count))
        , m_size(static_cast<std::size_t>(count), 1) {
        std::iota(m_parent.begin(), m_parent.end(), Index{0});
    }

    Index rootOf(Index i) {
        while (parent(i) != i) i = parent(i) = parent(parent(i));
        return i;
    }
    Index sizeOf(Index i) { return size(rootOf(i)); }
    /// The root of both; −1 if they were together already.
    Index unite(Index a, Index b) {
        a = rootOf(a);
        b = rootOf(b);
        if (a == b) return -1;
        if (size(a) < size(b)) std::swap(a, b);
        parent(b) = a;
        size(a) += size(b);
        return a;
    }

  private:
    Index& parent(Index i) { return m_parent[static_cast<std::size_t>(i)]; }
    Index& size(Index i) { return m_size[static_cast<std::size_t>(i)]; }

    std::vector<Index> m_parent;
    std::vector<Index> m_size; // of roots
};

} // namespace latent
