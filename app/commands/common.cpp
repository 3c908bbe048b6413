// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/common.h"

#include "app/command_line.h"
#include "core/base/error.h"
#include "core/data/dataset_summary.h"
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

} // namespace

DatasetPtr openDataFor(const ModelFile& file, const std::string& modelName, const std::string& data,
                       OpenOptions options) {
    options.seed = file.configuration.training.seed;
    if (options.testFraction == 0) options.testFraction = file.testFraction;
    options.cacheFolder = defaultCacheFolder();
    const DatasetPtr dataset = openDataset(data, options);
    tellWhatWasRead(data, *dataset);
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

void tellWhatWasRead(const std::string& data, const ImageDataset& dataset) {
    tell(data + ": " + summaryLine(dataset));
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
