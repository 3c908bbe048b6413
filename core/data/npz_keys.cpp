// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npz_keys.h"

#include "core/base/error.h"
#include "core/data/clean_text.h"
#include "core/data/format.h"
#include "core/data/questions.h"

#include <algorithm>
#include <array>

namespace latent {
namespace {

// What people call their arrays, in small letters; the first of which there are images is taken.
constexpr const char* kUsualNames[][4] = {
    {"x_train", "y_train", "x_test", "y_test"},
    {"train_images", "train_labels", "test_images", "test_labels"},
    {"train_x", "train_y", "test_x", "test_y"},
    {"images", "labels", "", ""},
    {"imgs", "labels", "", ""},
    {"x", "y", "", ""},
    {"data", "labels", "", ""},
    {"data", "target", "", ""},
    {"arr_0", "arr_1", "", ""},
};

using Arrays = std::vector<NpzArray>;

const NpzArray* find(const Arrays& arrays, const std::string& lowerKey) {
    for (const NpzArray& array : arrays) {
        if (lowerCase(array.key) == lowerKey) return &array;
    }
    return nullptr;
}

std::string keyOf(const Arrays& arrays, const std::string& lowerKey) {
    const NpzArray* const found = lowerKey.empty() ? nullptr : find(arrays, lowerKey);
    return found != nullptr ? found->key : std::string();
}

bool mayBeImages(const NpzArray& array, std::size_t fewestDimensions) {
    const std::size_t dimensions = array.header.shape.size();
    return array.header.type.has_value() && dimensions >= fewestDimensions && dimensions <= 4 &&
           std::find(array.header.shape.begin(), array.header.shape.end(), 0) == array.header.shape.end();
}

// The usual partners of these images; of several rows, the one of which most is there.
NpzRoles partnersOf(const Arrays& arrays, const std::string& images) {
    NpzRoles roles{images, "", "", ""};
    for (const auto& names : kUsualNames) {
        if (lowerCase(images) != names[0]) continue;
        if (roles.labels.empty()) roles.labels = keyOf(arrays, names[1]);
        roles.testImages = keyOf(arrays, names[2]);
        if (!roles.testImages.empty()) roles.testLabels = keyOf(arrays, names[3]);
    }
    for (const char* const name : {"labels", "label", "y", "target"}) {
        if (roles.labels.empty() && roles.testImages.empty()) roles.labels = keyOf(arrays, name);
    }
    return roles;
}

std::string listOf(const Arrays& arrays) {
    constexpr std::size_t kMostListed = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(arrays.size(), kMostListed); ++i) {
        text += (i > 0 ? ", " : "") + cleanText(arrays[i].key) + " " + shapeText(arrays[i].header);
    }
    return arrays.size() > kMostListed ? text + ", …" : text;
}

std::vector<FoundArray> shown(const Arrays& arrays) {
    std::vector<FoundArray> found;
    for (const NpzArray& array : arrays) {
        const std::vector<std::uint64_t>& shape = array.header.shape;
        const bool each = shape.size() == 1 || shape.size() == 2; // a number each, or one-hot
        found.push_back({array.key, shapeText(array.header), shape.empty() ? 0 : shape[0],
                         mayBeImages(array, 2), array.header.type.has_value() && each});
    }
    return found;
}

const NpzArray& given(const Arrays& arrays, const std::string& key, const std::string& file) {
    for (const NpzArray& array : arrays) {
        if (array.key == key || array.key + ".npy" == key) return array;
    }
    throw Error(file, "", "there is no array " + quotedText(key) + ", only " + listOf(arrays));
}

std::string chooseImages(const Arrays& arrays, const OpenOptions& options, const std::string& file) {
    if (!options.imagesKey.empty()) return given(arrays, options.imagesKey, file).key;
    for (const auto& names : kUsualNames) {
        const NpzArray* const found = find(arrays, names[0]);
        if (found != nullptr && mayBeImages(*found, 2)) return found->key;
    }
    const auto pictured = [](const NpzArray& array) { return mayBeImages(array, 3); };
    if (std::count_if(arrays.begin(), arrays.end(), pictured) == 1) {
        return std::find_if(arrays.begin(), arrays.end(), pictured)->key;
    }
    throw ArraysUnclear(file,
                        "it is not plain which array holds the images; one of these must be named "
                        "(--images-key KEY): " +
                            listOf(arrays),
                        shown(arrays));
}

} // namespace

NpzRoles chooseArrays(const Arrays& arrays, const OpenOptions& options, const std::string& file) {
    if (arrays.empty()) throw Error(file, "", "the archive holds no NumPy arrays");
    NpzRoles roles = partnersOf(arrays, chooseImages(arrays, options, file));
    if (options.labelsKey.empty()) return roles;
    roles.labels = given(arrays, options.labelsKey, file).key;
    if (roles.testLabels.empty()) roles.testImages.clear();
    return roles;
}

} // namespace latent
