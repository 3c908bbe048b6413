// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset_names.h"

#include "core/base/error.h"
#include "core/data/files/clean_text.h"

#include <system_error>
#include <utility>

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

void addChoice(ImageDataset& dataset, std::string sentence) {
    dataset.choices.push_back(std::move(sentence));
}

void addSkipped(ImageDataset& dataset, const std::string& name, const std::string& reason) {
    ++dataset.skippedCount;
    if (dataset.skipped.size() < kMaxSkippedListed) dataset.skipped.push_back({cleanText(name), reason});
}

} // namespace latent
