// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/cifar.h"

#include "core/data/arrays/pixel_memory.h"
#include "core/data/dataset_names.h"
#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/split.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <system_error>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPlane = 32 * 32;
constexpr std::size_t kPixels = 3 * kPlane;

struct Kind {
    std::size_t labels; // bytes before the pixels; the last is the class
    int classes;
    const char* names; // file with the names of the classes
    std::size_t record() const { return labels + kPixels; }
};
constexpr Kind kCifar10{1, 10, "batches.meta.txt"};
constexpr Kind kCifar100{2, 100, "fine_label_names.txt"};
constexpr int kCoarseClasses = 20;

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool isNamed100(const fs::path& path) {
    const std::string name = lowerCase(path.filename().string());
    return name.starts_with("train.bin") || name.starts_with("test.bin") ||
           name.find("cifar100") != std::string::npos || name.find("cifar-100") != std::string::npos;
}

const Kind& kindOf(const fs::path& path) {
    const ByteReader reader(path);
    if (isNamed100(path)) return kCifar100;
    if (reader.packed()) return kCifar10;
    const std::uint64_t size = reader.fileSize();
    for (const Kind* const kind : {&kCifar10, &kCifar100})
        if (size > 0 && size % kind->record() == 0) return *kind;
    reader.failAt(
        size, "this is not a whole number of images: CIFAR-10 has 3,073 bytes per image, CIFAR-100 3,074");
}

struct Batches {
    ImageDataset dataset;
    GrowingPixels pixels;
    Factor coarse{"superclass", {}};
};

void addImage(Batches& batches, const Kind& kind, const ByteReader& reader, const std::uint8_t* record) {
    const std::uint64_t begin = reader.position() - kind.record();
    const std::uint8_t label = record[kind.labels - 1];
    if (label >= kind.classes) {
        reader.failAt(begin + kind.labels - 1, "label " + std::to_string(label) + "; CIFAR-" +
                                                   std::to_string(kind.classes) + " has 0 to " +
                                                   std::to_string(kind.classes - 1));
    }
    if (kind.labels == 2) {
        if (record[0] >= kCoarseClasses) {
            reader.failAt(begin, "coarse label " + std::to_string(record[0]) + "; CIFAR-100 has 0 to 19");
        }
        batches.coarse.values.push_back(record[0]);
    }
    batches.dataset.labels.push_back(label);
    std::uint8_t* out = batches.pixels.grow(kPixels, "");
    const std::uint8_t* const planes = record + kind.labels;
    for (std::size_t i = 0; i < kPlane; ++i) {
        for (std::size_t channel = 0; channel < 3; ++channel) *out++ = planes[channel * kPlane + i];
    }
}

void addBatch(Batches& batches, const Kind& kind, const fs::path& path, std::size_t enough,
              const Progress& progress) {
    ByteReader reader(path);
    std::vector<std::uint8_t> record(kind.record());
    for (std::uint64_t count = 0; batches.dataset.labels.size() < enough; ++count) {
        if (count % 256 == 0) progress.at(reader.fraction());
        const std::size_t got = reader.read(record.data(), record.size());
        if (got == 0 && count > 0) return;
        if (got == 0) reader.failAt(0, "the file is empty");
        if (got < record.size()) reader.failAt(reader.position(), "the file ends within an image");
        addImage(batches, kind, reader, record.data());
    }
}

void nameClasses(ImageDataset& dataset, const Kind& kind, const fs::path& folder) {
    dataset.classNames.clear();
    if (isThere(folder / kind.names)) {
        constexpr std::size_t kLongest = 1 << 16;
        ByteReader reader(folder / kind.names);
        std::string text(kLongest, '\0');
        text.resize(reader.read(reinterpret_cast<std::uint8_t*>(text.data()), text.size()));
        std::istringstream words(text); // one name per line, without spaces
        for (std::string word; words >> word;) dataset.classNames.push_back(cleanText(word));
    }
    if (static_cast<int>(dataset.classNames.size()) == kind.classes) return;
    dataset.classNames.clear();
    for (int i = 0; i < kind.classes; ++i) dataset.classNames.push_back(std::to_string(i));
}

