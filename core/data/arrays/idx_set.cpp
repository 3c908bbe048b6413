// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/idx_set.h"

#include "core/data/arrays/array_parts.h"
#include "core/data/arrays/idx.h"
#include "core/data/dataset_names.h"
#include "core/data/files/clean_text.h"

#include <algorithm>
#include <optional>
#include <system_error>

namespace latent {
namespace {

namespace fs = std::filesystem;

// The file itself, plain or gzip.
std::optional<fs::path> plainOrPacked(fs::path path) {
    if (path.extension() == ".gz") path.replace_extension();
    fs::path packed = path;
    packed += ".gz";
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) return path;
    if (fs::is_regular_file(packed, ignored)) return packed;
    return std::nullopt;
}

fs::path existing(const fs::path& path) {
    if (auto found = plainOrPacked(path)) return *found;
    throw Error(path.string(), "", "there is no such file, with or without .gz");
}

// The folder with its partners: one level up if the folder has the file's own name.
fs::path folderOf(const fs::path& file) {
    const fs::path folder = fs::absolute(file).parent_path();
    const bool own = withoutEndings(folder.filename().string()) == withoutEndings(file.filename().string());
    return own ? folder.parent_path() : folder;
}

SetFile idxFile(const fs::path& path) {
    const std::string name = path.filename().string();
    return {path, name, &kIdxFormat, partNameOf(name), false, true};
}

ImageDataset openFile(const fs::path& path, const OpenOptions& options, const Progress& progress) {
    const SetFile images = idxFile(path);
    const std::vector<SetFile> files = setFilesIn(folderOf(path));
    const auto partner = [&](SetSplit split, bool labels) -> const SetFile* {
        const auto found = std::find_if(files.begin(), files.end(), [&](const SetFile& file) {
            return file.isArray() && file.labels == labels && file.name.split == split &&
                   lowerCase(file.name.stem) == lowerCase(images.name.stem);
        });
        return found == files.end() ? nullptr : &*found;
    };
    SetParts parts;
    parts.images[0] = &images;
    parts.labels[0] = partner(images.name.split, true);
    if (images.name.split == SetSplit::Train) {
        parts.images[1] = partner(SetSplit::Test, false);
        parts.labels[1] = partner(SetSplit::Test, true);
    }
    ImageDataset dataset = openArrayParts(parts, options, progress);
    if (parts.test() != nullptr) {
        dataset.choices.push_back("the test images are those of " + cleanText(parts.test()->below) +
                                  " beside it (--test-fraction holds out others)");
    }
    nameAfter(dataset, path);
    return dataset;
}

bool holdsIdx(const PathProbe& probe) {
    if (probe.isFolder || probe.start.size() < 4) return false;
    const std::string& start = probe.start;
    return start[0] == 0 && start[1] == 0 && start[2] >= 0x08 && start[2] <= 0x0E && start[3] >= 1 &&
           start[3] <= 4;
}

bool isNamedIdx(const PathProbe& probe) {
    const std::string& name = probe.lowerName;
    return !probe.isFolder &&
           (name.find("idx3-") != std::string::npos || name.find("idx4-") != std::string::npos ||
            name.ends_with(".idx") || name.ends_with(".idx.gz"));
}

} // namespace

const Format kIdxFormat{"IDX", holdsIdx, isNamedIdx, openFile};

bool areThere(const IdxFiles& files) {
    return plainOrPacked(files.trainImages) && plainOrPacked(files.trainLabels) &&
           plainOrPacked(files.testImages) && plainOrPacked(files.testLabels);
}

ImageDataset openIdxFiles(const IdxFiles& files, const OpenOptions& options, const Progress& progress) {
    const SetFile trainImages = idxFile(existing(files.trainImages));
    const SetFile trainLabels = idxFile(existing(files.trainLabels));
    const SetFile testImages = idxFile(existing(files.testImages));
    const SetFile testLabels = idxFile(existing(files.testLabels));
    const SetParts parts{"", {&trainImages, &testImages, nullptr}, {&trainLabels, &testLabels, nullptr}};
    OpenOptions known = options;
    known.transpose = files.transposed;
    return openArrayParts(parts, known, progress);
}

void checkIdxFiles(const IdxFiles& files) {
    const auto check = [&](const fs::path& images, const fs::path& labels) {
        readIdxLabels(existing(labels), openIdxImages(existing(images), files.transposed).count);
    };
    check(files.trainImages, files.trainLabels);
    check(files.testImages, files.testLabels);
}

} // namespace latent
