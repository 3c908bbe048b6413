// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/train/image_split.h"

#include <string>

namespace latent {

/// Which images a run was trained on: enough to open them again and to see whether they are the same.
struct DataIdentity {
    std::string name;   // for people
    std::string origin; // what --data takes to open it again: a catalogue name, or a path as bytes
    OpenOptions opened;
    Index images = 0;
    ImageShape shape;
    std::string pixelRule;
    ImageSplit split;
    std::uint32_t pixelsCrc = 0;
    std::uint32_t labelsCrc = 0; // and of the classes' names
    std::uint32_t splitCrc = 0;  // which images are trained and tested on

    bool operator==(const DataIdentity&) const = default;
};

/// Reads every pixel (about 60 ms for 70,000 images of 28×28): not on the GUI thread. Throws Error where they
/// are gone.
DataIdentity identityOf(const ImageDataset& dataset, const OpenOptions& opened);

/// Whether a run can go on with the images of `found` bit for bit, wherever they lie and whatever they are
/// called.
bool isSameData(const DataIdentity& kept, const DataIdentity& found);
/// What differs, as one sentence about the data found: other images, other labels, another split, moved.
/// Empty: nothing.
std::string differenceOf(const DataIdentity& kept, const DataIdentity& found);

/// The options that open the same images with the same split.
OpenOptions openingOf(const DataIdentity& identity);

} // namespace latent
