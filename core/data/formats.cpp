// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/formats.h"

#include "core/data/cifar.h"
#include "core/data/clean_text.h"
#include "core/data/csv.h"
#include "core/data/dataset_names.h"
#include "core/data/folder_survey.h"
#include "core/data/foreign_file.h"
#include "core/data/idx_set.h"
#include "core/data/image_arrays.h"
#include "core/data/image_folder.h"
#include "core/data/npy.h"
#include "core/data/npz.h"
#include "core/data/picture_kind.h"
#include "core/data/set_folder.h"
#include "core/data/zip_archive.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace latent {
namespace {

// Asked in this order.
constexpr std::array kFileFormats{&kIdxFormat, &kNpyFormat, &kNpzFormat, &kCifarFormat, &kCsvFormat};

/// How a path is opened: another path where a folder only leads to the one that holds the images.
struct Way {
    const Format* format = nullptr;
    std::filesystem::path path;
    std::string below;                // the path that was asked for; empty: it is that
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

std::string whyNone(const PathGlance& glance) {
    if (glance.start.empty()) return "the file is empty";
    const std::string picture = pictureKind(glance.start);
    const bool named = isNamedPicture(glance.lowerName);
    if (!picture.empty()) {
        return "this is a single " + picture + " picture" + (named ? "" : ", whatever its name says") +
               "; open the folder that holds the pictures";
    }
    const bool text = looksLikeText(glance.start);
    if (named && text) return "it is named like a picture, but holds text";
    if (text) return "this is text, but no table of numbers";
    return (named ? "it is named like a picture, but its content begins with"
                  : "its format is not known: it begins with") +
           firstBytes(glance.start) + "; " + knownFormats() + " are read";
}

// An archive whose first member is no array may hold some all the same.
bool holdsArrays(const PathGlance& glance) {
    return kNpzFormat.holds(glance) &&
           (glance.lowerName.ends_with(".npz") || holdsMember(glance.path, ".npy"));
}

const Format& formatOfFile(const PathGlance& glance) {
    const bool picture = !pictureKind(glance.start).empty(); // whatever its name says
    const auto foreign = picture ? std::nullopt : foreignKind(glance.start, glance.lowerName);
    if (foreign && !holdsArrays(glance)) throw Error(glance.path.string(), "", "this is " + foreign->text());
    for (const Format* const format : kFileFormats)
        if (format->holds(glance)) return *format;
    for (const Format* const format : kFileFormats) {
        if (picture) break;
        if (format->isNamed != nullptr && format->isNamed(glance)) return *format;
    }
    throw Error(glance.path.string(), "", whyNone(glance));
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

// Where a folder only leads to the one that holds the images.
Way wayBelow(const PathGlance& glance, FolderSurvey survey) {
    const auto sure = [](const SetBelow& set) { return set.sure; };
    if (std::any_of(survey.sets.begin(), survey.sets.end(), sure)) {
        for (const SetBelow& set : survey.sets)
            if (!set.sure) survey.foreign.push_back({set.below, "a folder of other arrays or tables"});
        std::erase_if(survey.sets, [](const SetBelow& set) { return !set.sure; });
    }
    if (survey.sets.size() > 1) failForSeveral(glance.path, survey.sets);
    if (survey.sets.size() == 1) {
        const SetBelow& set = survey.sets.front();
        return {set.format, set.path, set.below, std::move(survey.foreign)};
    }
    if (!survey.foreign.empty()) failForForeign(glance.path, survey.foreign);
    if (holdsSet(glance.path) == HoldsSet::Labels) return {&kSetFolderFormat, glance.path, {}, {}};
    return {&kImageFolderFormat, glance.path, {}, {}};
}

Way wayInto(const PathGlance& glance) {
    for (const Format* const format : {&kCifarFolderFormat, &kSetFolderFormat})
        if (format->holds(glance)) return {format, glance.path, {}, {}};
    FolderSurvey survey = surveyFolder(glance.path);
    if (survey.pictures) return {&kImageFolderFormat, glance.path, {}, {}};
    if (kImageArraysFormat.holds(glance)) return {&kImageArraysFormat, glance.path, {}, {}};
    if (holdsSet(glance.path) == HoldsSet::Perhaps) return {&kSetFolderFormat, glance.path, {}, {}};
    return wayBelow(glance, std::move(survey));
}

Way wayTo(const PathGlance& glance) {
    if (glance.isFolder) return wayInto(glance);
    return {&formatOfFile(glance), glance.path, {}, {}};
}

} // namespace

ImageDataset openPath(const std::filesystem::path& path, const OpenOptions& options,
                      const Progress& progress) {
    const Way way = wayTo(glanceAt(path));
    ImageDataset dataset = way.format->open(way.path, options, progress);
    if (way.below.empty()) return dataset;
    const std::string within = cleanText(way.below) + "/";
    for (SkippedFile& file : dataset.skipped) file.name = within + file.name;
    for (const SkippedFile& file : way.leftOut) addSkipped(dataset, file.name, file.reason);
    for (std::string& file : dataset.files) file = way.below + "/" + file;
    dataset.choices.insert(dataset.choices.begin(), "the images come from the folder " +
                                                        cleanText(way.below) +
                                                        ", the only set of images in what was opened");
    nameAfter(dataset, path);
    return dataset;
}

bool holdsPictures(const std::filesystem::path& path) {
    return wayTo(glanceAt(path)).format == &kImageFolderFormat;
}

} // namespace latent
