// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/progress.h"
#include "core/data/sets/dataset_places.h"

#include <string>
#include <vector>

namespace latent {

/// A data set that can be opened by name.
struct CatalogueEntry {
    std::string name;        // "fashion-mnist": what --data takes
    std::string title;       // "Fashion-MNIST"
    std::string description; // one sentence
    std::string origin;      // where its images are: a folder, "generated", or an address to read about it
    bool available = false;  // false: the files are not on this machine
};

/// All names, those that are there first, and the default before all: Fashion-MNIST where its files are
/// installed, else Shapes.
std::vector<CatalogueEntry> catalogue(const DatasetPlaces& places = defaultPlaces());

/// Whether it is in the catalogue, on this machine or not.
bool isDatasetName(const std::string& name);

/// Opens a catalogue name (before a file that is called so), or a file or folder of any format that is known.
/// Any thread. Throws Error with file, position and cause; Cancelled.
DatasetPtr openDataset(const std::string& nameOrPath, const OpenOptions& options,
                       const Progress& progress = {});

} // namespace latent
