// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx_folder.h"

#include "core/data/clean_text.h"
#include "core/data/dataset_names.h"
#include "core/data/idx.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

bool replaceLast(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.rfind(from);
    if (at == std::string::npos) return false;
    text.replace(at, from.size(), to);
    return true;
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

// The name itself, packed or not.
std::optional<fs::path> plainOrPacked(fs::path path) {
    if (path.extension() == ".gz") path.replace_extension();
    fs::path packed = path;
    packed += ".gz";
    if (isThere(path)) return path;
    if (isThere(packed)) return packed;
    return std::nullopt;
}

std::optional<fs::path> findInFolder(const fs::path& folder, const std::string& stem,
                                     const std::string& kind) {
    for (const char* const border : {"-", "."}) {
        if (auto found = plainOrPacked(folder / (stem + border + kind + "-ubyte"))) return found;
    }
    return std::nullopt;
}

std::optional<fs::path> findTrainImages(const fs::path& folder) {
    return findInFolder(folder, "train-images", "idx3");
}

std::optional<fs::path> labelsBeside(const fs::path& images) {
    std::string name = images.filename().string();
    if (!replaceLast(name, "images", "labels")) return std::nullopt;
    if (!replaceLast(name, "idx3", "idx1")) replaceLast(name, "idx4", "idx1");
    const fs::path same = images.parent_path() / name;
    if (isThere(same)) return same;
    return plainOrPacked(same);
}

// EMNIST's files hold the columns of its letters as rows.
bool isTransposed(const fs::path& file, const OpenOptions& options) {
    return options.transpose.value_or(lowerCase(file.filename().string()).find("emnist") !=
                                      std::string::npos);
}

LabelSource sourceOf(const fs::path& labels) {
    return {cleanText(labels.filename().string()), "label"};
}

ImageDataset openFile(const fs::path& file, const OpenOptions& options, const Progress& progress) {
    ImageArray images = openIdxImages(file, isTransposed(file, options));
    ImageDataset dataset;
    nameAfter(dataset, file);
    if (const auto labels = options.labels ? labelsBeside(file) : std::nullopt)
        setLabels(dataset, readIdxLabels(*labels, images.count), sourceOf(*labels));
    readImages(dataset, std::move(images), std::nullopt, options, progress);
    return dataset;
}

struct Parts {
    std::optional<fs::path> trainImages; // is there
    std::optional<fs::path> trainLabels;
    std::optional<fs::path> testImages;
    std::optional<fs::path> testLabels;
};

ImageDataset openParts(const Parts& parts, bool transposed, const OpenOptions& options,
                       const Progress& progress) {
    ImageDataset dataset;
    ImageArray train = openIdxImages(*parts.trainImages, transposed);
    LabelValues labels;
    if (parts.trainLabels && options.labels) labels = readIdxLabels(*parts.trainLabels, train.count);
    std::optional<ImageArray> test;
    if (parts.testImages) {
        test = openIdxImages(*parts.testImages, transposed);
        if (parts.testLabels && options.labels) labels.append(readIdxLabels(*parts.testLabels, test->count));
    }
    if (!labels.empty()) setLabels(dataset, labels, sourceOf(*parts.trainLabels));
    readImages(dataset, std::move(train), std::move(test), options, progress);
    return dataset;
}

ImageDataset openIdxFolder(const fs::path& folder, const OpenOptions& options, const Progress& progress) {
    const auto trainFile = findTrainImages(folder);
    if (!trainFile) {
        throw Error(folder.string(), "",
                    "the folder holds no IDX images: train-images-idx3-ubyte (or .gz) is not there");
    }
    const auto testFile = findInFolder(folder, "t10k-images", "idx3");
    const auto trainLabels = findInFolder(folder, "train-labels", "idx1");
    const auto testLabels = findInFolder(folder, "t10k-labels", "idx1");
    if (testFile && trainLabels.has_value() != testLabels.has_value()) {
        throw Error(folder.string(), "",
                    trainLabels ? "the training images have labels, the test images have none"
                                : "the test images have labels, the training images have none");
    }

    ImageDataset dataset = openParts({trainFile, trainLabels, testFile, testLabels},
                                     options.transpose.value_or(false), options, progress);
    nameAfter(dataset, folder);
    return dataset;
}

fs::path existing(const fs::path& path) {
    if (auto found = plainOrPacked(path)) return *found;
    throw Error(path.string(), "", "there is no such file, nor one that ends in .gz");
}

bool holdsIdx(const PathGlance& glance) {
    if (glance.isFolder || glance.start.size() < 4) return false;
    const std::string& start = glance.start;
    return start[0] == 0 && start[1] == 0 && start[2] >= 0x08 && start[2] <= 0x0E && start[3] >= 1 &&
           start[3] <= 4;
}

bool isNamedIdx(const PathGlance& glance) {
    const std::string& name = glance.lowerName;
    return !glance.isFolder &&
           (name.find("idx3-") != std::string::npos || name.find("idx4-") != std::string::npos ||
            name.ends_with(".idx") || name.ends_with(".idx.gz"));
}

bool holdsFolder(const PathGlance& glance) {
    return glance.isFolder && holdsIdxImages(glance.path);
}

} // namespace

const Format kIdxFormat{"IDX", holdsIdx, isNamedIdx, openFile};
const Format kIdxFolderFormat{"folders of IDX files", holdsFolder, nullptr, openIdxFolder};

bool holdsIdxImages(const fs::path& folder) {
    return findTrainImages(folder).has_value();
}

bool areThere(const IdxFiles& files) {
    return plainOrPacked(files.trainImages) && plainOrPacked(files.trainLabels) &&
           plainOrPacked(files.testImages) && plainOrPacked(files.testLabels);
}

ImageDataset openIdxFiles(const IdxFiles& files, const OpenOptions& options, const Progress& progress) {
    return openParts({existing(files.trainImages), existing(files.trainLabels), existing(files.testImages),
                      existing(files.testLabels)},
                     files.transposed, options, progress);
}

void checkIdxFiles(const IdxFiles& files) {
    const auto check = [&](const fs::path& images, const fs::path& labels) {
        readIdxLabels(existing(labels), openIdxImages(existing(images), files.transposed).count);
    };
    check(files.trainImages, files.trainLabels);
    check(files.testImages, files.testLabels);
}

} // namespace latent
