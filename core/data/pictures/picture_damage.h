// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <string_view>

namespace latent {

/// The bytes of a picture file after a check of their structure.
struct CheckedPicture {
    QByteArray bytes;             // with the end marker supplied if only that was missing
    const char* damage = nullptr; // a clause; null: no damage found
    bool endMissing = false;      // the end marker, or everything after the pixels
};

/// Looks for damage that Qt does not report: it silently reads truncated JPEG, BMP, WebP, GIF and XBM files,
/// and libpng writes to standard error. If only the end marker is missing, supplies it; whether all pixels of
/// a JPEG are present without it can only be determined by decoding: see withJunkForEnd.
CheckedPicture checkPicture(QByteArray bytes, std::string_view kind);

/// A JPEG to which checkPicture added an end, with other data before that end. All pixels are present exactly
/// if it decodes to the same picture, since a decoder fills in missing data from whatever follows.
QByteArray withJunkForEnd(const QByteArray& ended, char junk);

} // namespace latent
