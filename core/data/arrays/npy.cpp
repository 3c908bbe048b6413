// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/npy.h"

#include "core/data/arrays/labels.h"
#include "core/data/arrays/labels_beside.h"
#include "core/data/arrays/npy_words.h"
#include "core/data/dataset_names.h"
#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/questions.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kStatedAt = 8; // byte of a .npy file at which its header begins

bool isChannels(std::uint64_t size) {
    return size == 1 || size == 3;
}

ImageShape flatShape(const ByteSource& source, std::uint64_t length, const OpenOptions& options) {
    if (options.width > 0 && options.height > 0) {
        const auto width = static_cast<std::uint64_t>(options.width);
        const auto height = static_cast<std::uint64_t>(options.height);
        for (const std::uint64_t channels : {1U, 3U, 4U}) {
            if (width * height * channels == length) {
                return checkedShape(source, kStatedAt, width, height, channels);
            }
        }
        source.failAt(kStatedAt, "images of " + std::to_string(length) + " numbers are not " +
                                     std::to_string(width) + "×" + std::to_string(height));
    }
    const auto side = static_cast<std::uint64_t>(std::lround(std::sqrt(static_cast<double>(length))));
    if (side <= UINT32_MAX && side * side == length) return checkedShape(source, kStatedAt, side, side, 1);
    askForSize(source.name(), "byte " + std::to_string(kStatedAt),
               "images of " + std::to_string(length) + " numbers are not square", length);
}

// The axes in the order of the shape, the slowest first as in C.
struct Axes {
    ImageShape shape;
    std::vector<ArrayAxis> axes;
};

Axes axesOf(const NpyHeader& header, const ByteSource& source, const OpenOptions& options) {
    const std::vector<std::uint64_t>& sizes = header.shape;
    const auto shapeOf = [&](std::uint64_t width, std::uint64_t height, std::uint64_t channels) {
        return checkedShape(source, kStatedAt, width, height, channels);
    };
    const auto pixels = [](ImageShape shape) { return static_cast<std::uint64_t>(shape.pixels()); };
    if (sizes.size() == 2) {
        const ImageShape shape = flatShape(source, sizes[1], options);
        return {shape, {{sizes[0], pixels(shape)}, {sizes[1], 1}}};
    }
    if (sizes.size() == 3) {
        const ImageShape shape = shapeOf(sizes[2], sizes[1], 1);
        return {shape, {{sizes[0], pixels(shape)}, {sizes[1], sizes[2]}, {sizes[2], 1}}};
    }
    if (sizes.size() != 4) {
        source.failAt(kStatedAt, "shape " + shapeText(header) +
                                     "; images are (N, H, W), (N, H, W, C), (N, C, H, W) or (N, H·W)");
    }
    const bool planes = !isChannels(sizes[3]) && (isChannels(sizes[1]) || (sizes[1] == 4 && sizes[3] != 4));
    if (planes) {
        const ImageShape shape = shapeOf(sizes[3], sizes[2], sizes[1]);
        return {shape,
                {{sizes[0], pixels(shape)},
                 {sizes[1], 1},
                 {sizes[2], sizes[3] * sizes[1]},
                 {sizes[3], sizes[1]}}};
    }
    const ImageShape shape = shapeOf(sizes[2], sizes[1], sizes[3]);
    return {
        shape,
        {{sizes[0], pixels(shape)}, {sizes[1], sizes[2] * sizes[3]}, {sizes[2], sizes[3]}, {sizes[3], 1}}};
}

bool isNumberEach(const NpyHeader& header) {
    return header.shape.size() == 1 || (header.shape.size() == 2 && header.shape[1] == 1);
}

bool mayBeOneHot(const NpyHeader& header) {
    constexpr std::uint64_t kMostClasses = UINT16_MAX + 1;
    return header.shape.size() == 2 && header.shape[1] > 1 && header.shape[1] <= kMostClasses;
}

ImageDataset openFile(const fs::path& path, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset;
    nameAfter(dataset, path);
    ImageArray images = npyImages(fileOpener(path), options);
    if (options.labels) labelFromBeside(dataset, path, images.whole);
    readImages(dataset, std::move(images), std::nullopt, options, progress);
    return dataset;
}

bool holdsNpy(const PathProbe& probe) {
    return probe.start.starts_with("\x93NUMPY");
}

bool isNamedNpy(const PathProbe& probe) {
    return !probe.isFolder && probe.lowerName.ends_with(".npy") && !probe.start.empty();
}

std::string unreadableText(const NpyHeader& header) {
    if (header.descr.starts_with("a list")) return "a structured array";
    if (header.descr.find('O') != std::string::npos) return "Python objects";
    return "elements of type " + quotedText(header.descr);
}

} // namespace

const Format kNpyFormat{"NumPy arrays", holdsNpy, isNamedNpy, openFile};

SourceMaker fileOpener(const fs::path& path) {
    return [path] { return std::make_unique<ByteReader>(path); };
}

ImageArray npyImages(const SourceMaker& open, const OpenOptions& options) {
    ImageArray array;
    array.source = open();
    array.reopen = [open] {
        std::unique_ptr<ByteSource> source = open();
        readNpyHeader(*source);
        return source;
    };
    const NpyHeader header = readNpyHeader(*array.source);
    array.type = numberTypeOf(header, *array.source);
    array.statedAt = kStatedAt;
    Axes axes = axesOf(header, *array.source, options);
    const std::uint64_t count = header.shape[0];
    if (count == 0) array.source->failAt(kStatedAt, "the array holds no images");
    if (count > UINT32_MAX)
        array.source->failAt(kStatedAt, std::to_string(count) + " images, more than 2^32");
    array.setCount(static_cast<Index>(count));
    array.setShape(axes.shape);
    array.axes = std::move(axes.axes);
    if (header.fortranOrder) std::reverse(array.axes.begin(), array.axes.end());
    return array;
}

FoundLabels findNpyLabels(const SourceMaker& open, Index images) {
    const std::unique_ptr<ByteSource> source = open();
    const NpyHeader header = readNpyHeader(*source);
    const std::optional<WordType> words = wordTypeOf(header.descr);
    if (!words && !header.type)
        return {{}, "it holds " + unreadableText(header) + ", which cannot be labels"};
    const bool one = isNumberEach(header);
    const bool fitting = !header.shape.empty() && header.shape[0] == static_cast<std::uint64_t>(images);
    if (one && !fitting) source->failAt(kStatedAt, labelCountText(header.shape[0], images));
    if (one && words) return {readWords(*source, *words, header.shape[0], kStatedAt), {}};
    if (one) return {readLabels(*source, *header.type, header.shape[0], kStatedAt), {}};
    if (fitting && !words && mayBeOneHot(header)) {
        auto labels = readOneHot(*source, *header.type, header.shape[0], header.shape[1], header.fortranOrder,
                                 kStatedAt);
        if (labels) return {std::move(labels), {}};
    }
    return {{}, "not one label per image, but " + shapeText(header)};
}

LabelValues npyLabels(const SourceMaker& open, Index images) {
    FoundLabels found = findNpyLabels(open, images);
    if (found.values) return std::move(*found.values);
    open()->failAt(kStatedAt, found.why + "; labels are one number or word per image, or one column per "
                                          "class with a single 1 among zeros in each row");
}

} // namespace latent
