// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture.h"
#include "tests/fuzz/fuzz_file.h"

#include <QtGlobal>

#include <vector>

namespace {

void silence(QtMsgType, const QMessageLogContext&, const QString&) {}

} // namespace

// One picture, as it is and made to fit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    static const QtMessageHandler quiet = qInstallMessageHandler(silence);
    static_cast<void>(quiet);
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    for (const int side : {128, 9}) {
        const Picture picture = decodePicture(bytes, side);
        fuzzing::require(picture.image.isNull() != picture.failure.empty());
        if (picture.image.isNull()) continue;
        const QImage image = side == 128 ? picture.image : fitToSquare(picture.image, side, ImageFit::Crop);
        fuzzing::require(side == 128 || image.size() == QSize(side, side));
        const bool small = picture.whole.width() <= 128 && picture.whole.height() <= 128;
        fuzzing::require(!small || picture.image.size() == picture.whole);
        if (image.width() > 512 || image.height() > 512) continue;
        std::vector<std::uint8_t> out(static_cast<std::size_t>(image.width()) *
                                      static_cast<std::size_t>(image.height()) * 3);
        fuzzing::require(writePixels(image, 3, false, {1, 2, 3}, out.data()));
        writePixels(image, 1, false, {0, 0, 0}, out.data());
    }
    return 0;
}
