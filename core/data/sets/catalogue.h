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
    std::string name;        // the --data argument: "fashion-mnist"
    std::string title;       // "Fashion-MNIST"
    std::string description; // one sentence
    std::string origin; // where its images come from: a folder, "generated", or the address of a description
    bool available = false; // false: the files are not on this machine
};

/// All names, available sets first, and the default before all others: Fashion-MNIST if its files are
/// installed, else Shapes.
std::vector<CatalogueEntry> catalogue(const DatasetPlaces& places = defaultPlaces());

/// Whether the name is in the catalogue, installed or not.
bool isDatasetName(const std::string& name);

/// Opens a catalogue name (which takes precedence over a file of that name), or a file or folder of any known
/// format. Any thread. Throws Error with file, position and cause; Cancelled.
DatasetPtr openDataset(const std::string& nameOrPath, const OpenOptions& options,
                       const Progress& progress = {});

} // namespace latent
