// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/folder_scan.h"

#include "core/base/error.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/natural_order.h"
#include "core/data/format.h"
#include "core/data/pictures/folder_walk.h"

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

constexpr std::size_t kMostClasses = 65'536;
constexpr const char* kLoose = "(no folder)"; // the class of pictures that lie beside the class folders

constexpr std::array kTrainNames{"train"sv, "training"sv};
constexpr std::array kTestNames{"test"sv, "testing"sv};
constexpr std::array kValidationNames{"val"sv, "valid"sv, "validation"sv, "dev"sv};

/// The parts of a set, given by folder names; empty: no such part.
struct Parts {
    std::string train;
    std::string test;
    std::string validation;

    const std::string& heldOut() const { return test.empty() ? validation : test; }
};

// "Train", "training_set" and "train images" are all "train" or "training".
std::string plainName(const std::string& folder) {
    std::string name = lowerCase(folder);
    for (const std::string_view word : {"set"sv, "images"sv, "data"sv}) {
        if (!name.ends_with(word)) continue;
        name.resize(name.size() - word.size());
        while (!name.empty() && "_- "sv.find(name.back()) != std::string_view::npos) name.pop_back();
        break;
    }
    return name;
}

bool isOneOf(std::span<const std::string_view> names, const std::string& folder) {
    return std::find(names.begin(), names.end(), plainName(folder)) != names.end();
}

template <class IsFolder>
Parts partsAmong(const std::vector<std::string>& names, const IsFolder& isFolder) {
    Parts parts;
    const auto take = [&](std::string& part, std::span<const std::string_view> called) {
        const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
            return isOneOf(called, name) && isFolder(name);
        });
        if (found != names.end()) part = *found;
    };
    take(parts.train, kTrainNames);
    if (parts.train.empty()) return {}; // then folders with these names are classes
    take(parts.test, kTestNames);
    take(parts.validation, kValidationNames);
    return parts;
}

/// A folder that contains classes or pictures.
struct ClassRoot {
    std::string folder; // below the opened folder; empty: the opened folder itself
    bool test = false;
};

// The name of the first folder inside root on the way to the file; empty if the file lies directly in root.
std::string_view classOf(std::string_view file, const std::string& root) {
    file.remove_prefix(root.empty() ? 0 : root.size() + 1);
    const std::size_t end = file.find('/');
    return end == std::string_view::npos ? std::string_view() : file.substr(0, end);
}

void nameClasses(FolderScan& scan, const fs::path& folder, std::span<const ClassRoot> roots) {
    const auto keyOf = [&](const PictureFile& file) {
        return composedName(classOf(file.name, roots[file.test ? 1 : 0].folder));
    };
    std::map<std::string, std::uint16_t, NaturalOrder> labels;
    for (const PictureFile& file : scan.files) {
        labels.try_emplace(keyOf(file), std::uint16_t{0});
        if (labels.size() > kMostClasses)
            throw Error(folder.string(), "", "it holds more than 65,536 folders of pictures");
    }
    if (labels.size() < 2) return;
    for (auto& [name, label] : labels) {
        label = static_cast<std::uint16_t>(scan.classNames.size());
        scan.classNames.push_back(name.empty() ? kLoose : cleanText(name));
    }
    for (PictureFile& file : scan.files) file.label = labels[keyOf(file)];
}

// A user who opens "pets/train" does not see that there is a "pets/test" beside it.
void reportTestBeside(FolderScan& scan, const fs::path& folder) {
    std::error_code failed;
    const fs::path whole = fs::weakly_canonical(folder, failed);
    if (failed || !isOneOf(kTrainNames, whole.filename().string())) return;
    std::vector<std::string> beside;
    for (fs::directory_iterator entry(whole.parent_path(), failed);
         !failed && entry != fs::directory_iterator(); entry.increment(failed))
        beside.push_back(entry->path().filename().string());
    std::sort(beside.begin(), beside.end());
    const Parts parts = partsAmong(beside, [&](const std::string& name) {
        std::error_code ignored;
        return fs::is_directory(whole.parent_path() / name, ignored);
    });
    if (parts.heldOut().empty()) return;
    scan.choices.push_back("only " + quotedText(fileNameText(whole.filename().string())) +
                           " was opened; to test on " + quotedText(fileNameText(parts.heldOut())) +
                           " beside it, open the folder that holds both");
}

std::vector<ClassRoot> enterParts(FolderScan& scan, FolderWalk& walk, const std::string& root,
                                  const Parts& parts, const std::vector<std::string>& names) {
    std::vector<ClassRoot> roots;
    for (const std::string& part : {parts.train, parts.heldOut()}) {
        if (part.empty()) continue;
        const bool test = !roots.empty();
        roots.push_back({walk.innermost(scan, pathBelow(root, part), false), test});
        walk.enter(scan, roots.back().folder, test);
    }
    for (const std::string& name : names) {
        if (name == parts.train || name == parts.heldOut()) continue;
        const bool validation = name == parts.validation;
        scan.skip(pathBelow(root, name), validation ? "left out, since the test images come from " +
                                                          quotedText(fileNameText(parts.test))
                                                    : "outside train and test");
    }
    if (parts.test.empty() && !parts.validation.empty()) {
        scan.choices.push_back(quotedText(fileNameText(parts.validation)) +
                               " holds the test images, since there is no folder “test” (--test-fraction "
                               "draws them from all images instead)");
    }
    return roots;
}

} // namespace

void FolderScan::skip(std::string name, std::string reason) {
    ++skippedCount;
    if (skipped.size() < kMaxSkippedListed) skipped.push_back({fileNameText(name), std::move(reason)});
}

FolderScan scanFolder(const fs::path& folder, const Progress& progress) {
    FolderScan scan;
    FolderWalk walk(folder, progress);
    const std::string root = walk.innermost(scan, "", true);
    if (!root.empty())
        scan.choices.push_back("the images come from " + quotedText(fileNameText(root)) +
                               ", the only folder in the opened one");
    const std::vector<std::string> names = walk.names(scan, root);
    const Parts parts =
        partsAmong(names, [&](const std::string& name) { return walk.isFolder(pathBelow(root, name)); });
    std::vector<ClassRoot> roots{{root}};
    if (parts.train.empty()) {
        walk.enter(scan, root, false);
        reportTestBeside(scan, folder / root);
    } else {
        roots = enterParts(scan, walk, root, parts, names);
    }
    std::sort(scan.files.begin(), scan.files.end(), [](const PictureFile& a, const PictureFile& b) {
        return a.test != b.test ? b.test : a.name < b.name;
    });
    nameClasses(scan, folder, roots);
    return scan;
}

} // namespace latent
