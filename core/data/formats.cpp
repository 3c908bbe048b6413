// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/formats.h"

#include "core/data/cifar.h"
#include "core/data/csv.h"
#include "core/data/idx_folder.h"
#include "core/data/image_folder.h"
#include "core/data/npy.h"
#include "core/data/npz.h"
#include "core/data/picture_kind.h"

#include <array>
#include <cstdio>

namespace latent {
namespace {

// Asked in this order.
constexpr std::array kFormats{&kIdxFormat,   &kIdxFolderFormat,   &kNpyFormat, &kNpzFormat,
                              &kCifarFormat, &kCifarFolderFormat, &kCsvFormat, &kImageFolderFormat};

std::string knownFormats() {
    std::string names;
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        if (i > 0) names += i + 1 < kFormats.size() ? ", " : " and ";
        names += kFormats[i]->name;
    }
    return names;
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

const Format& formatOf(const PathGlance& glance) {
    for (const Format* const format : kFormats) {
        if (format->holds(glance)) return *format;
    }
    const bool picture = !pictureKind(glance.start).empty(); // whatever its name says
    for (const Format* const format : kFormats) {
        if (picture) break;
        if (format->isNamed != nullptr && format->isNamed(glance)) return *format;
    }
    throw Error(glance.path.string(), "", whyNone(glance));
}

} // namespace

ImageDataset openPath(const std::filesystem::path& path, const OpenOptions& options,
                      const Progress& progress) {
    return formatOf(glanceAt(path)).open(path, options, progress);
}

bool holdsPictures(const std::filesystem::path& path) {
    return &formatOf(glanceAt(path)) == &kImageFolderFormat;
}

} // namespace latent
