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

/// Longest supported side of an image.
inline constexpr int kMaxImageSide = 128;

/// One axis of an array in a file: its number of steps, and the distance of a step among the pixels in
/// memory.
struct ArrayAxis {
    std::uint64_t size = 0;
    std::uint64_t stride = 0;
};

/// Images as an array of numbers in a file: where it begins and how it is laid out.
struct ImageArray {
    std::unique_ptr<ByteSource> source;                  // positioned at the first number
    std::function<std::unique_ptr<ByteSource>()> reopen; // opens another such source
    NumberType type;
    std::vector<ArrayAxis> axes; // in file order, the slowest first
    ImageShape shape;            // the result, without opacity
    bool opacity = false;        // the file has a fourth number per pixel; the axes include it
    Index count = 0;             // images to read: all, or the first ones
    Index whole = 0;             // images in the file
    std::uint64_t statedAt = 0;  // byte of the file that states its sizes
    bool bytesAsTheyAre = false; // even if there are only 0 and 1

    std::uint64_t pixels() const { return static_cast<std::uint64_t>(count * shape.pixels()); }
    std::uint64_t numbersPerImage() const {
        const auto pixels = static_cast<std::uint64_t>(shape.pixels());
        return opacity ? pixels / 3 * 4 : pixels;
    }
    std::uint64_t numbers() const { return static_cast<std::uint64_t>(count) * numbersPerImage(); }
    std::uint64_t wholeNumbers() const { return static_cast<std::uint64_t>(whole) * numbersPerImage(); }
    /// Whether images are stored one after another, so that the first can be read alone.
    bool imageByImage() const { return axes.front().stride == numbersPerImage(); }
    /// Interprets four channels as three and opacity.
    void setShape(ImageShape stated) {
        opacity = stated.channels == 4;
        shape = {stated.width, stated.height, opacity ? 3 : stated.channels};
    }
    void setCount(Index images) { count = whole = images; }
};

/// "28×28", "32×32×3".
std::string sizeText(ImageShape shape);

/// The shape, or an Error at `statedAt` of the source if a side or the number of channels is not supported.
ImageShape checkedShape(const ByteSource& source, std::uint64_t statedAt, std::uint64_t width,
                        std::uint64_t height, std::uint64_t channels);

/// Checks the sizes against the available bytes, reads the images of both arrays, training images first, and
/// sets the set's pixels, shape, rule and, if there is a test set, the split. If only the first images are to
/// be read, drops the labels and factors of the others. Throws Error; TooLarge; Cancelled.
void readImages(ImageDataset& dataset, ImageArray train, std::optional<ImageArray> test,
                const OpenOptions& options, const Progress& progress);

} // namespace latent
