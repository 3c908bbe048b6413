// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QImage>
#include <QImageWriter>
#include <QList>

#include <optional>

// Picture files, byte by byte, in formats or variants that Qt does not write.
namespace latent::testing {

inline QByteArray numberBytes(quint64 value, int bytes, bool bigEndian = false) {
    QByteArray result;
    for (int i = 0; i < bytes; ++i)
        result.append(static_cast<char>(value >> 8 * (bigEndian ? bytes - 1 - i : i) & 0xff));
    return result;
}

inline QByteArray plainPgm(const QImage& image) {
    QByteArray text = "P2\n# by hand\n" + QByteArray::number(image.width()) + " " +
                      QByteArray::number(image.height()) + "\n255\n";
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) text += QByteArray::number(qRed(image.pixel(x, y))) + " ";
    return text + "\n";
}

/// Two bytes per pixel, with 4,095 as white. Rounded up, because Qt rounds down.
inline QByteArray deepPgm(const QImage& image) {
    QByteArray bytes =
        "P5 " + QByteArray::number(image.width()) + " " + QByteArray::number(image.height()) + " 4095\n";
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            bytes += numberBytes(static_cast<quint64>((qRed(image.pixel(x, y)) * 4095 + 254) / 255), 2, true);
    return bytes;
}

/// The codes of a GIF's pixels, nine bits each: the table is cleared before it needs more.
inline QByteArray gifCodes(const QImage& grey) {
    QByteArray packed;
    quint32 bits = 0;
    int filled = 0;
    const auto put = [&](quint32 code) {
        bits |= code << filled;
        for (filled += 9; filled >= 8; filled -= 8, bits >>= 8) packed.append(static_cast<char>(bits & 0xff));
    };
    constexpr quint32 kClear = 256;
    constexpr quint32 kEnd = 257;
    for (int i = 0; i < grey.width() * grey.height(); ++i) {
        if (i % 200 == 0) put(kClear);
        put(static_cast<quint32>(qRed(grey.pixel(i % grey.width(), i / grey.width()))));
    }
    put(kEnd);
    if (filled > 0) packed.append(static_cast<char>(bits));
    return packed;
}

inline QByteArray gifFrame(const QImage& grey) {
    QByteArray bytes = ',' + QByteArray(4, '\0') + numberBytes(static_cast<quint64>(grey.width()), 2) +
                       numberBytes(static_cast<quint64>(grey.height()), 2) + '\0' + '\x08';
    const QByteArray codes = gifCodes(grey);
    for (qsizetype at = 0; at < codes.size(); at += 255) {
        const QByteArray block = codes.mid(at, 255);
        bytes += static_cast<char>(block.size()) + block;
    }
    return bytes + '\0';
}

/// Grey, optionally with more frames.
inline QByteArray gif(const QImage& first, const QList<QImage>& more = {}) {
    QByteArray bytes = "GIF89a" + numberBytes(static_cast<quint64>(first.width()), 2) +
                       numberBytes(static_cast<quint64>(first.height()), 2) + QByteArray("\xf7\0\0", 3);
    for (int grey = 0; grey < 256; ++grey) bytes.append(3, static_cast<char>(grey));
    bytes += gifFrame(first);
    for (const QImage& frame : more) bytes += gifFrame(frame);
    return bytes + ';';
}

inline QByteArray tga(const QImage& image) {
    QByteArray bytes = QByteArray("\0\0\2", 3) + QByteArray(9, '\0') +
                       numberBytes(static_cast<quint64>(image.width()), 2) +
                       numberBytes(static_cast<quint64>(image.height()), 2) + QByteArray("\x18\x20", 2);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) bytes += numberBytes(image.pixel(x, y), 3);
    return bytes + QByteArray(8, '\0') + QByteArray("TRUEVISION-XFILE.\0", 18);
}

/// The same picture in several sizes.
inline QByteArray icon(const QList<QImage>& sizes) {
    QByteArray head =
        numberBytes(0, 2) + numberBytes(1, 2) + numberBytes(static_cast<quint64>(sizes.size()), 2);
    QByteArray body;
    for (const QImage& image : sizes) {
        QBuffer png;
        png.open(QIODevice::WriteOnly);
        image.save(&png, "PNG");
        head += static_cast<char>(image.width()) + QByteArray(1, static_cast<char>(image.height())) +
                numberBytes(0, 2) + numberBytes(1, 2) + numberBytes(32, 2) +
                numberBytes(static_cast<quint64>(png.data().size()), 4) +
                numberBytes(static_cast<quint64>(6 + 16 * sizes.size() + body.size()), 4);
        body += png.data();
    }
    return head + body;
}

/// The colours reduced to five bits each.
inline QImage in555(const QImage& image) {
    QImage result = image.convertToFormat(QImage::Format_RGB32);
    const auto five = [](int value) { return ((value >> 3) * 255 + 15) / 31; };
    for (int y = 0; y < result.height(); ++y)
        for (int x = 0; x < result.width(); ++x) {
            const QRgb pixel = result.pixel(x, y);
            result.setPixel(x, y, qRgb(five(qRed(pixel)), five(qGreen(pixel)), five(qBlue(pixel))));
        }
    return result;
}

