// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npz.h"

#include "core/data/clean_text.h"
#include "core/data/dataset_names.h"
#include "core/data/dsprites.h"
#include "core/data/npy.h"
#include "core/data/npz_keys.h"
#include "core/data/zip_archive.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::string_view kEnding = ".npy";

std::vector<NpzArray> arraysOf(const ZipArchive& archive) {
    std::vector<NpzArray> arrays;
    for (const ZipMember& member : archive.members()) {
        if (!std::string_view(member.name).ends_with(kEnding)) continue;
        arrays.push_back({member.name.substr(0, member.name.size() - kEnding.size()),
                          readNpyHeader(*archive.open(member))});
    }
    return arrays;
}

// Opens the archive anew each time: its members are read by several threads.
SourceMaker opener(const fs::path& path, const std::string& key) {
    return [path, name = key + std::string(kEnding)] {
        const ZipArchive archive(path);
        for (const ZipMember& member : archive.members()) {
            if (member.name == name) return archive.open(member);
        }
        throw Error(path.string(), "", "the archive has changed while it was read");
    };
}

// The labels, or none and a word about it where what the usual name belongs to cannot be labels.
std::vector<std::uint16_t> labelsIn(ImageDataset& dataset, const fs::path& path,
                                    const std::vector<NpzArray>& arrays, const std::string& key, Index images,
                                    bool asked) {
    if (key.empty()) return {};
    const auto array =
        std::find_if(arrays.begin(), arrays.end(), [&](const NpzArray& each) { return each.key == key; });
    if (asked) return npyLabels(opener(path, key), images);
    std::optional<std::vector<std::uint16_t>> labels;
    if (array->header.type) labels = findNpyLabels(opener(path, key), images);
    if (labels) return std::move(*labels);
    dataset.skipped.push_back({cleanText(key), "not one number an image, but " + shapeText(array->header)});
    ++dataset.skippedCount;
    return {};
}

void readLabelsOf(ImageDataset& dataset, const fs::path& path, const std::vector<NpzArray>& arrays,
                  const NpzRoles& roles, Index trainImages, Index testImages, bool asked) {
    dataset.labels = labelsIn(dataset, path, arrays, roles.labels, trainImages, asked);
    if (testImages == 0) return;
    const auto testLabels = labelsIn(dataset, path, arrays, roles.testLabels, testImages, asked);
    if (dataset.labels.empty() != testLabels.empty()) {
        throw Error(path.string(), "",
                    testLabels.empty() ? "the training images have labels, the test images have none"
                                       : "the test images have labels, the training images have none");
    }
    dataset.labels.insert(dataset.labels.end(), testLabels.begin(), testLabels.end());
}

ImageDataset openArchive(const fs::path& path, const OpenOptions& options, const Progress& progress) {
    const ZipArchive archive(path);
    const std::vector<NpzArray> arrays = arraysOf(archive);
    const NpzRoles roles = chooseArrays(arrays, options, path.string());
    ImageDataset dataset;
    nameAfter(dataset, path);
    ImageArray train = npyImages(opener(path, roles.images), options);
    std::optional<ImageArray> test;
    if (!roles.testImages.empty()) test = npyImages(opener(path, roles.testImages), options);
    const bool asked = !options.labelsKey.empty();
    readLabelsOf(dataset, path, arrays, roles, train.count, test ? test->count : 0, asked);
    numberClasses(dataset);
    if (!test)
        addFactors(
            dataset, arrays, [&](const std::string& key) { return opener(path, key); }, train.count);
    readImages(dataset, std::move(train), std::move(test), options, progress);
    return dataset;
}

bool holdsZip(const PathGlance& glance) {
    return !glance.packed && (glance.start.starts_with("PK\3\4"sv) || glance.start.starts_with("PK\5\6"sv));
}

bool isNamedNpz(const PathGlance& glance) {
    return !glance.isFolder && !glance.start.empty() && glance.lowerName.ends_with(".npz");
}

} // namespace

const Format kNpzFormat{"NumPy archives", holdsZip, isNamedNpz, openArchive};

} // namespace latent
