// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/array_parts.h"

#include "core/data/arrays/idx.h"
#include "core/data/arrays/idx_set.h"
#include "core/data/arrays/npy.h"
#include "core/data/dataset_names.h"
#include "core/data/files/clean_text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace latent {
namespace {

// EMNIST's files store the columns of its letters as rows.
bool isTransposed(const SetFile& file, const OpenOptions& options, std::vector<std::string>& choices) {
    if (options.transpose) return *options.transpose;
    if (lowerCase(file.path.filename().string()).find("emnist") == std::string::npos) return false;
    const std::string choice = "rows and columns are swapped, as EMNIST stores them (--transpose off)";
    if (std::find(choices.begin(), choices.end(), choice) == choices.end()) choices.push_back(choice);
    return true;
}

// If the file holds something other than labels, `skipped` says so; file: may be null.
LabelValues labelsOf(ImageDataset& dataset, const SetFile* file, Index images, const OpenOptions& options) {
    if (file == nullptr || !options.labels) return {};
    if (file->format == &kIdxFormat) return readIdxLabels(file->path, images);
    FoundLabels found = findNpyLabels(fileOpener(file->path), images);
    if (found.values) return std::move(*found.values);
    addSkipped(dataset, file->below, found.why);
    return {};
}

LabelSource sourceOf(const SetParts& parts) {
    const SetFile* const file = parts.labels[0] != nullptr ? parts.labels[0] : parts.labels[1];
    return {file != nullptr ? cleanText(file->path.filename().string()) : std::string(), "label"};
}

} // namespace

ImageArray imagesOf(const SetFile& file, const OpenOptions& options, std::vector<std::string>& choices) {
    if (file.format == &kIdxFormat) return openIdxImages(file.path, isTransposed(file, options, choices));
    return npyImages(fileOpener(file.path), options);
}

ImageDataset openArrayParts(const SetParts& parts, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset;
    ImageArray train = imagesOf(*parts.train(), options, dataset.choices);
    LabelValues labels = labelsOf(dataset, parts.labels[0], train.whole, options);
    std::optional<ImageArray> test;
    if (parts.test() != nullptr) {
        test = imagesOf(*parts.test(), options, dataset.choices);
        LabelValues more = labelsOf(dataset, parts.labels[1], test->whole, options);
        labels = joinLabels(std::move(labels), train.whole, std::move(more), test->whole);
    }
    setLabels(dataset, labels, sourceOf(parts));
    readImages(dataset, std::move(train), std::move(test), options, progress);
    return dataset;
}

} // namespace latent
