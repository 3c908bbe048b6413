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

/// A decoded picture, or a clause that says why there is none.
struct Picture {
    QImage image;
    QSize whole; // size in the file, after rotation
    std::string failure;
};

/// The pictures in the bytes of a file, identified by content or, for the few formats without a signature, by
/// file ending.
class PictureReader {
  public:
    PictureReader(QByteArray bytes, std::string_view lowerName);

    /// Number of images that the file represents: the pages of a TIFF, otherwise one.
    int count() const;
    /// The file ends before its last page.
    bool pagesMissing() const { return !m_pages.whole && !m_pages.pages.empty(); }
    /// There are several frames, of which only the first is read.
    bool animated() const { return m_animated; }
    /// The end marker is missing, although all pixels are present.
    bool endMissing() const { return m_endMissing; }
    /// The sizes of the images that a file represents, rotated as the camera was held; empty if the bytes,
    /// possibly only the first of the file, do not tell.
    static std::vector<QSize> sizesIn(QByteArray bytes, std::string_view lowerName);
    /// Rotated as the camera was held. Checks the size before reading pixels. A JPEG larger than
    /// kMaxImageSide is decoded only as large as a square of `side` pixels requires.
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
    TiffPages m_pages;     // empty: not a TIFF
    bool m_animated = false;
    bool m_endMissing = false;
};

} // namespace latent
