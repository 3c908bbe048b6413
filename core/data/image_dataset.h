// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace latent {

class MappedFile;

/// A known cause of an image (position, angle, …) and its value for every image.
struct Factor {
    std::string name;
    std::vector<float> values; // [images]
};

/// A file that was expected to be an image but is not in the set.
struct SkippedFile {
    std::string name;   // below the folder that was opened
    std::string reason; // a clause: "the file is truncated"
};

/// Bytes and what keeps them alive: a vector or a mapped file. Copies share them.
struct PixelStore {
    std::span<const std::uint8_t> bytes;
    std::shared_ptr<const void> owner;
    const MappedFile* mapped = nullptr; // the owner, if it is one

    static PixelStore own(std::vector<std::uint8_t> bytes);
};

inline constexpr const char* kBytesAsTheyAre = "bytes as they are";
inline constexpr std::size_t kMaxSkippedListed = 1000;

/// A set of equally sized images, immutable once complete. Image i is point i of the map.
/// Pixels stay bytes (0 … 255, read as 0 … 1); images, labels and factors share their order.
struct ImageDataset {
    std::string name;   // display name: "Fashion-MNIST"
    std::string origin; // the --data argument that opens it again: a name or a path
    ImageShape shape;
    PixelStore pixels;                   // [shape.pixels() × size()]
    std::vector<std::uint16_t> labels;   // [images], or empty: no labels
    std::vector<std::string> classNames; // indexed by labels; empty without labels
    std::vector<Factor> factors;         // may be empty
    std::vector<std::string> files;      // [images] file of each, below origin; empty: one for all
    std::vector<std::uint32_t> pages;    // [images] from 1, if a file holds several; otherwise empty
    std::vector<std::uint32_t> train;    // indices of the training images, ascending
    std::vector<std::uint32_t> test;     // indices of the held-out images, ascending
    bool testGiven = false;  // the test set came with the data (otherwise it is drawn by the seed)
    double testFraction = 0; // requested share of all images; 0: the files' own test set, or a tenth
    std::string pixelRule = kBytesAsTheyAre; // how the pixels were converted: "divided by 65,535"
    /// What opening decided because the data left it open, each with the option that decides otherwise:
    /// "column 65 holds the labels (--label-column)".
    std::vector<std::string> choices;
    std::vector<SkippedFile> skipped; // the first kMaxSkippedListed files
    Index skippedCount = 0;           // number of all skipped files

    Index size() const {
        return shape.pixels() == 0 ? 0 : static_cast<Index>(pixels.bytes.size()) / shape.pixels();
    }
    bool hasLabels() const { return !labels.empty(); }
    int classCount() const { return static_cast<int>(classNames.size()); }
    /// Row by row from the top left, channels interleaved.
    std::span<const std::uint8_t> image(Index i) const;
    /// Throws Error if another program has truncated the file from which pixels are read: the lost pixels
    /// read as 0, so results computed from them are wrong.
    void requirePixels() const;
    /// The class of image i, or −1 without labels.
    int label(Index i) const;
    /// Number of images in each class, [classCount()], over the whole set.
    std::vector<Index> classSizes() const;
};

using DatasetPtr = std::shared_ptr<const ImageDataset>;

} // namespace latent
