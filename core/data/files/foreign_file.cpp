// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/foreign_file.h"

#include "core/data/files/unpack_archive.h"
#include "core/data/format.h"

#include <algorithm>
#include <array>

namespace latent {
namespace {

using namespace std::string_view_literals;

constexpr const char* kSaveArrays = "save its arrays with numpy.savez and open the .npz file";
constexpr const char* kSaveTable = "save it as CSV, or its arrays with numpy.savez";
constexpr const char* kSavePictures = "convert it to PNG or JPEG";
constexpr const char* kExtractFrames = "extract its frames as pictures, for example with ffmpeg";
constexpr const char* kUnpack = "unpack it first, then open the folder";
constexpr const char* kUnpackFile = "decompress it first";

struct Signature {
    std::size_t at; // byte
    std::string_view bytes;
    const char* what;
    const char* advice;
};

constexpr Signature kSignatures[] = {
    {0, "\x89HDF\r\n\x1a\n"sv, "an HDF5 file", kSaveArrays},
    {0, "MATLAB 5.0 MAT-file"sv, "a MATLAB file",
     "read it with scipy.io.loadmat, save its arrays with numpy.savez and open the .npz file"},
    {0, "MATLAB 7.3 MAT-file"sv, "a MATLAB 7.3 file",
     "read it with h5py, save its arrays with numpy.savez and open the .npz file"},
    {512, "\x89HDF\r\n\x1a\n"sv, "an HDF5 file", kSaveArrays},
    {0, "PAR1"sv, "a Parquet table", kSaveTable},
    {0, "ARROW1"sv, "an Arrow table", kSaveTable},
    {0, "FEA1"sv, "a Feather table", kSaveTable},
    {0, "Obj\1"sv, "an Avro file", kSaveTable},
    {0, "SQLite format 3\0"sv, "an SQLite database", kSaveTable},
    {16, "\xde\xc0\xef\xbe"sv, "an LMDB database", kSaveArrays},
    {0, "RDX2\n"sv, "an R data file", kSaveTable},
    {0, "RDX3\n"sv, "an R data file", kSaveTable},
    {0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, "an Office document", "save its table as CSV"},
    {0, "\x80\2\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv, "a PyTorch file", kSaveArrays},
    {0, "Rar!\x1a\x07"sv, "a RAR archive", kUnpack},
    {0, "7z\xbc\xaf\x27\x1c"sv, "a 7z archive", kUnpack},
    {4, "1AY&SY"sv, "a file compressed with bzip2", kUnpackFile},
    {0, "\xfd\x37zXZ\0"sv, "a file compressed with xz", kUnpackFile},
    {0, "\x28\xb5\x2f\xfd"sv, "a file compressed with zstd", kUnpackFile},
    {0, "\x04\x22\x4d\x18"sv, "a file compressed with lz4", kUnpackFile},
    {0, "\x1f\x9d"sv, "a file compressed with compress", kUnpackFile},
    {0, "version https://git-lfs.github.com/spec/"sv, "a Git LFS pointer that stands for the file",
     "fetch the file itself with git lfs pull"},
    {0, "%PDF-"sv, "a PDF document", "save its pictures as PNG or JPEG"},
    {0, "%!PS"sv, "a PostScript document", "save its pictures as PNG or JPEG"},
    {0, "8BPS"sv, "a Photoshop picture", kSavePictures},
    {0, "\x76\x2f\x31\x01"sv, "an OpenEXR picture", kSavePictures},
    {0, "\0\0\0\x0cjP  "sv, "a JPEG 2000 picture", kSavePictures},
    {0, "\xff\x4f\xff\x51"sv, "a JPEG 2000 picture", kSavePictures},
    {0, "\0\0\0\x0cJXL "sv, "a JPEG XL picture", kSavePictures},
    {0, "\xff\x0a"sv, "a JPEG XL picture", kSavePictures},
    {128, "DICM"sv, "a DICOM picture", kSavePictures},
    {344, "n+1\0"sv, "a NIfTI volume", "save its slices with numpy.savez"},
    {0, "NRRD000"sv, "an NRRD volume", "save its slices with numpy.savez"},
    {0, "SIMPLE  ="sv, "a FITS file", kSaveArrays},
    {0, "\x1a\x45\xdf\xa3"sv, "a Matroska or WebM video", kExtractFrames},
    {0, "OggS"sv, "an Ogg video or recording", kExtractFrames},
    {0, "FLV\1"sv, "a Flash video", kExtractFrames},
    {0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"sv, "a Windows Media video", kExtractFrames},
};

std::optional<ForeignKind> bySignature(std::string_view start) {
    for (const Signature& one : kSignatures) {
        if (start.size() >= one.at && start.substr(one.at).starts_with(one.bytes))
            return ForeignKind{one.what, one.advice};
    }
    return std::nullopt;
}

// ISO base media files store their brand after "ftyp"; RIFF files their kind after the length.
std::optional<ForeignKind> byBrand(std::string_view start) {
    if (start.size() < 12) return std::nullopt;
    const std::string_view brand = start.substr(8, 4);
    if (start.starts_with("RIFF"sv)) {
        if (brand == "AVI "sv) return ForeignKind{"an AVI video", kExtractFrames};
        if (brand == "WAVE"sv) return ForeignKind{"a sound recording", "open pictures of it instead"};
        return std::nullopt;
    }
    if (start.substr(4, 4) != "ftyp"sv) return std::nullopt;
    const auto isOneOf = [&](std::initializer_list<std::string_view> brands) {
        return std::find(brands.begin(), brands.end(), brand) != brands.end();
    };
    if (isOneOf({"avif"sv, "avis"sv})) return ForeignKind{"an AVIF picture", kSavePictures};
    if (isOneOf({"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv, "mif1"sv, "msf1"sv}))
        return ForeignKind{"an HEIC picture", kSavePictures};
    return ForeignKind{"an MP4 or QuickTime video", kExtractFrames};
}

bool isPickle(std::string_view start) {
    // Protocols 2 to 5 state their number; a common first instruction must follow.
    if (start.size() >= 3 && start[0] == '\x80' && start[1] >= 2 && start[1] <= 5)
        return "}])(cCXUKNG\x8a\x95\x8c"sv.find(start[2]) != std::string_view::npos;
    constexpr std::array kText{"(dp"sv, "(lp"sv, "cnumpy"sv, "ccopy_reg"sv, "cpandas"sv};
    return std::any_of(kText.begin(), kText.end(),
                       [&](std::string_view beginning) { return start.starts_with(beginning); });
}

std::optional<ForeignKind> byPickle(std::string_view start, std::string_view lowerName) {
    if (!isPickle(start)) return std::nullopt;
    const bool cifar = lowerName.starts_with("data_batch_"sv) || lowerName == "test_batch"sv ||
                       lowerName == "batches.meta"sv || lowerName == "train"sv || lowerName == "test"sv ||
                       lowerName == "meta"sv;
    if (cifar)
        return ForeignKind{"a Python pickle, as in CIFAR's Python version",
                           "download CIFAR's binary version instead"};
    return ForeignKind{"a Python pickle", kSaveArrays};
}

// By the name of the first member, which follows the local header of 30 bytes.
std::optional<ForeignKind> byZip(std::string_view start) {
    constexpr std::size_t kName = 30;
    if (start.starts_with("PK\5\6"sv)) return ForeignKind{"an empty zip archive", "download it again"};
    if (!start.starts_with("PK\3\4"sv) || start.size() < kName) return std::nullopt;
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(start[26])) |
                        static_cast<std::size_t>(static_cast<unsigned char>(start[27])) << 8;
    const std::string_view first = start.substr(kName, length);
    if (first.size() < length) return std::nullopt; // truncated: opening will report it
    if (first.ends_with(".npy"sv)) return std::nullopt;
    if (first.ends_with("/data.pkl"sv)) return ForeignKind{"a PyTorch file", kSaveArrays};
    if (first == "[Content_Types].xml"sv) return ForeignKind{"an Office document", "save its table as CSV"};
    return ForeignKind{"a zip archive", kUnpack};
}

std::string_view withoutBlanks(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf"sv)) text.remove_prefix(3);
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? ""sv : text.substr(begin);
}

bool looksLikeJson(std::string_view text) {
    if (!text.starts_with('{') && !text.starts_with('[')) return false;
    const std::string_view inside = withoutBlanks(text.substr(1));
    return inside.starts_with('"') || inside.starts_with('{') || (text[0] == '[' && inside.starts_with('['));
}

std::optional<ForeignKind> byMarkup(std::string_view start) {
    const std::string_view text = withoutBlanks(start);
    const std::string lower = lowerCase(std::string(text.substr(0, 512)));
    if (lower.starts_with("<!doctype html") || lower.starts_with("<html") || lower.starts_with("<head"))
        return ForeignKind{"a web page, saved instead of the file", "download the file itself"};
    if (lower.starts_with("<svg") || (lower.starts_with("<?xml") && lower.find("<svg") != std::string::npos))
        return ForeignKind{"an SVG drawing", kSavePictures};
    if (lower.starts_with("<?xml"))
        return ForeignKind{"an XML file", "it describes data; open the images themselves"};
    if (looksLikeJson(text)) return ForeignKind{"a JSON file", kSaveTable};
    return std::nullopt;
}

// A length of 8 bytes, the least significant first, then a JSON object of that length.
bool isSafetensors(std::string_view start) {
    return start.size() >= 10 && start.substr(5, 3) == "\0\0\0"sv && start.substr(8, 2) == "{\""sv;
}

std::optional<ForeignKind> byName(std::string_view lowerName) {
    if (lowerName.ends_with(".gz"sv)) lowerName.remove_suffix(3);
    constexpr std::array kStl10{"train_x.bin"sv, "test_x.bin"sv, "unlabeled_x.bin"sv, "train_y.bin"sv,
                                "test_y.bin"sv};
    if (std::find(kStl10.begin(), kStl10.end(), lowerName) != kStl10.end())
        return ForeignKind{"an STL-10 binary file with images of 96×96×3 or their labels",
                           "save them with numpy.savez as x_train and y_train"};
    if (lowerName.find(".tfrecord"sv) != std::string_view::npos)
        return ForeignKind{"a TensorFlow record file", kSaveArrays};
    return std::nullopt;
}

} // namespace

std::optional<ForeignKind> foreignKind(std::string_view start, std::string_view lowerName) {
    if (start.empty()) return std::nullopt;
    if (auto kind = bySignature(start)) return kind;
    if (auto kind = byBrand(start)) return kind;
    if (auto kind = byPickle(start, lowerName)) return kind;
    if (auto kind = byZip(start)) return kind;
    if (isTarHeader(start)) return ForeignKind{"a tar archive", kUnpack};
    if (isSafetensors(start)) return ForeignKind{"a file of weights (safetensors)", "open it as a model"};
    if (auto kind = byMarkup(start)) return kind;
    return byName(lowerName);
}

} // namespace latent
