// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/targets.h"

#include "app/command_line.h"
#include "app/commands/common.h"
#include "core/data/files/safe_save.h"
#include "core/data/sets/catalogue.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace latent {
namespace {

namespace fs = std::filesystem;

bool isFile(const Target& target) {
    return !target.path.empty() && target.path != "-";
}

void checkFolder(const Target& target) {
    std::error_code ignored;
    const fs::path path(target.path);
    if (fs::is_directory(path, ignored))
        throw UsageError(target.option + ": " + target.path + " is a folder");
    const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
    if (!fs::is_directory(folder, ignored))
        throw UsageError(target.option + ": there is no folder " + folder.string());
}

void checkWritable(const Target& target) {
    std::error_code ignored;
    if (target.writing == Target::Writing::InPlace && fs::exists(target.path, ignored)) {
        if (!fs::is_regular_file(target.path, ignored)) return; // to open a pipe may wait for its reader
        if (!std::ofstream(target.path, std::ios::app))
            throw OutputError(target.path + ": cannot be written: " + std::strerror(errno));
        return;
    }
    try {
        requireSavable(target.path);
    } catch (const Error& error) {
        throw OutputError(error.what());
    }
}

void checkIsNoInput(const Target& target, const std::vector<Input>& inputs) {
    for (const Input& input : inputs) {
        if (!isDatasetName(input.path) && isSameFile(target.path, input.path))
            throw UsageError(target.option + " would overwrite " + input.option + ", " + input.path);
    }
}

} // namespace

void checkTargets(const std::vector<Target>& targets, const std::vector<Input>& inputs) {
    for (auto target = targets.begin(); target != targets.end(); ++target) {
        if (!isFile(*target)) continue;
        checkFolder(*target);
        checkIsNoInput(*target, inputs);
        for (auto other = targets.begin(); other != target; ++other) {
            if (isFile(*other) && isSameFile(other->path, target->path))
                throw UsageError(other->option + " and " + target->option + " name the same file");
        }
        checkWritable(*target);
    }
}

void checkNotRead(const Target& target, const ImageDataset& dataset) {
    std::error_code failed;
    if (!isFile(target) || dataset.files.empty() || !fs::exists(target.path, failed)) return;
    const fs::path file = fs::canonical(target.path, failed);
    const fs::path below = file.lexically_relative(fs::canonical(dataset.origin, failed));
    if (failed ||
        std::find(dataset.files.begin(), dataset.files.end(), below.string()) == dataset.files.end())
        return;
    throw UsageError(target.option + " would overwrite " + target.path + ", one of the images");
}

} // namespace latent
