// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/progress.h"

#include <cstdint>
#include <string>
#include <vector>

namespace latent {

/// A data set that can be opened by name.
struct CatalogueEntry {
    std::string name;        // "fashion-mnist": what --data takes
    std::string title;       // "Fashion-MNIST"
    std::string description; // one sentence
    std::string origin;      // where its images come from: a folder, or "generated"
    bool available = false;  // false: the files are not on this machine
};

/// Where Debian's package dataset-fashion-mnist puts its files.
inline constexpr const char* kFashionMnistFolder = "/usr/share/datasets/fashion-mnist";

/// All names, the default first: Fashion-MNIST where its files are installed, else Shapes.
std::vector<CatalogueEntry> catalogue(const std::string& fashionMnistFolder = kFashionMnistFolder);

struct OpenOptions {
    std::uint64_t seed = 1; // draws the held-out tenth where the data have no test set
    Index limit = 0;        // the first N training images only; 0: all
    std::string fashionMnistFolder = kFashionMnistFolder;
};

/// Opens a catalogue name, an IDX image file (plain or gzip, its label file beside it), or a folder with
/// the four usual IDX files. Any thread. Throws Error with file, position and cause; Cancelled.
DatasetPtr openDataset(const std::string& nameOrPath, const OpenOptions& options,
                       const Progress& progress = {});

} // namespace latent
