// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/catalogue.h"

#include "core/data/formats.h"
#include "core/data/idx_folder.h"
#include "core/data/moons.h"
#include "core/data/shapes.h"
#include "core/data/split.h"

#include <algorithm>
#include <utility>

namespace latent {
namespace {

constexpr const char* kFashionMnist = "fashion-mnist";
constexpr const char* kShapes = "shapes";
constexpr const char* kMoons = "moons";

ImageDataset openFashionMnist(const std::string& folder, const Progress& progress) {
    if (!holdsIdxImages(folder)) {
        throw Error(folder, "",
                    "Fashion-MNIST is not installed; Debian has it as the package dataset-fashion-mnist");
    }
    ImageDataset dataset = kIdxFolderFormat.open(folder, {}, progress);
    dataset.name = "Fashion-MNIST";
    dataset.origin = kFashionMnist;
    std::vector<std::string> names{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                                   "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
    if (dataset.classNames.size() == names.size()) dataset.classNames = std::move(names);
    return dataset;
}

ImageDataset openAny(const std::string& nameOrPath, const OpenOptions& options, const Progress& progress) {
    if (nameOrPath == kFashionMnist) return openFashionMnist(options.fashionMnistFolder, progress);
    if (nameOrPath == kShapes) return generateShapes(progress);
    if (nameOrPath == kMoons) return generateMoons(progress);
    return openPath(nameOrPath, options, progress);
}

} // namespace

std::vector<CatalogueEntry> catalogue(const std::string& fashionMnistFolder) {
    std::vector<CatalogueEntry> entries{
        {kFashionMnist, "Fashion-MNIST", "70,000 grey images of clothes in ten classes, 28×28.",
         fashionMnistFolder, holdsIdxImages(fashionMnistFolder)},
        {kShapes, "Shapes", "4,096 sprites of known shape, position, size and angle, 28×28.", "generated",
         true},
        {kMoons, "Moon phases", "4,096 moons of known phase and tilt, 28×28.", "generated", true}};
    std::stable_partition(entries.begin(), entries.end(),
                          [](const CatalogueEntry& entry) { return entry.available; });
    return entries;
}

DatasetPtr openDataset(const std::string& nameOrPath, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset = openAny(nameOrPath, options, progress);
    if (!dataset.testGiven || options.testFraction > 0) {
        if (dataset.size() < 2) {
            throw Error(nameOrPath, "", "a single image: two are needed, one to train on and one to test on");
        }
        if (options.testFraction > 0)
            holdOutFraction(dataset, options.testFraction, options.seed);
        else
            holdOutTenth(dataset, options.seed);
    }
    keepSubset(dataset, options.subset, options.seed);
    keepFirst(dataset, options.limit);
    return std::make_shared<const ImageDataset>(std::move(dataset));
}

} // namespace latent
