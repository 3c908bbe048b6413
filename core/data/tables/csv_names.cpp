// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv_names.h"

#include <algorithm>
#include <array>
#include <span>

namespace latent {
namespace {

using namespace std::string_view_literals;

bool isOneOf(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

bool isLabelName(std::string_view name) {
    constexpr std::array kNames{"label"sv,      "labels"sv,    "class"sv,    "classes"sv,     "target"sv,
                                "targets"sv,    "y"sv,         "digit"sv,    "letter"sv,      "category"sv,
                                "character"sv,  "species"sv,   "emotion"sv,  "outcome"sv,     "classname"sv,
                                "class_name"sv, "classid"sv,   "class_id"sv, "class_label"sv, "label_name"sv,
                                "labelname"sv,  "diagnosis"sv, "breed"sv};
    return isOneOf(kNames, name);
}

bool isIndexName(std::string_view name) {
    constexpr std::array kNames{""sv, "id"sv, "index"sv, "unnamed: 0"sv, "rownames"sv};
    return isOneOf(kNames, name);
}

bool isSplitName(std::string_view name) {
    constexpr std::array kNames{"usage"sv, "split"sv,      "set"sv,       "subset"sv, "partition"sv,
                                "part"sv,  "data_set"sv,   "dataset"sv,   "fold"sv,   "data set"sv,
                                "phase"sv, "split_name"sv, "train_test"sv};
    return isOneOf(kNames, name);
}

bool isImageName(std::string_view name) {
    constexpr std::array kNames{"pixels"sv, "pixel"sv, "image"sv,       "images"sv,
                                "img"sv,    "data"sv,  "pixel_values"sv};
    return isOneOf(kNames, name);
}

bool isFileName(std::string_view name) {
    constexpr std::array kNames{"filename"sv, "file"sv,      "file_name"sv,  "filenames"sv,  "path"sv,
                                "filepath"sv, "file_path"sv, "image_path"sv, "image_name"sv, "img_name"sv,
                                "image_id"sv, "file name"sv, "picture"sv,    "photo"sv};
    return isOneOf(kNames, name);
}

std::string stemOf(std::string_view name) {
    std::string stem(name);
    std::erase_if(stem, [](char letter) { return letter >= '0' && letter <= '9'; });
    return stem;
}

} // namespace latent
