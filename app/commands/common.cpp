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
    tellWhatWasRead(data, *dataset);
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

void tellOf(const std::string& file, const std::vector<std::string>& sentences) {
    for (const std::string& sentence : sentences) tell(file + ": " + sentence);
}

} // namespace latent
