// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network_layout.h"

namespace latent {
namespace {

class LayoutWriter {
  public:
    void add(std::string name, std::vector<Index> shape) {
        m_blocks.push_back({std::move(name), std::move(shape), m_offset});
        m_offset += m_blocks.back().count();
    }
    void addLinear(const std::string& name, Index in, Index out) {
        add(name + ".weight", {out, in});
        add(name + ".bias", {out});
    }
    std::vector<TensorBlock> take() { return std::move(m_blocks); }

  private:
    std::vector<TensorBlock> m_blocks;
    Index m_offset = 0;
};

} // namespace

Index TensorBlock::count() const {
    Index product = 1;
    for (const Index side : shape) product *= side;
    return product;
}

std::vector<TensorBlock> networkLayout(const Architecture& architecture) {
    LayoutWriter layout;
    const std::vector<int>& hidden = architecture.hidden;
    Index width = architecture.shape.pixels();
    for (std::size_t i = 0; i < hidden.size(); ++i) {
        layout.addLinear("encoder." + std::to_string(i), width, hidden[i]);
        width = hidden[i];
    }
    // The two heads lie side by side, so that the engine runs them as one layer of 2 × latent rows.
    layout.add("mean.weight", {architecture.latent, width});
    layout.add("log_variance.weight", {architecture.latent, width});
    layout.add("mean.bias", {architecture.latent});
    layout.add("log_variance.bias", {architecture.latent});
    width = architecture.latent;
    for (std::size_t i = 0; i < hidden.size(); ++i) {
        const int out = hidden[hidden.size() - 1 - i];
        layout.addLinear("decoder." + std::to_string(i), width, out);
        width = out;
    }
    layout.addLinear("output", width, architecture.shape.pixels());
    return layout.take();
}

Index weightCount(const Architecture& architecture) {
    const TensorBlock last = networkLayout(architecture).back();
    return last.offset + last.count();
}

} // namespace latent
