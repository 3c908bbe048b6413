// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx_folder.h"

#include "core/data/idx.h"
#include "core/data/memory.h"

#include <algorithm>
#include <future>
#include <numeric>
#include <optional>
#include <system_error>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kGibibyte = 1 << 30;

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
    replaceLast(name, "idx3", "idx1");
    const fs::path same = images.parent_path() / name;
    if (isThere(same)) return same;
    return plainOrPacked(same);
}

void checkMemory(std::uint64_t bytes, const std::string& file) {
    if (bytes <= availableMemory() / 2) return;
    throw Error(file, "byte 4",
                "the images need " + std::to_string(bytes / kGibibyte + 1) +
                    " GiB, more than half of the memory that is free");
}

void nameClasses(ImageDataset& dataset) {
    if (dataset.labels.empty()) return;
    const int count = *std::max_element(dataset.labels.begin(), dataset.labels.end()) + 1;
    for (int label = 0; label < count; ++label) dataset.classNames.push_back(std::to_string(label));
}

// Where the pixels go: memory of our own, or the file of the first of them, mapped, and room behind it.
struct PixelMemory {
    PixelMemory(const IdxImageFile& first, std::uint64_t room)
        : size(first.bytes() + room) {
        if (first.worthMapping()) {
            checkMemory(room, first.name());
            const IdxImageFile::MappedPixels map = first.mapPixels(room);
            mapped = map.file;
            pixels = map.pixels;
        } else {
            checkMemory(size, first.name());
            // Not zeroed: the pages come into being as pixels arrive, so a wrong size in a header costs
            // nothing.
            owned = std::make_shared_for_overwrite<std::uint8_t[]>(static_cast<std::size_t>(size));
            pixels = owned.get();
        }
    }
    PixelStore finish() const {
        if (!mapped) return {{pixels, static_cast<std::size_t>(size)}, owned};
        mapped->makeReadOnly();
        return {{pixels, static_cast<std::size_t>(size)}, mapped};
    }

    std::uint64_t size = 0;
    std::shared_ptr<MappedFile> mapped;
    std::shared_ptr<std::uint8_t[]> owned;
    std::uint8_t* pixels = nullptr;
};

void readFirst(const PixelMemory& memory, IdxImageFile& first, const Progress& progress) {
    if (!memory.mapped) return first.readPixels(memory.pixels, progress);
    progress.at(1);
}

std::string originOf(const fs::path& path) {
    std::error_code failed;
    const fs::path absolute = fs::absolute(path, failed);
    return (failed ? path : absolute).lexically_normal().string();
}

// The two files of pixels fill one buffer, the training images first, on two threads.
void readBoth(ImageDataset& dataset, IdxImageFile& train, IdxImageFile& test, const Progress& progress) {
    if (test.shape() != train.shape()) {
        const auto text = [](ImageShape shape) {
            return std::to_string(shape.width) + "×" + std::to_string(shape.height);
        };
        throw Error(test.name(), "byte 8",
                    "the test images are " + text(test.shape()) + ", the training images " +
                        text(train.shape()));
    }
    const PixelMemory memory(train, test.bytes());
    std::stop_source abandoned;
    const std::stop_callback passOn(progress.stop, [&abandoned] { abandoned.request_stop(); });
    std::future<void> testRead = std::async(std::launch::async, [&] {
        Progress silent;
        silent.stop = abandoned.get_token();
        test.readPixels(memory.pixels + train.bytes(), silent);
    });
    try {
        readFirst(memory, train, progress);
    } catch (...) {
        abandoned.request_stop(); // the future waits for its thread
        throw;
    }
    testRead.get();
    dataset.pixels = memory.finish();
    dataset.train.resize(static_cast<std::size_t>(train.count()));
    dataset.test.resize(static_cast<std::size_t>(test.count()));
    std::iota(dataset.train.begin(), dataset.train.end(), 0U);
    std::iota(dataset.test.begin(), dataset.test.end(), static_cast<std::uint32_t>(train.count()));
    dataset.testGiven = true;
}

void readOne(ImageDataset& dataset, IdxImageFile& images, const Progress& progress) {
    const PixelMemory memory(images, 0);
    readFirst(memory, images, progress);
    dataset.pixels = memory.finish();
}

} // namespace

ImageDataset openIdxFile(const fs::path& file, const Progress& progress) {
    IdxImageFile images(file);
    ImageDataset dataset;
    dataset.name = file.filename().string();
    dataset.origin = originOf(file);
    dataset.shape = images.shape();
    if (const auto labels = labelsBeside(file)) dataset.labels = readIdxLabels(*labels, images.count());
    nameClasses(dataset);
    readOne(dataset, images, progress);
    return dataset;
}

ImageDataset openIdxFolder(const fs::path& folder, const Progress& progress) {
    std::error_code failed;
    fs::directory_iterator(folder, failed);
    if (failed) throw Error(folder.string(), "", "cannot be read: " + failed.message());
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

    IdxImageFile train(*trainFile);
    ImageDataset dataset;
    dataset.origin = originOf(folder);
    const fs::path plain = fs::path(dataset.origin);
    dataset.name = (plain.has_filename() ? plain : plain.parent_path()).filename().string();
    dataset.shape = train.shape();
    if (trainLabels) dataset.labels = readIdxLabels(*trainLabels, train.count());
    if (testFile) {
        IdxImageFile test(*testFile);
        if (testLabels) {
            const std::vector<std::uint16_t> more = readIdxLabels(*testLabels, test.count());
            dataset.labels.insert(dataset.labels.end(), more.begin(), more.end());
        }
        readBoth(dataset, train, test, progress);
    } else {
        readOne(dataset, train, progress);
    }
    nameClasses(dataset);
    return dataset;
}

bool holdsIdxImages(const fs::path& folder) {
    return findTrainImages(folder).has_value();
}

} // namespace latent