// CIFAR has one test image for every five training images.
Index testedOf(Index most, bool hasTest) {
    return hasTest && most > 0 ? std::max<Index>(1, most / 6) : 0;
}

void dropLabels(ImageDataset& dataset) {
    dataset.labels.clear();
    dataset.classNames.clear();
    dataset.factors.clear(); // the superclass
}

ImageDataset openBatches(const fs::path& opened, const fs::path& folder, const std::vector<fs::path>& train,
                         const std::vector<fs::path>& test, const OpenOptions& options,
                         const Progress& progress) {
    const Kind& kind = kindOf(train.front());
    Batches batches{{}, GrowingPixels(train.front().string(), kPixels, options), {"superclass", {}}};
    ImageDataset& dataset = batches.dataset;
    const double files = static_cast<double>(train.size() + test.size());
    double done = 0;
    const auto addAll = [&](const std::vector<fs::path>& paths, Index most) {
        const std::size_t enough = dataset.labels.size() + static_cast<std::size_t>(most);
        for (const fs::path& path : paths) {
            if (kindOf(path).labels != kind.labels)
                throw Error(path.string(), "", "its format differs from that of the other batches");
            if (most > 0 && dataset.labels.size() >= enough) return;
            addBatch(batches, kind, path, most > 0 ? enough : SIZE_MAX,
                     {[&](double fraction) { progress.report((done + fraction) / files); }, progress.stop});
            done += 1;
        }
    };
    const Index tested = testedOf(options.readAtMost, !test.empty());
    addAll(train, options.readAtMost > 0 ? std::max<Index>(1, options.readAtMost - tested) : 0);
    const std::size_t border = dataset.labels.size();
    addAll(test, tested);
    progress.at(1);
    nameAfter(dataset, opened);
    nameClasses(dataset, kind, folder);
    dataset.shape = {32, 32, 3};
    dataset.pixels = batches.pixels.finish();
    if (kind.labels == 2) dataset.factors.push_back(std::move(batches.coarse));
    if (!test.empty()) splitAt(dataset, static_cast<Index>(border));
    if (!options.labels) dropLabels(dataset);
    return std::move(dataset);
}

std::vector<fs::path> trainBatches(const fs::path& folder) {
    std::vector<fs::path> batches;
    std::error_code failed;
    for (int i = 1; i <= 99; ++i) { // CIFAR has five; people split it in other ways
        const fs::path path = folder / ("data_batch_" + std::to_string(i) + ".bin");
        if (isThere(path)) batches.push_back(path);
    }
    if (batches.empty() && isThere(folder / "train.bin")) batches.push_back(folder / "train.bin");
    return batches;
}

ImageDataset openCifarFolder(const fs::path& folder, const OpenOptions& options, const Progress& progress) {
    const std::vector<fs::path> train = trainBatches(folder);
    if (train.empty()) throw Error(folder.string(), "", "the folder holds no CIFAR batches");
    const fs::path test = folder / (train.front().filename() == "train.bin" ? "test.bin" : "test_batch.bin");
    return openBatches(folder, folder, train, isThere(test) ? std::vector{test} : std::vector<fs::path>(),
                       options, progress);
}

ImageDataset openFile(const fs::path& path, const OpenOptions& options, const Progress& progress) {
    return openBatches(path, path.parent_path(), {path}, {}, options, progress);
}

bool holdsFolder(const PathProbe& probe) {
    return probe.isFolder && !trainBatches(probe.path).empty();
}

bool isNeverSure(const PathProbe&) {
    return false; // a batch has no magic number
}

bool isNamedBatch(const PathProbe& probe) {
    return !probe.isFolder && !probe.start.empty() &&
           (probe.lowerName.ends_with(".bin") || probe.lowerName.ends_with(".bin.gz"));
}

} // namespace

const Format kCifarFormat{"CIFAR binary batches", isNeverSure, isNamedBatch, openFile};
const Format kCifarFolderFormat{"folders of CIFAR batches", holdsFolder, nullptr, openCifarFolder};

} // namespace latent
