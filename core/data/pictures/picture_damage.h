// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <string_view>

namespace latent {

/// The bytes of a picture's file after a look at their structure.
struct CheckedPicture {
    QByteArray bytes;             // with a mark that ends the picture, if only that was missing
    const char* damage = nullptr; // half a sentence; null: none was found
    bool endMissing = false;      // the mark, or all behind the pixels
};

/// Looks for damage that Qt does not tell of: it reads JPEG, BMP, WebP, GIF and XBM that were cut short
/// without a word, and libpng writes to standard error. Where only the mark at the end is missing, supplies
/// it; whether a JPEG's pixels are all there without it, only decoding tells: see withJunkForEnd.
CheckedPicture checkPicture(QByteArray bytes, std::string_view kind);

/// A JPEG to which checkPicture gave an end, with other data before that end. The pixels are all there
/// exactly if it decodes to the same picture: a decoder makes up what is missing from whatever follows.
QByteArray withJunkForEnd(const QByteArray& ended, char junk);

} // namespace latent
