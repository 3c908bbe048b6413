// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/encode.h"

#include "app/commands/common.h"
#include "app/commands/csv_text.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "app/numbers.h"
#include "core/train/model_inputs.h"

#include <algorithm>
#include <numeric>

namespace latent {
namespace {

constexpr Index kBlock = 1024; // images encoded at a time

std::string headerLine(int latent) {
    std::string line = kIdentityColumns;
    for (int i = 1; i <= latent; ++i) line += ",m" + std::to_string(i);
    for (int i = 1; i <= latent; ++i) line += ",sigma" + std::to_string(i);
    return line + "\n";
}

/// A row for each of the images.
std::string rows(const Model& model, const ImageDataset& dataset, std::span<const std::uint32_t> indices) {
    Matrix images(dataset.shape.pixels(), static_cast<Index>(indices.size()));
    modelInputs(model.objective.likelihood, dataset, indices, kInputSeed, images);
    const Posterior posterior = encode(model, images);
    const Matrix sigma = posterior.sigma();
    std::string text;
    for (Index column = 0; column < images.cols(); ++column) {
        appendIdentity(text, dataset, indices[static_cast<std::size_t>(column)]);
        for (const Matrix* values : {&posterior.mean, &sigma}) {
            for (Index row = 0; row < values->rows(); ++row) {
                text += ',';
                appendNumber(text, (*values)(row, column));
            }
        }
        text += '\n';
    }
    return text;
}

} // namespace

void runEncode(const EncodeCommand& command) {
    const Target out{"--out", command.out};
    checkTargets({out}, {{"MODEL", command.model.path}, {"--data", command.data}});
    const ModelFile file = openModel(command.model);
    const DatasetPtr dataset = openDataFor(file, command.model.path, command.data, command.opening);
    checkNotRead(out, *dataset);
    const bool streams = command.out == "-";
    std::string text = headerLine(file.model.architecture.latent);
    std::vector<std::uint32_t> indices(static_cast<std::size_t>(dataset->size()));
    std::iota(indices.begin(), indices.end(), 0U);
    for (Index first = 0; first < dataset->size(); first += kBlock) {
        const auto count = static_cast<std::size_t>(std::min(kBlock, dataset->size() - first));
        text +=
            rows(file.model, *dataset, std::span(indices).subspan(static_cast<std::size_t>(first), count));
        if (streams) {
            print(text);
            text.clear();
        }
    }
    if (!streams) save(command.out, text);
}

} // namespace latent
