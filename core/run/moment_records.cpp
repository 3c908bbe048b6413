// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/moment_records.h"

#include "core/run/number_bytes.h"

#include <span>
#include <utility>

namespace latent {

std::array<std::string_view, 4> bodyOf(const CodeSheet::Content& content) {
    return {bytesOf(content.scale.offset), bytesOf(content.scale.step), bytesOf(content.values),
            bytesOf(content.stamps)};
}

std::shared_ptr<const CodeSheet> readSheet(const SpillFile& file, const SpillRecord& record, Index latent,
                                           Index images) {
    CodeSheet::Content content;
    content.latent = latent;
    content.scale = {Vector(latent), Vector(latent)};
    content.values.resize(static_cast<std::size_t>(latent * images));
    content.stamps.resize(static_cast<std::size_t>(images));
    const std::array<std::span<char>, 4> body{memoryOf(content.scale.offset), memoryOf(content.scale.step),
                                              memoryOf(content.values), memoryOf(content.stamps)};
    if (!file.read(record, body)) return nullptr;
    const bool usable = content.scale.offset.allFinite() && content.scale.step.allFinite();
    return usable ? std::make_shared<const CodeSheet>(std::move(content)) : nullptr;
}

std::shared_ptr<const FlatVector<float>> readWeights(const SpillFile& file, const SpillRecord& record,
                                                     std::uint64_t count) {
    auto weights = std::make_shared<FlatVector<float>>(static_cast<std::size_t>(count));
    const std::array<std::span<char>, 1> body{memoryOf(*weights)};
    if (!file.read(record, body)) return nullptr;
    return weights;
}

} // namespace latent
