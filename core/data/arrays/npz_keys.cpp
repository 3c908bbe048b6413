// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/npz_keys.h"

#include "core/base/error.h"
#include "core/data/arrays/npy_words.h"
#include "core/data/arrays/part_name.h"
#include "core/data/files/clean_text.h"
#include "core/data/format.h"
#include "core/data/questions.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace latent {
namespace {

using Arrays = std::vector<NpzArray>;

bool mayBeImages(const NpzArray& array, std::size_t fewestDimensions) {
    const std::size_t dimensions = array.header.shape.size();
    return array.header.type.has_value() && dimensions >= fewestDimensions && dimensions <= 4 &&
           std::find(array.header.shape.begin(), array.header.shape.end(), 0) == array.header.shape.end();
}

bool isOneEach(const NpzArray& array, std::uint64_t images) {
    const std::vector<std::uint64_t>& shape = array.header.shape;
    const bool readable = array.header.type || wordTypeOf(array.header.descr);
    return readable && !shape.empty() && shape[0] == images &&
           (shape.size() == 1 || (shape.size() == 2 && shape[1] == 1));
}

std::uint64_t countOf(const NpzArray& array) {
    return array.header.shape.empty() ? 0 : array.header.shape[0];
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
        const bool each = shape.size() == 1 || shape.size() == 2; // one per image, or one-hot
        const bool readable = array.header.type || wordTypeOf(array.header.descr);
        found.push_back(
            {array.key, shapeText(array.header), countOf(array), mayBeImages(array, 2), readable && each});
    }
    return found;
}

const NpzArray& given(const Arrays& arrays, const std::string& key, const std::string& file) {
    for (const NpzArray& array : arrays) {
        if (array.key == key || array.key + ".npy" == key) return array;
    }
    throw Error(file, "", "there is no array " + quotedText(key) + ", only " + listOf(arrays));
}

// The lower the rank, the likelier the array is that of the training images.
auto rankOf(const NpzArray& array) {
    constexpr std::array kWords{"images", "imgs", "image", "img", "x", "data"};
    const PartName name = partNameOf(array.key);
    const std::string key = lowerCase(array.key);
    const auto word = std::find_if(kWords.begin(), kWords.end(),
                                   [&](const char* each) { return key.find(each) != std::string::npos; });
    const int split = name.split == SetSplit::Train ? 0 : name.split == SetSplit::None ? 1 : 2;
    return std::tuple(name.role != SetRole::Images, split, !mayBeImages(array, 3), !name.stem.empty(),
                      word - kWords.begin());
}

// Named like images, or the only array with such a shape.
const NpzArray& chooseImages(const Arrays& arrays, const OpenOptions& options, const std::string& file) {
    if (!options.imagesKey.empty()) return given(arrays, options.imagesKey, file);
    std::vector<const NpzArray*> candidates;
    for (const NpzArray& array : arrays) {
        const PartName name = partNameOf(array.key);
        if (mayBeImages(array, name.role == SetRole::Images ? 2 : 3) && name.role != SetRole::Labels)
            candidates.push_back(&array);
    }
    const auto likelier = [](const NpzArray* a, const NpzArray* b) { return rankOf(*a) < rankOf(*b); };
    std::stable_sort(candidates.begin(), candidates.end(), likelier);
    if (candidates.size() == 1 || (candidates.size() > 1 && likelier(candidates[0], candidates[1])))
        return *candidates[0];
    const auto first = std::find_if(arrays.begin(), arrays.end(), [](const NpzArray& array) {
        return lowerCase(array.key) == "arr_0" && mayBeImages(array, 2);
    });
    if (first != arrays.end()) return *first;
    const auto possible = [](const NpzArray& array) { return mayBeImages(array, 2); };
    if (std::none_of(arrays.begin(), arrays.end(), possible))
        throw Error(file, "", "none of the arrays holds images: " + listOf(arrays));
    throw ArraysUnclear(file,
                        "it is unclear which array holds the images; choose it with --images-key KEY: " +
                            listOf(arrays),
                        shown(arrays));
}

// Finds the arrays that belong to the images.
class Partners {
  public:
    /// asked: the labels named by the options, or null.
    Partners(const Arrays& arrays, const NpzArray& images, const NpzArray* asked)
        : m_arrays(arrays)
        , m_images(images)
        , m_asked(asked)
        , m_name(partNameOf(images.key)) {
        m_roles.images = images.key;
    }

