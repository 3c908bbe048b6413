// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/shown_images.h"

namespace latent {

std::vector<std::uint8_t> splitMembers(const ImageDataset& dataset, MapSplit split) {
    const auto images = static_cast<std::size_t>(dataset.size());
    if (split == MapSplit::All) return std::vector<std::uint8_t>(images, 1);
    std::vector<std::uint8_t> members(images, 0);
    for (const std::uint32_t image : split == MapSplit::Training ? dataset.train : dataset.test)
        members[image] = 1;
    return members;
}

ImageSet shownImages(const ImageDataset& dataset, const Looking& looking) {
    const std::vector<std::uint8_t> members = splitMembers(dataset, looking.split);
    std::vector<std::uint8_t> hidden(dataset.classNames.size(), 0);
    for (const int label : looking.hiddenClasses)
        if (label >= 0 && label < static_cast<int>(hidden.size()))
            hidden[static_cast<std::size_t>(label)] = 1;
    ImageSet::Words words((members.size() + 63) / 64);
    for (std::size_t i = 0; i < members.size(); ++i) {
        const bool shown = members[i] && !(dataset.hasLabels() && hidden[dataset.labels[i]]);
        words[i / 64] |= static_cast<std::uint64_t>(shown) << i % 64;
    }
    return ImageSet(std::move(words)).without(looking.hiddenImages);
}

} // namespace latent
