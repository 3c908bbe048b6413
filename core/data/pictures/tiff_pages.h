// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <cstdint>
#include <vector>

namespace latent {

enum class TiffNumbers { Whole, Signed, Floating };

/// A page of a TIFF: where its directory lies, and what kind of numbers its pixels are.
struct TiffPage {
    std::uint64_t directory = 0; // byte
    int channels = 1;
    int bits = 8; // of a number
    TiffNumbers numbers = TiffNumbers::Whole;
};

struct TiffPages {
    std::vector<TiffPage> pages;
    bool whole = true; // else the file ends, or turns in a circle, before its last page
};

/// The pages of a TIFF in their order, without the small versions and masks that belong to others (TIFF 6.0,
/// tag NewSubfileType).
TiffPages tiffPages(const QByteArray& bytes);

/// Makes that page the first, so that a reader need not walk to it through all before it.
void putTiffPageFirst(QByteArray& bytes, const TiffPage& page);

} // namespace latent
