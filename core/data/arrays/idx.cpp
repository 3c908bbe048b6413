// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/idx.h"

#include "core/data/arrays/labels.h"
#include "core/data/files/byte_reader.h"

#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace latent {
namespace {

constexpr int kLabelDimensions = 1;
constexpr std::uint32_t kMostColumns = 256; // of labels: QMNIST has eight numbers per label, the class first
constexpr const char* kHeader = "the IDX header";

std::string hex(std::uint8_t byte) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "0x%02X", byte);
    return text.data();
}

std::optional<NumberType> typeOf(std::uint8_t code) {
    switch (code) {
    case 0x08:
        return NumberType{NumberKind::Unsigned, 1, true};
    case 0x09:
        return NumberType{NumberKind::Signed, 1, true};
    case 0x0B:
        return NumberType{NumberKind::Signed, 2, true};
    case 0x0C:
        return NumberType{NumberKind::Signed, 4, true};
    case 0x0D:
        return NumberType{NumberKind::Float, 4, true};
    case 0x0E:
        return NumberType{NumberKind::Float, 8, true};
    default:
        return std::nullopt;
    }
}

struct IdxHeader {
    NumberType type;
    std::vector<std::uint32_t> sizes; // [dimensions]
};

bool dimensionsAllowed(int dimensions, bool images) {
    return images ? dimensions == 3 || dimensions == 4
                  : dimensions == kLabelDimensions || dimensions == kLabelDimensions + 1;
}

IdxHeader readHeader(ByteSource& source, bool images) {
    std::array<std::uint8_t, 4> magic{};
    source.readHeader(magic, kHeader);
    if (magic[0] != 0 || magic[1] != 0) {
        source.failAt(0, "not an IDX file: it starts with " + hex(magic[0]) + " " + hex(magic[1]) +
                             " instead of two zero bytes");
    }
    const std::optional<NumberType> type = typeOf(magic[2]);
    if (!type) source.failAt(2, "element type " + hex(magic[2]) + ", which IDX does not have");
    const int dimensions = magic[3];
    if (!dimensionsAllowed(dimensions, images)) {
        if (images && dimensions == kLabelDimensions) {
            source.failAt(3, "this is a file of labels (1 dimension); images have 3 or 4");
        }
        if (!images && dimensionsAllowed(dimensions, true)) {
            source.failAt(3, "this is a file of images (" + std::to_string(dimensions) +
                                 " dimensions); labels have 1");
        }
        source.failAt(3, std::to_string(dimensions) + " dimensions instead of " + (images ? "3 or 4" : "1"));
    }
    IdxHeader header{*type, {}};
    for (int i = 0; i < dimensions; ++i) {
        source.readHeader(magic, kHeader);
        header.sizes.push_back(std::uint32_t{magic[0]} << 24 | std::uint32_t{magic[1]} << 16 |
                               std::uint32_t{magic[2]} << 8 | magic[3]);
    }
    return header;
}

} // namespace

ImageArray openIdxImages(const std::filesystem::path& path, bool transposed) {
    ImageArray array;
    array.source = std::make_unique<ByteReader>(path);
    array.reopen = [path] {
        auto source = std::make_unique<ByteReader>(path);
        readHeader(*source, true);
        return source;
    };
    const IdxHeader header = readHeader(*array.source, true);
    array.type = header.type;
    array.statedAt = 4;
    array.bytesAsTheyAre = true; // large files are not scanned
    const std::uint64_t slow = header.sizes[1];
    const std::uint64_t fast = header.sizes[2];
    const std::uint64_t channels = header.sizes.size() > 3 ? header.sizes[3] : 1;
    if (header.sizes[0] == 0) array.source->failAt(4, "the file holds no images");
    const ImageShape stated = transposed ? checkedShape(*array.source, 8, slow, fast, channels)
                                         : checkedShape(*array.source, 8, fast, slow, channels);
    array.setShape(stated);
    array.setCount(header.sizes[0]);
    const std::uint64_t row = channels * static_cast<std::uint64_t>(stated.width);
    array.axes = {{header.sizes[0], static_cast<std::uint64_t>(stated.pixels())},
                  {slow, transposed ? channels : row},
                  {fast, transposed ? row : channels},
                  {channels, 1}};
    return array;
}

LabelValues readIdxLabels(const std::filesystem::path& path, Index images) {
    ByteReader reader(path);
    const IdxHeader header = readHeader(reader, false);
    const std::uint32_t count = header.sizes[0];
    if (Index{count} != images) {
        reader.failAt(4, labelCountText(count, images));
    }
    const std::uint32_t columns = header.sizes.size() > 1 ? header.sizes[1] : 1;
    if (columns == 0 || columns > kMostColumns) {
        reader.failAt(8, std::to_string(columns) + " numbers per label instead of 1 to " +
                             std::to_string(kMostColumns));
    }
    return readLabels(reader, header.type, count, 4, columns);
}

} // namespace latent
