// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/kernels.h"

namespace latent::simd {
namespace {

/// The total number of iterations of a product's three loops; 0 without terms, since the factors may then be
/// null.
template <class S>
inline Index turnsOf(const Product<S>& p) {
    if (p.terms == 0) return 0;
    return p.outer.count * p.middle.count * p.inner.count;
}

/// One iteration of a product's three loops.
template <class S>
class Turn {
  public:
    explicit Turn(const Product<S>& product)
        : m_product(product) {}

    void next() {
        if (++m_inner < m_product.inner.count) return;
        m_inner = 0;
        if (++m_middle < m_product.middle.count) return;
        m_middle = 0;
        ++m_outer;
    }
    Index leftOffset() const {
        return m_outer * m_product.outer.leftStride + m_middle * m_product.middle.leftStride +
               m_inner * m_product.inner.leftStride;
    }
    Index rightOffset() const {
        return m_outer * m_product.outer.rightStride + m_middle * m_product.middle.rightStride +
               m_inner * m_product.inner.rightStride;
    }

  private:
    const Product<S>& m_product;
    Index m_outer = 0, m_middle = 0, m_inner = 0;
};

} // namespace
} // namespace latent::simd
