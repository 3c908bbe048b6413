// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pictures/tiff_pages.h"

#include <QByteArray>
#include <QImage>
#include <QImageReader>

#include <string>
#include <string_view>
#include <vector>

class QBuffer;

namespace latent {

/// A decoded picture, or why there is none: half a sentence.
struct Picture {
    QImage image;
    QSize whole; // as it is in the file, turned
    std::string failure;
};

/// The pictures in the bytes of a file, by their content, or for the few formats that have no mark by the
/// ending of the name.
class PictureReader {
  public:
    PictureReader(QByteArray bytes, std::string_view lowerName);

    /// As many images as the file stands for: the pages of a TIFF, else one.
    int count() const;
    /// The file ends before its last page.
    bool pagesMissing() const { return !m_pages.whole && !m_pages.pages.empty(); }
    /// It holds several frames, of which the first is read.
    bool animated() const { return m_animated; }
    /// The mark that ends the picture is missing, though its pixels are not.
    bool endMissing() const { return m_endMissing; }
    /// The sizes of the images that a file stands for, turned as the camera was held; empty where the bytes,
    /// which may be the first of the file only, do not tell.
    static std::vector<QSize> sizesIn(QByteArray bytes, std::string_view lowerName);
    /// Turned as the camera was held. Its size is looked at before its pixels are. A JPEG that is larger than
    /// what may stay as it is (kMaxImageSide) is decoded to no more than a square of `side` pixels takes.
    Picture read(int page, int side);

  private:
    PictureReader() = default;
    void begin(QImageReader& reader, QBuffer& buffer) const;
    Picture readFrom(QImageReader& reader, int side) const;
    bool decodesWhole(const Picture& picture, int side) const;
    std::string unreadablePage(int page) const;
    void choosePage(int page);

    QByteArray m_bytes;
    std::string m_kind;
    std::string m_failure; // of the whole file; empty: none yet
    TiffPages m_pages;     // none: no TIFF
    bool m_animated = false;
    bool m_endMissing = false;
};

} // namespace latent
