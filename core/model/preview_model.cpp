// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/preview_model.h"

#include "core/model/network_layout.h"

#include <algorithm>
#include <cassert>

namespace latent {
namespace {

ImageShape previewShape(const ImageShape& shape, int step) {
    return {(shape.width + step - 1) / step, (shape.height + step - 1) / step, shape.channels};
}

const Linear& outputOf(const std::vector<NamedLayer>& layers) {
    return std::get<Linear>(layers.back().layer);
}

// The weights between these two layers: the decoder without its output.
FlatVector<float>::difference_type decoderBegin(const std::vector<NamedLayer>& layers) {
    const auto heads = std::find_if(layers.begin(), layers.end(),
                                    [](const NamedLayer& named) { return named.name == "heads"; });
    const Linear& layer = std::get<Linear>(heads->layer);
    return layer.biasOffset + layer.biasCount();
}

using Rows = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

} // namespace

int previewStep(const Architecture& architecture, int shownPixels) {
    if (architecture.convolutional() || shownPixels <= 0) return 1;
    return std::max(1, std::max(architecture.shape.width, architecture.shape.height) / shownPixels);
}

Index decodingCost(const Architecture& architecture) {
    Index cost = 0;
    for (const NamedLayer& named : networkLayers(architecture)) {
        cost += std::visit([](const auto& layer) { return layer.cost(); }, named.layer);
        if (named.name == "heads") cost = 0; // earlier layers belong to the encoder
    }
    return cost;
}

Model previewModel(const Model& model, int step) {
    if (step <= 1) return model;
    assert(!model.architecture.convolutional());
    const ImageShape& from = model.architecture.shape;
    Model preview{model.architecture, model.objective, {}};
    const ImageShape to = preview.architecture.shape = previewShape(from, step);
    const std::vector<NamedLayer> layers = networkLayers(model.architecture);
    const std::vector<NamedLayer> smaller = networkLayers(preview.architecture);
    const Linear& output = outputOf(layers);
    const Linear& small = outputOf(smaller);
    preview.weights.resize(static_cast<std::size_t>(small.biasOffset + small.biasCount()));
    std::copy(model.weights.begin() + decoderBegin(layers), model.weights.begin() + output.weightOffset,
              preview.weights.begin() + decoderBegin(smaller));
    const Rows weights(model.weights.data() + output.weightOffset, output.out, output.in);
    const float* const biases = model.weights.data() + output.biasOffset;
    for (Index pixel = 0; pixel < small.out; ++pixel) {
        const Index channel = pixel % to.channels;
        const int left = static_cast<int>(pixel / to.channels % to.width) * step;
        const int top = static_cast<int>(pixel / to.channels / to.width) * step;
        const int right = std::min(left + step, from.width), bottom = std::min(top + step, from.height);
        Eigen::Map<Eigen::RowVectorXf> mean(preview.weights.data() + small.weightOffset + pixel * small.in,
                                            small.in);
        float bias = 0;
        for (int y = top; y < bottom; ++y) {
            for (int x = left; x < right; ++x) {
                const Index row = (Index{y} * from.width + x) * from.channels + channel;
                mean += weights.row(row);
                bias += biases[row];
            }
        }
        const auto share = 1.0F / static_cast<float>((right - left) * (bottom - top));
        mean *= share;
        preview.weights[static_cast<std::size_t>(small.biasOffset + pixel)] = share * bias;
    }
    return preview;
}

} // namespace latent
