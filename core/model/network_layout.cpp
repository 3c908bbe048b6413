// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/network_layout.h"

namespace latent {
namespace {

// The grids of the convolutions, from the image inwards.
std::vector<ConvolutionGrid> gridsOf(const Architecture& architecture) {
    std::vector<ConvolutionGrid> grids;
    ConvolutionGrid grid{.height = architecture.shape.height,
                         .width = architecture.shape.width,
                         .kernel = architecture.kernel,
                         .smallChannels = architecture.shape.channels};
    for (const int channels : architecture.channels) {
        if (!grids.empty()) {
            grid.height = grids.back().smallHeight();
            grid.width = grids.back().smallWidth();
        }
        grid.largeChannels = grid.smallChannels;
        grid.smallChannels = channels;
        grids.push_back(grid);
    }
    return grids;
}

class LayerChain {
  public:
    explicit LayerChain(Index inputs)
        : m_width(inputs) {}

    void addLinear(const std::string& name, Index out) { add(name, Linear{.in = m_width, .out = out}); }
    template <class Any>
    void add(const std::string& name, Any layer) {
        layer.weightOffset = m_offset;
        layer.biasOffset = m_offset + layer.weightCount();
        m_offset = layer.biasOffset + layer.biasCount();
        m_width = layer.out;
        m_layers.push_back({name, layer});
    }
    /// For a next layer whose input width is not this one's output width: a sample of the heads.
    void narrowTo(Index width) { m_width = width; }
    std::vector<NamedLayer> take() { return std::move(m_layers); }

  private:
    std::vector<NamedLayer> m_layers;
    Index m_offset = 0;
    Index m_width;
};

class BlockList {
  public:
    void add(std::string name, std::vector<Index> shape) {
        m_blocks.push_back({std::move(name), std::move(shape), m_offset});
        m_offset += m_blocks.back().count();
    }
    void addTensors(const std::string& name, const Linear& linear) {
        add(name + ".weight", {linear.out, linear.in});
        add(name + ".bias", {linear.out});
    }
    template <bool TRANSPOSED>
    void addTensors(const std::string& name, const ConvolutionOf<TRANSPOSED>& convolution) {
        const ConvolutionGrid& grid = convolution.grid;
        add(name + ".weight", {grid.kernel, grid.kernel, grid.largeChannels, grid.smallChannels});
        add(name + ".bias", {convolution.biasCount()});
    }
    void addHeads(const Linear& heads) {
        for (const char* kind : {".weight", ".bias"}) {
            for (const char* head : {"mean", "log_variance"}) {
                std::vector<Index> shape{heads.out / 2};
                if (std::string_view(kind) == ".weight") shape.push_back(heads.in);
                add(std::string(head) + kind, std::move(shape));
            }
        }
    }
    std::vector<TensorBlock> take() { return std::move(m_blocks); }

  private:
    std::vector<TensorBlock> m_blocks;
    Index m_offset = 0;
};

constexpr const char* kHeads = "heads";

} // namespace

std::vector<NamedLayer> networkLayers(const Architecture& architecture) {
    const std::vector<ConvolutionGrid> grids = gridsOf(architecture);
    const Index pixels = architecture.shape.pixels();
    LayerChain chain(pixels);
    int number = 0;
    const auto next = [&](const char* part) { return part + std::to_string(number++); };
    for (const ConvolutionGrid& grid : grids) chain.add(next("encoder."), Convolution{.grid = grid});
    for (const int units : architecture.hidden) chain.addLinear(next("encoder."), units);
    chain.addLinear(kHeads, 2 * Index{architecture.latent});
    chain.narrowTo(architecture.latent);
    number = 0;
    for (auto units = architecture.hidden.rbegin(); units != architecture.hidden.rend(); ++units)
        chain.addLinear(next("decoder."), *units);
    if (grids.empty()) {
        chain.addLinear("output", pixels);
        return chain.take();
    }
    chain.addLinear(next("decoder."), grids.back().smallFeatures());
    for (std::size_t i = grids.size(); i-- > 0;)
        chain.add(i == 0 ? std::string("output") : next("decoder."), TransposedConvolution{.grid = grids[i]});
    return chain.take();
}

Index TensorBlock::count() const {
    Index product = 1;
    for (const Index side : shape) product *= side;
    return product;
}

std::vector<TensorBlock> networkLayout(const Architecture& architecture) {
    BlockList blocks;
    for (const NamedLayer& named : networkLayers(architecture)) {
        if (named.name == kHeads)
            blocks.addHeads(std::get<Linear>(named.layer));
        else
            std::visit([&](const auto& layer) { blocks.addTensors(named.name, layer); }, named.layer);
    }
    return blocks.take();
}

Index weightCount(const Architecture& architecture) {
    const TensorBlock last = networkLayout(architecture).back();
    return last.offset + last.count();
}

} // namespace latent
