// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/catalogue.h"

#include "core/data/formats.h"
#include "core/data/sets/moons.h"
#include "core/data/sets/published_files.h"
#include "core/data/sets/shapes.h"
#include "core/data/split.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

namespace latent {
namespace {

constexpr const char* kFashionMnist = "fashion-mnist";
constexpr const char* kShapes = "shapes";
constexpr const char* kMoons = "moons";

// Tells the user how to get a set that is not installed.
std::string adviceFor(const PublishedSet& set) {
    return set.title + " is not on this machine; get it with latent-explorer datasets --get " + set.name +
           ", or in the window under More data sets…" +
           (set.name == kFashionMnist ? "; Debian packages it as dataset-fashion-mnist" : "");
}

ImageDataset openAny(const std::string& nameOrPath, const OpenOptions& options, const Progress& progress) {
    if (nameOrPath == kShapes) return generateShapes(progress);
    if (nameOrPath == kMoons) return generateMoons(progress);
    if (const PublishedSet* const set = publishedSet(nameOrPath)) {
        const auto folder = installedFolder(*set, options.places ? *options.places : defaultPlaces());
        if (folder) return openPublished(*set, *folder, options, progress);
        std::error_code ignored;
        if (!std::filesystem::exists(nameOrPath, ignored)) throw Error(nameOrPath, "", adviceFor(*set));
    }
    return openPath(nameOrPath, options, progress);
}

// For sets that are not read from files.
void keepAtMost(ImageDataset& dataset, Index most) {
    if (most <= 0 || dataset.size() <= most || dataset.testGiven) return;
    std::vector<std::uint32_t> first(static_cast<std::size_t>(most));
    std::iota(first.begin(), first.end(), 0U);
    keepImages(dataset, std::move(first), {});
}

} // namespace

std::vector<CatalogueEntry> catalogue(const DatasetPlaces& places) {
    std::vector<CatalogueEntry> entries{
        {kShapes, "Shapes", "4,096 sprites of known shape, position, size and angle, 28×28.", "generated",
         true},
        {kMoons, "Moon phases", "4,096 moons of known phase and tilt, 28×28.", "generated", true}};
    for (const PublishedSet& set : publishedSets()) {
        const auto folder = installedFolder(set, places);
        const CatalogueEntry entry{set.name, set.title, set.description,
                                   folder ? folder->string() : set.homepage, folder.has_value()};
        entries.insert(set.name == kFashionMnist ? entries.begin() : entries.end(), entry);
    }
    std::stable_partition(entries.begin(), entries.end(),
                          [](const CatalogueEntry& entry) { return entry.available; });
    return entries;
}

bool isDatasetName(const std::string& name) {
    return name == kShapes || name == kMoons || publishedSet(name) != nullptr;
}

DatasetPtr openDataset(const std::string& nameOrPath, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset = openAny(nameOrPath, options, progress);
    keepAtMost(dataset, options.readAtMost);
    if (!dataset.testGiven || options.testFraction > 0) {
        if (dataset.size() < 2) {
            throw Error(nameOrPath, "", "a single image: two are needed, one to train on and one to test on");
        }
        dataset.testFraction = options.testFraction;
        if (options.testFraction > 0)
            holdOutFraction(dataset, options.testFraction, options.seed);
        else
            holdOutTenth(dataset, options.seed);
    }
    keepSubset(dataset, options.subset, options.seed);
    dataset.requirePixels();
    return std::make_shared<const ImageDataset>(std::move(dataset));
}

} // namespace latent
