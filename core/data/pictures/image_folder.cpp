// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/image_folder.h"

#include "core/data/arrays/image_array.h"
#include "core/data/dataset_names.h"
#include "core/data/pictures/folder_scan.h"
#include "core/data/pictures/picture_decoding.h"
#include "core/data/pictures/pixel_cache.h"
#include "core/data/tables/picture_table.h"

#include <algorithm>
#include <optional>
#include <string>

namespace latent {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void failWithoutImages(const fs::path& folder, const FolderScan& scan) {
    std::string cause = "the folder holds no images";
    if (!scan.skipped.empty()) {
        const SkippedFile& first = scan.skipped.front();
        cause += " that can be read; of " + std::to_string(scan.skippedCount) + " skipped, " + first.name +
                 ": " + first.reason;
    }
    throw Error(folder.string(), "", cause);
}

// Files are ordered by class, so the first ones would cover few classes.
void keepEvenly(std::vector<PictureFile>& files, Index most) {
    const std::size_t all = files.size();
    const auto kept = static_cast<std::size_t>(most);
    if (most <= 0 || kept >= all) return;
    for (std::size_t i = 0; i < kept; ++i) files[i] = files[i * all / kept]; // from index i or later
    files.resize(kept);
}

// Labels, split and the origin of each image.
void setOrigins(ImageDataset& dataset, const FolderScan& scan, const std::vector<DecodedImage>& images,
                const OpenOptions& options) {
    const bool labels = options.labels && !scan.classNames.empty();
    const bool paged =
        std::any_of(images.begin(), images.end(), [](const DecodedImage& image) { return image.page > 0; });
    for (std::size_t i = 0; i < images.size(); ++i) {
        const PictureFile& file = scan.files[images[i].file];
        dataset.files.push_back(file.name);
        if (paged) dataset.pages.push_back(images[i].page);
        if (labels) dataset.labels.push_back(file.label);
        (file.test ? dataset.test : dataset.train).push_back(static_cast<std::uint32_t>(i));
    }
    if (labels) dataset.classNames = scan.classNames;
    dataset.testGiven = !dataset.train.empty() && !dataset.test.empty();
    if (dataset.testGiven) return;
    dataset.train.clear();
    dataset.test.clear();
}

ImageDataset decodeFolder(const fs::path& folder, FolderScan& scan, const OpenOptions& options,
                          const Progress& progress) {
    ImageDataset dataset;
    DecodedPictures decoded = decodeAll(folder, scan, options, progress);
    if (decoded.pixels.bytes.empty()) failWithoutImages(folder, scan);
    setOrigins(dataset, scan, decoded.images, options);
    dataset.shape = decoded.shape;
    dataset.pixels = std::move(decoded.pixels);
    dataset.pixelRule = std::move(decoded.pixelRule);
    dataset.choices = std::move(scan.choices);
    dataset.choices.insert(dataset.choices.end(), decoded.choices.begin(), decoded.choices.end());
    dataset.skipped = std::move(scan.skipped);
    dataset.skippedCount = scan.skippedCount;
    return dataset;
}

ImageDataset openImageFolder(const fs::path& folder, const OpenOptions& options, const Progress& progress) {
    if (options.side < 0 || options.side > kMaxImageSide) {
        throw Error(folder.string(), "",
                    "images of side " + std::to_string(options.side) + "; supported sides are 1 to 128");
    }
    FolderScan scan = scanFolder(folder, progress);
    if (scan.files.empty()) failWithoutImages(folder, scan);
    keepEvenly(scan.files, options.readAtMost);
    const PixelCache cache(options.cacheFolder, cacheKey(folder, scan, options));
    std::optional<ImageDataset> dataset = cache.load(progress);
    if (!dataset) {
        dataset = decodeFolder(folder, scan, options, progress);
        cache.save(*dataset);
        progress.at(1);
    }
    nameAfter(*dataset, folder);
    labelByTable(*dataset, folder, options, progress);
    return std::move(*dataset);
}

bool holdsAnything(const PathProbe& probe) {
    return probe.isFolder; // asked last
}

} // namespace

const Format kImageFolderFormat{"folders of pictures", holdsAnything, nullptr, openImageFolder};

} // namespace latent
