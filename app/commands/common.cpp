// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/common.h"

#include "core/base/error.h"
#include "core/data/dataset_summary.h"
#include "core/data/files/safe_save.h"
#include "core/data/pictures/pixel_cache.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace latent {
namespace {

std::string shapeText(const ImageShape& shape) {
    std::string text = std::to_string(shape.width) + "×" + std::to_string(shape.height);
    if (shape.channels != 1) text += "×" + std::to_string(shape.channels);
    return text;
}

void writeOut(std::string_view bytes) {
    const bool written = std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
    if (!written || std::fflush(stdout) != 0) {
        throw OutputError(std::string("standard output: ") + std::strerror(errno));
    }
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

void print(std::string_view text) {
    const auto plain = [](char c) { return c == '\n' || (c >= ' ' && c < '\x7f'); };
    if (std::all_of(text.begin(), text.end(), plain)) return writeOut(text);
    std::string lines;
    for (std::size_t end = 0; !text.empty(); text.remove_prefix(std::min(end + 1, text.size()))) {
        end = std::min(text.find('\n'), text.size());
        lines += onOneLine(text.substr(0, end));
        if (end < text.size()) lines += '\n';
    }
    writeOut(lines);
}

void save(const std::string& path, std::string_view bytes) {
    if (path == "-") return writeOut(bytes);
    try {
        safeSave(path, bytes);
    } catch (const Error& error) {
        throw OutputError(error.what());
    }
}

void tell(std::string_view sentence) {
    const std::string line = onOneLine(sentence) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
}

} // namespace latent
