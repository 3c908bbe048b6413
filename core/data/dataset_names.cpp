// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset_names.h"

#include "core/base/error.h"

#include <algorithm>
#include <system_error>

namespace latent {

namespace fs = std::filesystem;

std::string originOf(const fs::path& path) {
    std::error_code failed;
    const fs::path absolute = fs::absolute(path, failed);
    const fs::path origin = (failed ? path : absolute).lexically_normal();
    return (origin.has_filename() ? origin : origin.parent_path()).string();
}

void nameAfter(ImageDataset& dataset, const fs::path& path) {
    dataset.origin = originOf(path);
    dataset.name = onOneLine(fs::path(dataset.origin).filename().string());
}

void numberClasses(ImageDataset& dataset) {
    dataset.classNames.clear();
    if (dataset.labels.empty()) return;
    const int count = *std::max_element(dataset.labels.begin(), dataset.labels.end()) + 1;
    for (int label = 0; label < count; ++label) dataset.classNames.push_back(std::to_string(label));
}

} // namespace latent
