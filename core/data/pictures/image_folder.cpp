// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/image_folder.h"

#include "core/data/arrays/image_array.h"
#include "core/data/dataset_names.h"
#include "core/data/pictures/folder_scan.h"
#include "core/data/pictures/picture_decoding.h"
#include "core/data/pictures/pixel_cache.h"
#include "core/data/tables/picture_table.h"

#include <optional>
#include <string>

namespace latent {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void failForNone(const fs::path& folder, const FolderScan& scan) {
    std::string cause = "the folder holds no images";
    if (!scan.skipped.empty()) {
        const SkippedFile& first = scan.skipped.front();
        cause += " that can be read; of " + std::to_string(scan.skippedCount) + " skipped, " + first.name +
                 ": " + first.reason;
    }
    throw Error(folder.string(), "", cause);
}

// They lie by class: the first would be of few of them.
void keepEvenly(std::vector<PictureFile>& files, Index most) {
    const std::size_t all = files.size();
    const auto kept = static_cast<std::size_t>(most);
    if (most <= 0 || kept >= all) return;
    for (std::size_t i = 0; i < kept; ++i) files[i] = files[i * all / kept]; // which lies at i or behind it
    files.resize(kept);
}

void setLabelsAndSplit(ImageDataset& dataset, const FolderScan& scan, const std::vector<bool>& read) {
    std::uint32_t image = 0;
    for (std::size_t i = 0; i < scan.files.size(); ++i) {
        if (!read[i]) continue;
        const PictureFile& file = scan.files[i];
        dataset.files.push_back(file.name);
        if (!scan.classNames.empty()) dataset.labels.push_back(file.label);
        (file.test ? dataset.test : dataset.train).push_back(image++);
    }
    dataset.classNames = scan.classNames;
    dataset.testGiven = !dataset.train.empty() && !dataset.test.empty();
    if (dataset.testGiven) return;
    dataset.train.clear();
    dataset.test.clear();
}

ImageDataset readImageFolder(const fs::path& folder, const OpenOptions& options, const Progress& progress) {
    if (options.side < 0 || options.side > kMaxImageSide) {
        throw Error(folder.string(), "",
                    "images of side " + std::to_string(options.side) + "; sides of 1 to 128 are made");
    }
    FolderScan scan = scanFolder(folder, progress);
    if (scan.files.empty()) failForNone(folder, scan);
    keepEvenly(scan.files, options.readAtMost);
    const PixelCache cache(options.cacheFolder, cacheKey(folder, scan, options));
    if (std::optional<ImageDataset> kept = cache.load(progress)) {
        nameAfter(*kept, folder);
        return std::move(*kept);
    }
    ImageDataset dataset;
    DecodedPictures decoded = decodeAll(folder, scan, options, progress);
    if (decoded.pixels.bytes.empty()) failForNone(folder, scan);
    setLabelsAndSplit(dataset, scan, decoded.read);
    dataset.shape = decoded.shape;
    dataset.pixels = std::move(decoded.pixels);
    dataset.pixelRule = std::move(decoded.pixelRule);
    dataset.skipped = std::move(scan.skipped);
    dataset.skippedCount = scan.skippedCount;
    nameAfter(dataset, folder);
    cache.save(dataset);
    progress.at(1);
    return dataset;
}

ImageDataset openImageFolder(const fs::path& folder, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset = readImageFolder(folder, options, progress);
    labelByTable(dataset, folder, options, progress);
    return dataset;
}

bool holdsAnything(const PathGlance& glance) {
    return glance.isFolder; // asked last
}

} // namespace

const Format kImageFolderFormat{"folders of pictures", holdsAnything, nullptr, openImageFolder};

} // namespace latent
