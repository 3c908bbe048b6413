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

/// Whether pictures are read as one channel or as three.
enum class ImageColour { Auto, Grey, Colour }; // Auto: grey if all of them are grey

/// How to open what does not say it itself. Each format looks only at what concerns it.
struct OpenOptions {
    std::uint64_t seed = 1; // draws the held-out images where the data have no test set
    /// No more than so many images are read, of the test set its share: the first of a file, of a folder of
    /// pictures evenly many from all of it; 0: all. Nothing is allocated for the others.
    Index readAtMost = 0;
    std::uint64_t mostBytes = 0; // that the pixels may take; 0: half of the memory that is free
    double testFraction = 0;     // hold out so much of all images; 0: the files' own test set, else a tenth
    Subset subset = {};
    std::optional<DatasetPlaces> places = {}; // of sets with a name; unset: this machine's

    /// IDX: the files hold columns for rows; unset: if the name contains "emnist".
    std::optional<bool> transpose = {};
    std::string imagesKey = {}; // NumPy archives: the array of images; empty: chosen by name and shape
    std::string labelsKey = {}; // and that of the labels
    bool labels = true;         // false: labels are left where they are
    std::string labelColumn =
        {};        // tables: the column of the labels, by name or by number from 1; empty: found
    int width = 0; // tables of pixels: the size of an image; 0: square
    int height = 0;

    int side = 0; // folders of pictures; 0: their common size if they have one of up to 128×128, else 28
    ImageFit fit = ImageFit::Crop;
    ImageColour colour = ImageColour::Auto;
    std::array<std::uint8_t, 3> ground{255, 255, 255}; // red, green, blue behind what is transparent
    std::string cacheFolder = {}; // where decoded pictures are kept for the next time; empty: nowhere

    bool operator==(const OpenOptions&) const = default;
};

} // namespace latent
