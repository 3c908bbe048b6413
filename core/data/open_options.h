// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/index.h"
#include "core/data/sets/dataset_places.h"
#include "core/data/subset.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace latent {

/// How pictures become squares.
enum class ImageFit {
    Crop,    // the middle square, then resized: shapes keep their proportions
    Stretch, // the whole picture, resized to the square
};

/// Whether to read pictures as one channel or as three.
enum class ImageColour { Auto, Grey, Colour }; // Auto: grey if all pictures are grey

/// How to open data that leave something open. Each format uses only the options that concern it.
struct OpenOptions {
    std::uint64_t seed = 1; // draws the held-out images if the data have no test set
    /// Reads at most this many images, a proportional part of them from the test set: the first of a file, or
    /// an even selection from a folder of pictures; 0: all. Nothing is allocated for the others.
    Index readAtMost = 0;
    std::uint64_t mostBytes = 0; // limit for the pixels; 0: half of the free memory
    double testFraction = 0;     // share of all images to hold out; 0: the files' own test set, else a tenth
    Subset subset = {};
    std::optional<DatasetPlaces> places = {}; // where to find sets with a name; unset: this machine's places

    /// IDX: the files store columns as rows; unset: if the name contains "emnist".
    std::optional<bool> transpose = {};
    std::string imagesKey = {}; // NumPy archives: the array of images; empty: chosen by name and shape
    std::string labelsKey = {}; // and that of the labels
    bool labels = true;         // false: labels are not read
    std::string labelColumn =
        {};        // tables: the column of the labels, by name or by number from 1; empty: found
    int width = 0; // tables of pixels: the width of an image; 0: square
    int height = 0;

    int side = 0; // folders of pictures; 0: the common size if it is at most 128×128, else 28
    ImageFit fit = ImageFit::Crop;
    ImageColour colour = ImageColour::Auto;
    std::array<std::uint8_t, 3> ground{255, 255, 255}; // red, green, blue behind transparent pixels
    std::string cacheFolder = {};                      // where to cache decoded pictures; empty: nowhere

    bool operator==(const OpenOptions&) const = default;
};

} // namespace latent
