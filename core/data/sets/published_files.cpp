// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/published_files.h"

#include "core/data/arrays/idx_set.h"
#include "core/data/files/zip_archive.h"
#include "core/data/formats.h"

#include <algorithm>
#include <system_error>

namespace latent {
namespace {

namespace fs = std::filesystem;

IdxFiles idxFiles(const IdxNames& names, const fs::path& folder) {
    return {.trainImages = folder / names.trainImages,
            .trainLabels = folder / names.trainLabels,
            .testImages = folder / names.testImages,
            .testLabels = folder / names.testLabels,
            .transposed = names.transposed};
}

bool isWhole(const PublishedSet& set, const fs::path& folder) {
    if (set.idx) return areThere(idxFiles(*set.idx, folder));
    const std::vector<std::string> names = set.contents();
    std::error_code ignored;
    return std::all_of(names.begin(), names.end(),
                       [&](const std::string& name) { return fs::is_regular_file(folder / name, ignored); });
}

void countLabelsFrom(ImageDataset& dataset, int first, const fs::path& folder) {
    for (std::uint16_t& label : dataset.labels) {
        if (label < first)
            throw Error(folder.string(), "", "label " + std::to_string(label) + " is too small");
        label = static_cast<std::uint16_t>(label - first);
    }
    for (int i = 0; i < first && !dataset.classNames.empty(); ++i) dataset.classNames.pop_back();
}

} // namespace

std::optional<fs::path> installedFolder(const PublishedSet& set, const DatasetPlaces& places) {
    std::vector<std::string> folders = places.system;
    folders.push_back(places.user);
    for (const std::string& folder : folders) {
        if (folder.empty()) continue;
        fs::path own = fs::path(folder) / set.folder;
        if (isWhole(set, own)) return own;
    }
    return std::nullopt;
}

ImageDataset openPublished(const PublishedSet& set, const fs::path& folder, const OpenOptions& options,
                           const Progress& progress) {
    ImageDataset dataset =
        set.idx ? openIdxFiles(idxFiles(*set.idx, folder), options, progress)
                : openPath(set.opened.empty() ? folder : folder / set.opened, options, progress);
    if (set.idx) countLabelsFrom(dataset, set.idx->firstLabel, folder);
    dataset.name = set.title;
    dataset.origin = set.name;
    if (dataset.classNames.size() == set.classNames.size()) dataset.classNames = set.classNames;
    return dataset;
}

void checkFormat(const PublishedSet& set, const fs::path& folder) {
    if (set.idx) {
        checkIdxFiles(idxFiles(*set.idx, folder));
        return;
    }
    constexpr std::uintmax_t kCifarImage = 3073;
    for (const std::string& name : set.contents()) {
        const fs::path path = folder / name;
        std::error_code failed;
        if (name.ends_with(".bin") && (fs::file_size(path, failed) % kCifarImage != 0 || failed)) {
            throw Error(path.string(), "", "this is not a whole number of CIFAR images");
        }
        if (!name.ends_with(".npz")) continue;
        const ZipArchive archive(path);
        const auto& members = archive.members();
        if (std::none_of(members.begin(), members.end(),
                         [](const auto& member) { return member.name.ends_with(".npy"); })) {
            throw Error(path.string(), "", "the archive holds no NumPy array");
        }
    }
}

} // namespace latent
