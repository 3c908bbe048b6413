// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/arrays/numbers.h"
#include "core/data/files/byte_source.h"
#include "core/data/image_dataset.h"
#include "core/data/open_options.h"

#include <functional>
#include <optional>
#include <vector>

namespace latent {

/// Longest side of an image that is read.
inline constexpr int kMaxImageSide = 128;

/// One axis of an array in a file: how many steps, and how far one step goes among the pixels in memory.
struct ArrayAxis {
    std::uint64_t size = 0;
    std::uint64_t stride = 0;
};

/// Images as an array of numbers in a file: where it begins and how it lies.
struct ImageArray {
    std::unique_ptr<ByteSource> source;                  // stands at the first number
    std::function<std::unique_ptr<ByteSource>()> reopen; // another one that does
    NumberType type;
    std::vector<ArrayAxis> axes; // as they lie in the file, the slowest first
    ImageShape shape;            // as it becomes: opacity is gone
    bool opacity = false;        // the fourth of four numbers a pixel in the file; the axes know of all
    Index count = 0;             // of images to read: all, or the first of them
    Index whole = 0;             // of images in the file
    std::uint64_t statedAt = 0;  // byte of the file where its sizes are
    bool bytesAsTheyAre = false; // even if they are only 0 and 1

    std::uint64_t pixels() const { return static_cast<std::uint64_t>(count * shape.pixels()); }
    std::uint64_t numbersAnImage() const {
        const auto pixels = static_cast<std::uint64_t>(shape.pixels());
        return opacity ? pixels / 3 * 4 : pixels;
    }
    std::uint64_t numbers() const { return static_cast<std::uint64_t>(count) * numbersAnImage(); }
    std::uint64_t wholeNumbers() const { return static_cast<std::uint64_t>(whole) * numbersAnImage(); }
    /// Whether the images lie one after another, so that the first can be read alone.
    bool imageByImage() const { return axes.front().stride == numbersAnImage(); }
    /// Takes four channels as three and opacity.
    void setShape(ImageShape stated) {
        opacity = stated.channels == 4;
        shape = {stated.width, stated.height, opacity ? 3 : stated.channels};
    }
    void setCount(Index images) { count = whole = images; }
};

/// "28×28", "32×32×3".
std::string sizeText(ImageShape shape);

/// The shape, or an Error at `statedAt` of the source if a side or the channels are not what is read.
ImageShape checkedShape(const ByteSource& source, std::uint64_t statedAt, std::uint64_t width,
                        std::uint64_t height, std::uint64_t channels);

/// Checks the sizes against the bytes there are, reads the images of both, the training images first, and
/// sets the set's pixels, shape, rule and, where there is a test set, the split. Where only the first are to
/// be read, what the set knows of the others (labels, factors) goes. Throws Error; TooLarge; Cancelled.
void readImages(ImageDataset& dataset, ImageArray train, std::optional<ImageArray> test,
                const OpenOptions& options, const Progress& progress);

} // namespace latent
