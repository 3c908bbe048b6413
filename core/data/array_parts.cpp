// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/array_parts.h"

#include "core/data/byte_reader.h"
#include "core/data/dataset_names.h"
#include "core/data/idx.h"
#include "core/data/idx_set.h"
#include "core/data/joined_sets.h"
#include "core/data/npy.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace latent {
namespace {

SourceMaker openerOf(const SetFile& file) {
    return [path = file.path] { return std::make_unique<ByteReader>(path); };
}

// EMNIST's files hold the columns of its letters as rows.
bool isTransposed(const SetFile& file, const OpenOptions& options, std::vector<std::string>& choices) {
    if (options.transpose) return *options.transpose;
    if (lowerCase(file.path.filename().string()).find("emnist") == std::string::npos) return false;
    const std::string choice = "rows and columns are swapped, as EMNIST stores them (--transpose off)";
    if (std::find(choices.begin(), choices.end(), choice) == choices.end()) choices.push_back(choice);
    return true;
}

// The labels alone, for `images` images; file: may be null.
ImageDataset labelsOf(const SetFile* file, Index images, const OpenOptions& options) {
    ImageDataset labels;
    if (file == nullptr || !options.labels) return labels;
    labels.labels =
        file->format == &kIdxFormat ? readIdxLabels(file->path, images) : npyLabels(openerOf(*file), images);
    numberClasses(labels);
    return labels;
}

void takeLabels(ImageDataset& dataset, ImageDataset labels) {
    dataset.labels = std::move(labels.labels);
    dataset.classNames = std::move(labels.classNames);
    dataset.factors = std::move(labels.factors);
}

} // namespace

ImageArray imagesOf(const SetFile& file, const OpenOptions& options, std::vector<std::string>& choices) {
    if (file.format == &kIdxFormat) return openIdxImages(file.path, isTransposed(file, options, choices));
    return npyImages(openerOf(file), options);
}

ImageDataset openArrayParts(const SetParts& parts, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset;
    ImageArray train = imagesOf(*parts.train(), options, dataset.choices);
    takeLabels(dataset, labelsOf(parts.labels[0], train.whole, options));
    std::optional<ImageArray> test;
    if (parts.test() != nullptr) {
        test = imagesOf(*parts.test(), options, dataset.choices);
        appendLabels(dataset, train.whole, labelsOf(parts.labels[1], test->whole, options), test->whole);
    }
    readImages(dataset, std::move(train), std::move(test), options, progress);
    return dataset;
}

} // namespace latent