    NpzRoles find(bool labels) {
        const NpzArray* const test = imagesOf(SetSplit::Test);
        const NpzArray* const validation = imagesOf(SetSplit::Validation);
        const NpzArray* const heldOut = test != nullptr ? test : validation;
        if (heldOut != nullptr) m_roles.testImages = heldOut->key;
        if (test == nullptr && validation != nullptr)
            addChoice(cleanText(validation->key) +
                      " is held out for testing (--test-fraction holds out others)");
        if (labels) findLabels(heldOut);
        reportUnused(labels);
        return std::move(m_roles);
    }

  private:
    void addChoice(std::string choice) { m_roles.choices.push_back(std::move(choice)); }

    const NpzArray* named(SetSplit split, SetRole role) const {
        const PartName wanted{split, role, m_name.stem};
        const auto found = std::find_if(m_arrays.begin(), m_arrays.end(), [&](const NpzArray& array) {
            return partNameOf(array.key) == wanted;
        });
        return found == m_arrays.end() ? nullptr : &*found;
    }

    const NpzArray* imagesOf(SetSplit split) const {
        if (m_name.split == SetSplit::Test || m_name.split == SetSplit::Validation) return nullptr;
        const NpzArray* const found = named(split, m_name.role);
        return found != nullptr && mayBeImages(*found, m_images.header.shape.size()) ? found : nullptr;
    }

    void findLabels(const NpzArray* heldOut) {
        const NpzArray* labels = m_asked != nullptr ? m_asked : named(m_name.split, SetRole::Labels);
        if (labels == nullptr && heldOut == nullptr) labels = anyLabels();
        if (labels != nullptr) m_roles.labels = labels->key;
        if (heldOut == nullptr) return;
        const NpzArray* const test = named(partNameOf(heldOut->key).split, SetRole::Labels);
        if (test != nullptr && test != heldOut) m_roles.testLabels = test->key;
    }

    // Named like labels, or the only array with one entry per image.
    const NpzArray* anyLabels() {
        const auto called = std::find_if(m_arrays.begin(), m_arrays.end(), [&](const NpzArray& array) {
            return partNameOf(array.key).role == SetRole::Labels && countOf(array) == countOf(m_images);
        });
        const std::string only = onlyLabels(m_arrays, countOf(m_images));
        const auto found = called != m_arrays.end()
                               ? called
                               : std::find_if(m_arrays.begin(), m_arrays.end(), [&](const NpzArray& array) {
                                     return array.key == only && &array != &m_images;
                                 });
        if (found == m_arrays.end()) return nullptr;
        addChoice(cleanText(found->key) + " holds the labels (--labels-key)");
        return &*found;
    }

    // Arrays that the user may have wanted.
    void reportUnused(bool labels) {
        Arrays unused;
        for (const NpzArray& array : m_arrays) {
            const bool used = array.key == m_roles.images || array.key == m_roles.labels ||
                              array.key == m_roles.testImages || array.key == m_roles.testLabels;
            const bool wanted = mayBeImages(array, 3) || (labels && isOneEach(array, countOf(m_images))) ||
                                partNameOf(array.key).role != SetRole::None;
            if (!used && wanted && (labels || partNameOf(array.key).role != SetRole::Labels))
                unused.push_back(array);
        }
        if (unused.empty()) return;
        addChoice("not used: " + listOf(unused) + " (--images-key, --labels-key)");
    }

    const Arrays& m_arrays;
    const NpzArray& m_images;
    const NpzArray* m_asked;
    PartName m_name;
    NpzRoles m_roles;
};

} // namespace

std::string onlyLabels(const Arrays& arrays, std::uint64_t images) {
    std::string only;
    for (const NpzArray& array : arrays) {
        if (!isOneEach(array, images)) continue;
        if (!only.empty()) return {};
        only = array.key;
    }
    return only;
}

NpzRoles chooseArrays(const Arrays& arrays, const OpenOptions& options, const std::string& file) {
    if (arrays.empty()) throw Error(file, "", "the archive holds no NumPy arrays");
    const NpzArray& images = chooseImages(arrays, options, file);
    const bool asked = options.labels && !options.labelsKey.empty();
    NpzRoles roles = Partners(arrays, images, asked ? &given(arrays, options.labelsKey, file) : nullptr)
                         .find(options.labels);
    if (!asked) return roles;
    if (roles.testLabels.empty()) roles.testImages.clear();
    return roles;
}

} // namespace latent
