// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/formats.h"

#include "core/data/arrays/cifar.h"
#include "core/data/arrays/idx_set.h"
#include "core/data/arrays/image_arrays.h"
#include "core/data/arrays/npy.h"
#include "core/data/arrays/npz.h"
#include "core/data/dataset_names.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/foreign_file.h"
#include "core/data/files/zip_archive.h"
#include "core/data/pictures/image_folder.h"
#include "core/data/pictures/picture_kind.h"
#include "core/data/sets/folder_survey.h"
#include "core/data/sets/set_folder.h"
#include "core/data/tables/csv.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace latent {
namespace {

// In the order in which they are asked.
constexpr std::array kFileFormats{&kIdxFormat, &kNpyFormat, &kNpzFormat, &kCifarFormat, &kCsvFormat};

/// Which format opens a path, or another path if a folder only leads to the one with the images.
struct Route {
    const Format* format = nullptr;
    std::filesystem::path path;
    std::string below;                // relative to the requested path; empty: the same path
    std::vector<SkippedFile> leftOut; // on the way
};

std::string knownFormats() {
    std::string names;
    for (const Format* const format : kFileFormats) names += std::string(format->name) + ", ";
    return names + kSetFolderFormat.name + " and " + kImageFolderFormat.name;
}

std::string firstBytes(const std::string& start) {
    std::string text;
    for (const char byte : start.substr(0, 4)) {
        std::array<char, 8> hex{};
        std::snprintf(hex.data(), hex.size(), " 0x%02X", static_cast<unsigned char>(byte));
        text += hex.data();
    }
    return text;
}

std::string whyUnsupported(const PathProbe& probe) {
    if (probe.start.empty()) return "the file is empty";
    const std::string picture = pictureKind(probe.start);
    const bool named = isNamedPicture(probe.lowerName);
    if (!picture.empty()) {
        return "this is a single " + picture + " picture" + (named ? "" : ", whatever its name says") +
               "; open the folder that holds the pictures";
    }
    const bool text = looksLikeText(probe.start);
    if (named && text) return "it is named like a picture, but holds text";
    if (text) return "this is text, but not a table of numbers";
    return (named ? "it is named like a picture, but its content begins with"
                  : "its format is unknown: it begins with") +
           firstBytes(probe.start) + "; supported formats are " + knownFormats();
}

// An archive may hold arrays even if its first member is not one.
bool holdsArrays(const PathProbe& probe) {
    return kNpzFormat.holds(probe) && (probe.lowerName.ends_with(".npz") || holdsMember(probe.path, ".npy"));
}

const Format& formatOfFile(const PathProbe& probe) {
    const bool picture = !pictureKind(probe.start).empty(); // whatever its name says
    const auto foreign = picture ? std::nullopt : foreignKind(probe.start, probe.lowerName);
    if (foreign && !holdsArrays(probe)) throw Error(probe.path.string(), "", "this is " + foreign->text());
    for (const Format* const format : kFileFormats)
        if (format->holds(probe)) return *format;
    for (const Format* const format : kFileFormats) {
        if (picture) break;
        if (format->isNamed != nullptr && format->isNamed(probe)) return *format;
    }
    throw Error(probe.path.string(), "", whyUnsupported(probe));
}

[[noreturn]] void failForSeveral(const std::filesystem::path& folder, const std::vector<SetBelow>& sets) {
    constexpr std::size_t kMostNamed = 6;
    std::string names;
    for (std::size_t i = 0; i < std::min(sets.size(), kMostNamed); ++i)
        names += (i == 0 ? "" : i + 1 == sets.size() ? " and " : ", ") + cleanText(sets[i].below);
    throw Error(folder.string(), "",
                "the folder holds several sets of images; open one of " + names +
                    (sets.size() > kMostNamed ? ", …" : ""));
}

[[noreturn]] void failForForeign(const std::filesystem::path& folder, const std::vector<SkippedFile>& files) {
    const SkippedFile& first = files.front();
    const std::string others =
        files.size() == 1 ? ""
                          : ", the first of " + std::to_string(files.size()) + " files of other programs,";
    throw Error(folder.string(), "",
                "the folder holds no images that can be read; " + first.name + others + " is " +
                    first.reason);
}

// Follows a folder that only leads to the one with the images.
Route routeBelow(const PathProbe& probe, FolderSurvey survey) {
    const auto sure = [](const SetBelow& set) { return set.sure; };
    if (std::any_of(survey.sets.begin(), survey.sets.end(), sure)) {
        for (const SetBelow& set : survey.sets)
            if (!set.sure) survey.foreign.push_back({set.below, "a folder of other arrays or tables"});
        std::erase_if(survey.sets, [](const SetBelow& set) { return !set.sure; });
    }
    if (survey.sets.size() > 1) failForSeveral(probe.path, survey.sets);
    if (survey.sets.size() == 1) {
        const SetBelow& set = survey.sets.front();
        return {set.format, set.path, set.below, std::move(survey.foreign)};
    }
    if (!survey.foreign.empty()) failForForeign(probe.path, survey.foreign);
    if (holdsSet(probe.path) == HoldsSet::Labels) return {&kSetFolderFormat, probe.path, {}, {}};
    return {&kImageFolderFormat, probe.path, {}, {}};
}

Route routeInto(const PathProbe& probe) {
    for (const Format* const format : {&kCifarFolderFormat, &kSetFolderFormat})
        if (format->holds(probe)) return {format, probe.path, {}, {}};
    FolderSurvey survey = surveyFolder(probe.path);
    if (survey.pictures) return {&kImageFolderFormat, probe.path, {}, {}};
    if (kImageArraysFormat.holds(probe)) return {&kImageArraysFormat, probe.path, {}, {}};
    if (holdsSet(probe.path) == HoldsSet::Perhaps) return {&kSetFolderFormat, probe.path, {}, {}};
    return routeBelow(probe, std::move(survey));
}

Route routeTo(const PathProbe& probe) {
    if (probe.isFolder) return routeInto(probe);
    return {&formatOfFile(probe), probe.path, {}, {}};
}

} // namespace

ImageDataset openPath(const std::filesystem::path& path, const OpenOptions& options,
                      const Progress& progress) {
    const Route route = routeTo(probePath(path));
    ImageDataset dataset = route.format->open(route.path, options, progress);
    if (route.below.empty()) return dataset;
    const std::string within = cleanText(route.below) + "/";
    for (SkippedFile& file : dataset.skipped) file.name = within + file.name;
    for (const SkippedFile& file : route.leftOut) addSkipped(dataset, file.name, file.reason);
    for (std::string& file : dataset.files) file = route.below + "/" + file;
    dataset.choices.insert(dataset.choices.begin(), "the images come from the folder " +
                                                        cleanText(route.below) +
                                                        ", the only set of images found");
    nameAfter(dataset, path);
    return dataset;
}

bool holdsPictures(const std::filesystem::path& path) {
    return routeTo(probePath(path)).format == &kImageFolderFormat;
}

} // namespace latent
