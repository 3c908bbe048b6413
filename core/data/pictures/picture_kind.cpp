// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_kind.h"

#include <QImageReader>

#include <algorithm>
#include <array>

namespace latent {
namespace {

using namespace std::string_view_literals;

unsigned char byteOf(std::string_view start, std::size_t at) {
    return at < start.size() ? static_cast<unsigned char>(start[at]) : 0;
}

// Many texts begin with "BM", so the size of the second header must follow.
bool isBmp(std::string_view start) {
    constexpr std::array<unsigned char, 6> kHeaderSizes{12, 40, 52, 56, 108, 124};
    return start.starts_with("BM"sv) && start.size() >= 18 && start.substr(15, 3) == "\0\0\0"sv &&
           std::count(kHeaderSizes.begin(), kHeaderSizes.end(), byteOf(start, 14)) == 1;
}

// Netpbm: a digit from 1 to 6, then a space and a number or a comment.
std::string netpbmKind(std::string_view start) {
    constexpr std::array kKinds{"PBM", "PGM", "PPM"};
    if (start.size() < 4 || start[0] != 'P' || start[1] < '1' || start[1] > '6') return {};
    const std::size_t next = start.find_first_not_of(" \t\r\n"sv, 2);
    if (next == 2 || next == std::string_view::npos) return {};
    const bool goesOn = start[next] == '#' || (start[next] >= '0' && start[next] <= '9');
    return goesOn ? kKinds[static_cast<std::size_t>(start[1] - '1') % 3] : std::string();
}

// A directory of icons has no signature: its first entry must look like one.
std::string iconKind(std::string_view start) {
    if (start.size() < 22 || start.substr(0, 2) != "\0\0"sv || byteOf(start, 3) != 0) return {};
    const bool cursor = byteOf(start, 2) == 2;
    if (!cursor && byteOf(start, 2) != 1) return {};
    const unsigned entries = byteOf(start, 4);
    const bool entry = entries > 0 && byteOf(start, 5) == 0 && byteOf(start, 9) == 0 &&
                       start.substr(20, 2) == "\0\0"sv &&
                       byteOf(start, 18) + 256U * byteOf(start, 19) >= 6 + 16 * entries;
    return !entry ? "" : cursor ? "CUR" : "ICO";
}

// File endings of the kinds that are recognised by their first bytes.
constexpr std::array kMarkedEndings{"png"sv, "jpg"sv, "jpeg"sv, "jpe"sv, "jfif"sv, "webp"sv, "bmp"sv,
                                    "dib"sv, "tif"sv, "tiff"sv, "gif"sv, "pbm"sv,  "pgm"sv,  "ppm"sv,
                                    "pnm"sv, "xbm"sv, "xpm"sv,  "ico"sv, "cur"sv,  "icns"sv, "mng"sv};

std::string_view endingOf(std::string_view lowerName) {
    const std::size_t dot = lowerName.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : lowerName.substr(dot + 1);
}

bool isMarked(std::string_view ending) {
    return std::find(kMarkedEndings.begin(), kMarkedEndings.end(), ending) != kMarkedEndings.end();
}

bool hasPlugin(std::string_view ending) {
    static const QList<QByteArray> formats = QImageReader::supportedImageFormats();
    const QByteArray name(ending.data(), static_cast<qsizetype>(ending.size()));
    return formats.contains(name) && !name.startsWith("svg") && name != "pdf";
}

} // namespace

std::string pictureKind(std::string_view start) {
    if (start.starts_with("\x89PNG\r\n\x1a\n"sv)) return "PNG";
    if (start.starts_with("\xff\xd8\xff"sv)) return "JPEG";
    if (start.starts_with("RIFF"sv) && start.substr(0, 12).ends_with("WEBP"sv)) return "WebP";
    if (start.starts_with("II*\0"sv) || start.starts_with("MM\0*"sv)) return "TIFF";
    if (start.starts_with("II+\0\x08\0\0\0"sv) || start.starts_with("MM\0+\0\x08\0\0"sv))
        return "TIFF"; // BigTIFF
    if (start.starts_with("GIF87a"sv) || start.starts_with("GIF89a"sv)) return "GIF";
    if (start.starts_with("icns"sv)) return "ICNS";
    if (start.starts_with("\x8aMNG\r\n\x1a\n"sv)) return "MNG";
    if (start.starts_with("/* XPM"sv)) return "XPM";
    if (start.starts_with("#define "sv) && start.find("_width "sv) != std::string_view::npos) return "XBM";
    if (isBmp(start)) return "BMP";
    const std::string netpbm = netpbmKind(start);
    return netpbm.empty() ? iconKind(start) : netpbm;
}

bool isNamedPicture(std::string_view lowerName) {
    const std::string_view ending = endingOf(lowerName);
    return !ending.empty() && (isMarked(ending) || hasPlugin(ending));
}

std::string namedPictureKind(std::string_view lowerName) {
    const std::string_view ending = endingOf(lowerName);
    if (ending.empty() || isMarked(ending) || !hasPlugin(ending)) return {};
    std::string kind(ending);
    for (char& letter : kind) {
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    return kind;
}

} // namespace latent
