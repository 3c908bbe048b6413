// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/labels_beside.h"

#include "core/data/arrays/npy.h"
#include "core/data/arrays/npz.h"
#include "core/data/arrays/part_name.h"
#include "core/data/files/clean_text.h"
#include "core/data/format.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

namespace latent {
namespace {

namespace fs = std::filesystem;

bool isArchive(const fs::path& file) {
    return lowerCase(file.filename().string()).ends_with(".npz");
}

bool isArray(const fs::path& file) {
    const std::string name = lowerCase(file.filename().string());
    return name.ends_with(".npy") || name.ends_with(".npy.gz");
}

} // namespace

std::optional<fs::path> labelFileBeside(const fs::path& images) {
    constexpr std::size_t kMostEntries = 20'000; // limit for folders that are searched
    const PartName name = partNameOf(images.filename().string());
    if (name.role == SetRole::Labels) return std::nullopt;
    const PartName wanted{name.split, SetRole::Labels, name.stem};
    const fs::path folder = images.has_parent_path() ? images.parent_path() : fs::path(".");
    std::vector<fs::path> found;
    std::error_code failed;
    std::size_t seen = 0;
    for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        if (++seen > kMostEntries) break;
        const fs::path& file = entry->path();
        if ((isArray(file) || isArchive(file)) && partNameOf(file.filename().string()) == wanted &&
            entry->is_regular_file(failed))
            found.push_back(file);
    }
    if (found.empty()) return std::nullopt;
    return *std::min_element(found.begin(), found.end());
}

void labelFromBeside(ImageDataset& dataset, const fs::path& images, Index count) {
    const std::optional<fs::path> file = labelFileBeside(images);
    if (!file) return;
    const std::string name = cleanText(file->filename().string());
    const FoundLabels found =
        isArchive(*file) ? npzLabels(*file, count) : findNpyLabels(fileOpener(*file), count);
    if (!found.values) {
        dataset.skipped.push_back({name, found.why});
        ++dataset.skippedCount;
        return;
    }
    setLabels(dataset, *found.values, {name, file->stem().string()});
    dataset.choices.push_back("the labels come from " + name + " beside the images (--no-labels)");
}

} // namespace latent
