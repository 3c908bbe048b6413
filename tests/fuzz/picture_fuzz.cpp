// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture.h"
#include "core/data/pictures/picture_pixels.h"
#include "tests/fuzz/fuzz_file.h"

#include <QtGlobal>

#include <algorithm>
#include <vector>

namespace {

void silence(QtMsgType, const QMessageLogContext&, const QString&) {}

// A picture as it is (side 128) or made to fit.
void check(const latent::Picture& picture, int side) {
    using namespace latent;
    fuzzing::require(picture.image.isNull() != picture.failure.empty());
    if (picture.image.isNull()) return;
    const int bits = isDeep(picture.image) ? bitsFor(highestValue(picture.image)) : 16;
    const QImage bytes = inBytes(picture.image, bits);
    fuzzing::require(!isDeep(bytes) && bytes.size() == picture.image.size());
    const QSize fit(side, side - 2);
    const QImage image = side == 128 ? bytes : fitted(bytes, fit, ImageFit::Crop);
    fuzzing::require(side == 128 || image.size() == fit);
    const bool small = picture.whole.width() <= 128 && picture.whole.height() <= 128;
    fuzzing::require(!small || picture.image.size() == picture.whole);
    if (image.width() > 512 || image.height() > 512) return;
    std::vector<std::uint8_t> out(static_cast<std::size_t>(image.width()) *
                                  static_cast<std::size_t>(image.height()) * 3);
    fuzzing::require(writePixels(image, 3, false, {1, 2, 3}, out.data()));
    writePixels(image, 1, false, {0, 0, 0}, out.data());
}

} // namespace

// All pictures of a file, also under a name that tells its format.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    static const QtMessageHandler quiet = qInstallMessageHandler(silence);
    static_cast<void>(quiet);
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    for (const char* const name : {"picture", "picture.tga"}) {
        PictureReader reader(bytes, name);
        fuzzing::require(reader.count() >= 1);
        fuzzing::require(!PictureReader::sizesIn(bytes, name).empty());
        for (int page = 0; page < std::min(reader.count(), 4); ++page)
            for (const int side : {128, 9}) check(reader.read(page, side), side);
    }
    return 0;
}
