// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/npz.h"

#include "core/data/arrays/dsprites.h"
#include "core/data/arrays/labels_beside.h"
#include "core/data/arrays/npy.h"
#include "core/data/arrays/npz_keys.h"
#include "core/data/dataset_names.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/zip_archive.h"

#include <optional>
#include <string>
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

// Opens the archive anew each time, because several threads read its members.
SourceMaker opener(const fs::path& path, const std::string& key) {
    return [path, name = key + std::string(kEnding)] {
        const ZipArchive archive(path);
        for (const ZipMember& member : archive.members()) {
            if (member.name == name) return archive.open(member);
        }
        throw Error(path.string(), "", "the archive changed while it was being read");
    };
}

// The labels of one part. If an array is named like labels but holds none, `skipped` says so.
LabelValues labelsIn(ImageDataset& dataset, const fs::path& path, const std::string& key, Index images,
                     bool asked) {
    if (key.empty()) return {};
    if (asked) return npyLabels(opener(path, key), images);
    FoundLabels found = findNpyLabels(opener(path, key), images);
    if (found.values) return std::move(*found.values);
    dataset.skipped.push_back({cleanText(key), found.why});
    ++dataset.skippedCount;
    return {};
}

void readLabelsOf(ImageDataset& dataset, const fs::path& path, const NpzRoles& roles, Index trainImages,
                  Index testImages, bool asked) {
    LabelValues labels = labelsIn(dataset, path, roles.labels, trainImages, asked);
    LabelValues test = labelsIn(dataset, path, roles.testLabels, testImages, asked);
    const std::string key = roles.labels.empty() ? roles.testLabels : roles.labels;
    setLabels(dataset, joinLabels(std::move(labels), trainImages, std::move(test), testImages),
              {cleanText(key), key});
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
    const bool asked = options.labels && !options.labelsKey.empty();
    readLabelsOf(dataset, path, roles, train.whole, test ? test->whole : 0, asked);
    dataset.choices.insert(dataset.choices.begin(), roles.choices.begin(), roles.choices.end());
    if (options.labels && !test && roles.labels.empty()) labelFromBeside(dataset, path, train.whole);
    if (options.labels && !test)
        addFactors(
            dataset, arrays, [&](const std::string& key) { return opener(path, key); }, train.count);
    readImages(dataset, std::move(train), std::move(test), options, progress);
    return dataset;
}

bool holdsZip(const PathProbe& probe) {
    return !probe.packed && (probe.start.starts_with("PK\3\4"sv) || probe.start.starts_with("PK\5\6"sv));
}

bool isNamedNpz(const PathProbe& probe) {
    return !probe.isFolder && !probe.start.empty() && probe.lowerName.ends_with(".npz");
}

} // namespace

const Format kNpzFormat{"NumPy archives", holdsZip, isNamedNpz, openArchive};

FoundLabels npzLabels(const fs::path& path, Index images) {
    const std::vector<NpzArray> arrays = arraysOf(ZipArchive(path));
    const std::string key = onlyLabels(arrays, static_cast<std::uint64_t>(images));
    if (!key.empty()) return findNpyLabels(opener(path, key), images);
    if (arrays.size() == 1) return findNpyLabels(opener(path, arrays.front().key), images);
    return {{}, "none of its " + std::to_string(arrays.size()) + " arrays holds one label per image"};
}

} // namespace latent