/// Grey, compressed in runs of one; the header states the file's size or the given one.
inline QByteArray packedBmp(const QImage& image, std::optional<quint64> stated = {}) {
    QByteArray palette;
    for (quint64 grey = 0; grey < 256; ++grey) palette += numberBytes(grey * 0x10101, 4);
    QByteArray body;
    for (int y = image.height() - 1; y >= 0; --y) {
        for (int x = 0; x < image.width(); ++x)
            body += '\1' + QByteArray(1, static_cast<char>(qRed(image.pixel(x, y))));
        body += QByteArray("\0\0", 2);
    }
    body += QByteArray("\0\1", 2);
    const auto offset = static_cast<quint64>(54 + palette.size());
    const auto size = stated.value_or(offset + static_cast<quint64>(body.size()));
    return "BM" + numberBytes(size, 4) + numberBytes(0, 4) + numberBytes(offset, 4) + numberBytes(40, 4) +
           numberBytes(static_cast<quint64>(image.width()), 4) +
           numberBytes(static_cast<quint64>(image.height()), 4) + numberBytes(1, 2) + numberBytes(8, 2) +
           numberBytes(1, 4) + numberBytes(static_cast<quint64>(body.size()), 4) + numberBytes(0, 8) +
           numberBytes(256, 4) + numberBytes(0, 4) + palette + body;
}

inline QByteArray bmp(const QImage& image, int depth, bool fromTop) {
    QByteArray body;
    for (int row = 0; row < image.height(); ++row) {
        const int y = fromTop ? row : image.height() - 1 - row;
        QByteArray line;
        for (int x = 0; x < image.width(); ++x) {
            const QRgb pixel = image.pixel(x, y);
            const auto five =
                static_cast<quint64>(qRed(pixel) >> 3 << 10 | qGreen(pixel) >> 3 << 5 | qBlue(pixel) >> 3);
            line += depth == 16 ? numberBytes(five, 2) : numberBytes(pixel & 0xffffff, depth / 8);
        }
        body += line + QByteArray((4 - line.size() % 4) % 4, '\0');
    }
    const auto height = static_cast<quint64>(fromTop ? -image.height() : image.height());
    return "BM" + numberBytes(static_cast<quint64>(54 + body.size()), 4) + numberBytes(0, 4) +
           numberBytes(54, 4) + numberBytes(40, 4) + numberBytes(static_cast<quint64>(image.width()), 4) +
           numberBytes(height, 4) + numberBytes(1, 2) + numberBytes(static_cast<quint64>(depth), 2) +
           numberBytes(0, 4) + numberBytes(static_cast<quint64>(body.size()), 4) + QByteArray(16, '\0') +
           body;
}

inline QByteArray progressiveJpeg(const QImage& image) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "jpg");
    writer.setProgressiveScanWrite(true);
    writer.setQuality(90);
    writer.write(image);
    return buffer.data();
}

/// From dark at the top left to `highest` at the bottom right.
inline QImage deepImage(int width, int height, int highest, bool colour) {
    QImage image(width, height, colour ? QImage::Format_RGBX64 : QImage::Format_Grayscale16);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int value = highest * (y * width + x + 1) / (width * height);
            const auto part = [value](int of) { return static_cast<quint16>(value / of); };
            if (colour)
                reinterpret_cast<QRgba64*>(image.scanLine(y))[x] = qRgba64(part(3), part(1), part(2), 0xffff);
            else
                reinterpret_cast<quint16*>(image.scanLine(y))[x] = part(1);
        }
    return image;
}

struct TiffForm {
    bool bigEndian = false;
    bool large = false; // BigTIFF
    int bits = 8;
    quint64 format = 1;               // of the numbers: 1 unsigned, 2 signed, 3 floating-point
    QList<qsizetype> thumbnails = {}; // pages that are thumbnails of others
};

/// Grey pages; the pixels of each come before its directory.
inline QByteArray tiffOf(const QList<QImage>& pages, const TiffForm& form) {
    const int offsetBytes = form.large ? 8 : 4;
    const auto number = [&](quint64 value, int bytes) { return numberBytes(value, bytes, form.bigEndian); };
    const auto entry = [&](quint64 tag, quint64 value) { // four bytes, of which the lowest hold the value
        QByteArray field = number(value, 4);
        return number(tag, 2) + number(4, 2) + number(1, offsetBytes) + field +
               QByteArray(offsetBytes - 4, '\0');
    };
    QByteArray bytes = (form.bigEndian ? "MM" : "II") + number(form.large ? 43 : 42, 2);
    if (form.large) bytes += number(8, 2) + number(0, 2);
    qsizetype linkAt = bytes.size();
    bytes += QByteArray(offsetBytes, '\0');
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const QImage& page = pages[i];
        const auto pixelsAt = static_cast<quint64>(bytes.size());
        for (int y = 0; y < page.height(); ++y)
            for (int x = 0; x < page.width(); ++x)
                bytes += number(static_cast<quint64>(qRed(page.pixel(x, y))), form.bits / 8);
        const auto pixelBytes = static_cast<quint64>(bytes.size()) - pixelsAt;
        bytes.replace(linkAt, offsetBytes, number(static_cast<quint64>(bytes.size()), offsetBytes));
        const QList<QByteArray> entries{entry(254, form.thumbnails.contains(i) ? 1 : 0),
                                        entry(256, static_cast<quint64>(page.width())),
                                        entry(257, static_cast<quint64>(page.height())),
                                        entry(258, static_cast<quint64>(form.bits)),
                                        entry(259, 1),
                                        entry(262, 1),
                                        entry(273, pixelsAt),
                                        entry(277, 1),
                                        entry(278, static_cast<quint64>(page.height())),
                                        entry(279, pixelBytes),
                                        entry(339, form.format)};
        bytes += number(static_cast<quint64>(entries.size()), form.large ? 8 : 2) + entries.join();
        linkAt = bytes.size();
        bytes += QByteArray(offsetBytes, '\0');
    }
    return bytes;
}

} // namespace latent::testing
