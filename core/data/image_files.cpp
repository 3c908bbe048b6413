// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/image_files.h"

#include "core/data/files/clean_text.h"

namespace latent {

bool hasOwnFile(const ImageDataset& dataset, Index image) {
    return image >= 0 && image < static_cast<Index>(dataset.files.size());
}

std::filesystem::path fileOf(const ImageDataset& dataset, Index image) {
    const std::filesystem::path origin(dataset.origin);
    if (!origin.is_absolute()) return {};
    return hasOwnFile(dataset, image) ? origin / dataset.files[static_cast<std::size_t>(image)] : origin;
}

std::string fileText(const ImageDataset& dataset, Index image) {
    if (!hasOwnFile(dataset, image)) return {};
    const auto at = static_cast<std::size_t>(image);
    const std::string name = fileNameText(dataset.files[at]);
    const bool paged = at < dataset.pages.size() && dataset.pages[at] > 0;
    return paged ? name + ", page " + std::to_string(dataset.pages[at]) : name;
}

} // namespace latent
