// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/data_identity.h"

#include "core/run/checksum.h"
#include "core/run/number_bytes.h"

namespace latent {
namespace {

std::uint32_t crcOfLabels(const ImageDataset& dataset) {
    std::uint32_t crc = extendedCrc(0, bytesOf(dataset.labels));
    for (const std::string& name : dataset.classNames)
        crc = extendedCrc(crc, std::string_view(name.c_str(), name.size() + 1)); // with its end
    return crc;
}

std::string textOf(const ImageShape& shape) {
    std::string text = std::to_string(shape.width) + "×" + std::to_string(shape.height);
    if (shape.channels > 1) text += "×" + std::to_string(shape.channels);
    return text;
}

std::string counted(Index count) {
    return std::to_string(count) + (count == 1 ? " image" : " images");
}

} // namespace

DataIdentity identityOf(const ImageDataset& dataset, const OpenOptions& opened) {
    DataIdentity identity{.name = dataset.name,
                          .origin = dataset.origin,
                          .opened = opened,
                          .images = dataset.size(),
                          .shape = dataset.shape,
                          .pixelRule = dataset.pixelRule,
                          .split = splitOf(dataset, opened),
                          .pixelsCrc = extendedCrc(0, bytesOf(dataset.pixels.bytes)),
                          .labelsCrc = crcOfLabels(dataset),
                          .splitCrc =
                              extendedCrc(extendedCrc(0, bytesOf(dataset.train)), bytesOf(dataset.test))};
    // Of this machine and this moment.
    identity.opened.mostBytes = 0;
    identity.opened.places.reset();
    identity.opened.cacheFolder.clear();
    dataset.requirePixels();
    return identity;
}

bool isSameData(const DataIdentity& kept, const DataIdentity& found) {
    return kept.images == found.images && kept.shape == found.shape && kept.pixelsCrc == found.pixelsCrc &&
           kept.splitCrc == found.splitCrc;
}

std::string differenceOf(const DataIdentity& kept, const DataIdentity& found) {
    if (kept.shape != found.shape)
        return "the images are " + textOf(found.shape) + ", but were " + textOf(kept.shape);
    if (kept.images != found.images)
        return "there are " + counted(found.images) + ", but there were " + std::to_string(kept.images);
    if (kept.pixelsCrc != found.pixelsCrc) {
        return kept.pixelRule == found.pixelRule ? "the images have changed"
                                                 : "the pixels are read in another way (" + found.pixelRule +
                                                       " instead of " + kept.pixelRule + ")";
    }
    if (kept.splitCrc != found.splitCrc) return "other images are held out for testing";
    if (kept.labelsCrc != found.labelsCrc) return "the labels have changed";
    if (kept.origin != found.origin) return "the data have moved from " + kept.origin + " to " + found.origin;
    return {};
}

OpenOptions openingOf(const DataIdentity& identity) {
    return withSplit(identity.opened, identity.split);
}

} // namespace latent
