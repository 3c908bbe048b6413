// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture.h"

#include "core/data/arrays/image_array.h"
#include "core/data/pictures/bmp_content.h"
#include "core/data/pictures/picture_damage.h"
#include "core/data/pictures/picture_kind.h"

#include <QBuffer>

#include <algorithm>
#include <climits>
#include <utility>

namespace latent {
namespace {

constexpr qint64 kMostPixels = 32 << 20;      // 128 MiB, Qt's own limit
constexpr qint64 kMostJpegPixels = 100 << 20; // decoded smaller, but libjpeg may need 6 bytes for each

std::string textOf(const QSize& size) {
    return std::to_string(size.width()) + "×" + std::to_string(size.height()) + " pixels";
}

// Decoding size of the whole picture if `side` pixels of it are needed: twice as large, for the smooth final
// step.
QSize decodedSize(const QSize& size, int side) {
    const int shorter = std::min(size.width(), size.height());
    if (shorter < 4 * side || std::max(size.width(), size.height()) <= kMaxImageSide) return size;
    return size.scaled(2 * side, 2 * side, Qt::KeepAspectRatioByExpanding);
}

// Bitmaps stored from the top down state a negative height.
QSize statedSize(const QImageReader& reader) {
    const QSize size = reader.size();
    return size.height() < 0 && size.height() > INT_MIN ? QSize(size.width(), -size.height()) : size;
}

QSize turned(const QImageReader& reader, const QSize& size) {
    const bool onItsSide = reader.transformation() & QImageIOHandler::TransformationRotate90;
    return onItsSide ? size.transposed() : size;
}

std::string kindOf(const QByteArray& bytes, std::string_view lowerName) {
    const std::string kind = pictureKind({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    return kind.empty() && !bytes.isEmpty() ? namedPictureKind(lowerName) : kind;
}

// An icon file contains the same picture in several sizes.
void chooseLargest(QImageReader& reader) {
    if (reader.format() != "ico" && reader.format() != "cur") return;
    qint64 most = -1;
    int largest = 0;
    for (int i = 0; i < reader.imageCount() && reader.jumpToImage(i); ++i) {
        const QSize size = reader.size();
        const qint64 pixels = qint64{size.width()} * size.height();
        if (pixels > most) largest = i;
        most = std::max(most, pixels);
    }
    reader.jumpToImage(largest);
}

} // namespace

PictureReader::PictureReader(QByteArray bytes, std::string_view lowerName)
    : m_kind(kindOf(bytes, lowerName)) {
    if (m_kind.empty()) {
        m_failure = bytes.isEmpty() ? "the file is empty" : "its content is not a picture";
        return;
    }
    CheckedPicture checked = checkPicture(std::move(bytes), m_kind);
    if (checked.damage != nullptr) m_failure = checked.damage;
    m_bytes = std::move(checked.bytes);
    m_endMissing = checked.endMissing;
    if (m_kind == "TIFF") m_pages = tiffPages(m_bytes);
    if (m_kind == "TIFF" && m_pages.pages.empty()) m_failure = "the file is truncated";
}

int PictureReader::count() const {
    return std::max(1, static_cast<int>(m_pages.pages.size()));
}

void PictureReader::choosePage(int page) {
    if (m_pages.pages.size() > 1) putTiffPageFirst(m_bytes, m_pages.pages[static_cast<std::size_t>(page)]);
}

void PictureReader::begin(QImageReader& reader, QBuffer& buffer) const {
    buffer.setData(m_bytes);
    buffer.open(QIODevice::ReadOnly);
    reader.setDevice(&buffer);
    reader.setFormat(QByteArray::fromStdString(m_kind).toLower());
    reader.setDecideFormatFromContent(false); // already known
    reader.setAutoTransform(true);
}

std::vector<QSize> PictureReader::sizesIn(QByteArray bytes, std::string_view lowerName) {
    PictureReader file;
    file.m_kind = kindOf(bytes, lowerName);
    if (file.m_kind.empty()) return {QSize()};
    if (file.m_kind == "TGA")
        bytes = checkPicture(std::move(bytes), file.m_kind).bytes; // Qt prints warnings about others
    if (bytes.isEmpty()) return {QSize()};
    if (file.m_kind == "TIFF") file.m_pages = tiffPages(bytes);
    file.m_bytes = std::move(bytes);
    std::vector<QSize> sizes;
    for (int page = 0; page < file.count(); ++page) {
        file.choosePage(page);
        QBuffer buffer;
        QImageReader reader;
        file.begin(reader, buffer);
        chooseLargest(reader);
        const QSize size = statedSize(reader);
        sizes.push_back(size.isEmpty() ? QSize() : turned(reader, size));
    }
    return sizes;
}

// Number formats that Qt cannot read or misinterprets, and about which libtiff complains on standard error.
std::string PictureReader::unreadablePage(int page) const {
    if (m_pages.pages.empty()) return {};
    const TiffPage& one = m_pages.pages[static_cast<std::size_t>(page)];
    const bool whole = one.numbers == TiffNumbers::Whole;
    const bool colours = one.numbers == TiffNumbers::Floating && one.channels >= 3;
    if ((whole && one.bits <= 16) || colours) return {};
    const char* const kind = whole                                  ? ""
                             : one.numbers == TiffNumbers::Floating ? "floating-point "
                                                                    : "signed ";
    return "its pixels are " + std::string(kind) + "numbers of " + std::to_string(one.bits) +
           " bits; save it with integers of 8 or 16 bits";
}

Picture PictureReader::readFrom(QImageReader& reader, int side) const {
    if (!reader.canRead())
        return {{}, {}, m_kind + " cannot be read on this system: " + reader.errorString().toStdString()};
    chooseLargest(reader);
    const QSize size = statedSize(reader);
    const bool stated = reader.supportsOption(QImageIOHandler::Size);
    if (stated && size.isEmpty()) return {{}, {}, "the size is missing: the file is damaged"};
    const bool jpeg = m_kind == "JPEG";
    if (qint64{size.width()} * size.height() > (jpeg ? kMostJpegPixels : kMostPixels))
        return {{}, {}, textOf(size) + ", which is too large"};
    const bool smaller = jpeg && decodedSize(size, side) != size;
    if (smaller) reader.setScaledSize(decodedSize(size, side));
    QImage image = reader.read();
    if (image.isNull()) return {{}, {}, "the file is damaged: " + reader.errorString().toStdString()};
    if (m_kind == "BMP")
        spreadBmpColours(image, {m_bytes.constData(), static_cast<std::size_t>(m_bytes.size())});
    const QSize whole = smaller ? turned(reader, size) : image.size(); // the header may state another size
    return {std::move(image), whole, {}};
}

// For a JPEG whose end was missing.
bool PictureReader::decodesWhole(const Picture& picture, int side) const {
    // Their first bits differ from the zeros that decoders insert, and from each other's.
    for (const char junk : {'\xaa', '\xe5'}) {
        PictureReader other(*this);
        other.m_bytes = withJunkForEnd(m_bytes, junk);
        QBuffer buffer;
        QImageReader reader;
        other.begin(reader, buffer);
        if (other.readFrom(reader, side).image != picture.image) return false;
    }
    return true;
}

Picture PictureReader::read(int page, int side) {
    if (!m_failure.empty()) return {{}, {}, m_failure};
    const std::string unreadable = unreadablePage(page);
    if (!unreadable.empty()) return {{}, {}, unreadable};
    choosePage(page);
    QBuffer buffer;
    QImageReader reader;
    begin(reader, buffer);
    m_animated = (m_kind == "GIF" || m_kind == "WebP" || m_kind == "MNG") && reader.imageCount() > 1;
    const Picture picture = readFrom(reader, side);
    const bool made = m_kind == "JPEG" && m_endMissing && picture.failure.empty();
    return made && !decodesWhole(picture, side) ? Picture{{}, {}, "the file is truncated"} : picture;
}

} // namespace latent
