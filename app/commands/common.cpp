// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/common.h"

#include "app/command_line.h"
#include "core/base/error.h"
#include "core/data/pixel_cache.h"
#include "core/data/safe_save.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace latent {
namespace {

std::string shapeText(const ImageShape& shape) {
    std::string text = std::to_string(shape.width) + "×" + std::to_string(shape.height);
    if (shape.channels != 1) text += "×" + std::to_string(shape.channels);
    return text;
}

// What the model's training left out of the same data is left out again, unless something else is asked for.
DatasetPtr openAsTrained(const ModelFile& file, const std::string& data, OpenOptions& options) {
    DatasetPtr dataset = openDataset(data, options);
    const bool asksForAll = options.subset == Subset{} && options.readAtMost == 0;
    OpenOptions trained = withSplit(options, file.split);
    trained.testFraction = options.testFraction;
    if (dataset->name != file.dataset || !asksForAll || trained == options) return dataset;
    options = std::move(trained);
    dataset.reset(); // its memory is needed for the same images again
    return openDataset(data, options);
}

void tellOfHeldOut(const ModelFile& file, const std::string& modelName, const std::string& data,
                   const ImageDataset& dataset, const OpenOptions& options) {
    if (dataset.name != file.dataset) return;
    if (!file.splitStated && !dataset.testGiven)
        tell(modelName + " does not say which images it was not trained on; its training seed, " +
             std::to_string(options.seed) + ", draws the test images");
    else if (file.splitStated && !holdOutTheSame(file.split, splitOf(dataset, options)))
        tell(data + ": other images are held out than when " + modelName +
             " was trained; it may have learnt some of the test images");
}

} // namespace

DatasetPtr openDataFor(const ModelFile& file, const std::string& modelName, const std::string& data,
                       OpenOptions options, Images images) {
    options.seed = file.split.seed;
    if (options.testFraction == 0) options.testFraction = file.split.testFraction;
    options.cacheFolder = defaultCacheFolder();
    const DatasetPtr dataset =
        images == Images::All ? openDataset(data, options) : openAsTrained(file, data, options);
    tellOfSkipped(data, *dataset);
    if (images == Images::AsTrained) tellOfHeldOut(file, modelName, data, *dataset, options);
    const ImageShape& shape = file.model.architecture.shape;
    if (dataset->shape != shape) {
        throw Error(data, "",
                    "its images are " + shapeText(dataset->shape) + ", but " + modelName +
                        " was trained on " + shapeText(shape));
    }
    if (!file.pixelRule.empty() && file.pixelRule != dataset->pixelRule) {
        tell(data + ": its pixels are “" + dataset->pixelRule + "”, but " + modelName +
             " learnt from pixels “" + file.pixelRule + "”");
    }
    return dataset;
}

void tellOfSkipped(const std::string& data, const ImageDataset& dataset) {
    if (dataset.skipped.empty()) return;
    const SkippedFile& first = dataset.skipped.front();
    const std::string count = dataset.skippedCount == 1
                                  ? "1 file was skipped, "
                                  : std::to_string(dataset.skippedCount) + " files were skipped; the first, ";
    tell(data + ": " + count + first.name + ": " + first.reason);
}

void checkTarget(const std::string& option, const std::string& path) {
    if (path.empty() || path == "-") return;
    const std::filesystem::path target(path);
    std::error_code ignored;
    if (std::filesystem::is_directory(target, ignored))
        throw UsageError(option + ": " + path + " is a folder");
    const std::filesystem::path folder = target.has_parent_path() ? target.parent_path() : ".";
    if (!std::filesystem::is_directory(folder, ignored)) {
        throw UsageError(option + ": there is no folder " + folder.string());
    }
}

void print(std::string_view text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (!written || std::fflush(stdout) != 0) {
        throw OutputError(std::string("standard output: ") + std::strerror(errno));
    }
}

void save(const std::string& path, std::string_view bytes) {
    if (path == "-") return print(bytes);
    try {
        safeSave(path, bytes);
    } catch (const Error& error) {
        throw OutputError(error.what());
    }
}

void tell(const std::string& sentence) {
    const std::string line = sentence + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
}

} // namespace latent
