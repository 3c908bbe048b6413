// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace latent {

enum class TiffNumbers { Whole, Signed, Floating };

/// A page of a TIFF: the position of its directory, and the number format of its pixels.
struct TiffPage {
    std::uint64_t directory = 0; // byte
    int channels = 1;
    int bits = 8; // per number
    TiffNumbers numbers = TiffNumbers::Whole;
};

struct TiffPages {
    std::vector<TiffPage> pages;
    bool whole = true; // otherwise the file ends, or loops, before its last page
};

/// The pages of a TIFF in order, without thumbnails and masks that belong to other pages (TIFF 6.0, tag
/// NewSubfileType).
TiffPages tiffPages(const QByteArray& bytes);

/// Makes that page the first, so that a reader need not step through all pages before it.
void putTiffPageFirst(QByteArray& bytes, const TiffPage& page);

} // namespace latent
