// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_dataset.h"

#include "core/base/error.h"
#include "core/data/files/mapped_file.h"

#include <utility>

namespace latent {

PixelStore PixelStore::own(std::vector<std::uint8_t> bytes) {
    const auto owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
    return {*owner, owner};
}

std::span<const std::uint8_t> ImageDataset::image(Index i) const {
    const auto pixelCount = static_cast<std::size_t>(shape.pixels());
    return pixels.bytes.subspan(static_cast<std::size_t>(i) * pixelCount, pixelCount);
}

void ImageDataset::requirePixels() const {
    if (pixels.mapped == nullptr || !pixels.mapped->lost()) return;
    throw Error(origin.empty() ? name : origin, "",
                "was truncated by another program while in use: some of its images are gone");
}

int ImageDataset::label(Index i) const {
    return labels.empty() ? -1 : labels[static_cast<std::size_t>(i)];
}

std::vector<Index> ImageDataset::classSizes() const {
    std::vector<Index> sizes(classNames.size(), 0);
    for (const std::uint16_t label : labels) ++sizes[label];
    return sizes;
}

} // namespace latent
