// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/network_memory.h"

#include "core/base/error.h"
#include "core/data/files/memory.h"
#include "core/model/network_layout.h"
#include "core/nn/activations.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace latent {
namespace {

std::string gibibytes(std::uint64_t bytes) {
    constexpr double kGibibyte = 1 << 30;
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(),
                                   static_cast<double>(bytes) / kGibibyte, std::chars_format::fixed, 1)
                         .ptr;
    return std::string(text.data(), end) + " GiB";
}

/// In a training state, of each weight: itself, Adam's two moments, and what the settings ask for besides.
Index floatsOfState(const TrainingSettings& training) {
    return 3 + (training.averaged ? 1 : 0) + (training.earlyStop > 0 ? 1 : 0);
}

/// Kept of each weight.
Index floatsPerWeight(const TrainingSettings& training, const TrainingCopies& copies) {
    const Index clipping = training.clip > 0 ? 1 : 0;
    return floatsOfState(training) * (1 + copies.states) + clipping + copies.watched;
}

/// Kept of each image of a batch; see BatchWorkspace.
Index floatsPerImage(const Architecture& architecture, const Objective& objective) {
    constexpr Index kPerHidden = 5; // value and gradient, each in up to two layouts, and the slope
    constexpr Index kPerLatent = 8;
    const Index perPixel = objective.corruption.kind == Corruption::Kind::None ? 3 : 5;
    const std::vector<NamedLayer> layers = networkLayers(architecture);
    Index floats = perPixel * architecture.shape.pixels() + kPerLatent * architecture.latent;
    for (std::size_t i = 0; i + 1 < layers.size(); ++i) floats += kPerHidden * outputsOf(layers[i].layer);
    return floats;
}

} // namespace

std::uint64_t trainingMemory(const Configuration& configuration, Index images, TrainingCopies copies) {
    const TrainingSettings& training = configuration.training;
    const Index shards = std::max(training.threads, 2);
    const Sharding sharding =
        Sharding::of(std::min<Index>(training.batch, std::max<Index>(images, 1)), shards);
    const Index columns = paddedStride(sharding.width) * sharding.shards + 1;
    const Index codeTables = copies.watched > 0 ? 2 : 1;
    const Index floats = weightCount(configuration.architecture) * floatsPerWeight(training, copies) +
                         floatsPerImage(configuration.architecture, configuration.objective) * columns +
                         codeTables * configuration.architecture.latent * images;
    return sizeof(float) * static_cast<std::uint64_t>(floats);
}

void requireTrainingMemory(const Configuration& configuration, Index images, TrainingCopies copies) {
    const std::uint64_t needed = trainingMemory(configuration, images, copies);
    const std::uint64_t free = availableMemory();
    if (needed <= free) return;
    throw Error("training this network takes " + gibibytes(needed) + " of memory, but only " +
                gibibytes(free) + " are free; choose smaller layers or a smaller batch");
}

void requireModelMemory(std::uint64_t weightBytes, const std::string& file) {
    const std::uint64_t needed = 2 * weightBytes; // as read, and in their places
    const std::uint64_t free = availableMemory();
    if (needed <= free) return;
    throw Error(file, "",
                "opening this model takes " + gibibytes(needed) + " of memory, but only " + gibibytes(free) +
                    " are free");
}

} // namespace latent
