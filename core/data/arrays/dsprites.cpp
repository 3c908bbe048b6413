// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/dsprites.h"

#include "core/data/files/memory.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace latent {
namespace {

constexpr std::array kFactorNames{"colour", "shape", "scale", "orientation", "x", "y"};
constexpr std::array kShapeNames{"square", "ellipse", "heart"};
constexpr std::size_t kShapeColumn = 1;

bool has(const std::vector<NpzArray>& arrays, const std::string& key) {
    return std::any_of(arrays.begin(), arrays.end(), [&](const NpzArray& array) { return array.key == key; });
}

struct Columns {
    std::vector<std::vector<float>> values; // [kFactorNames][images]
    std::uint64_t begin = 0;                // byte of the first row
    std::uint64_t row = 0;                  // bytes
    std::uint64_t byteOf(std::size_t image, std::size_t column) const {
        return begin + image * row + column * row / kFactorNames.size();
    }
};

Columns readColumns(ByteSource& source, std::uint64_t images) {
    const NpyHeader header = readNpyHeader(source);
    const NumberType type = numberTypeOf(header, source);
    constexpr std::size_t kColumns = kFactorNames.size();
    const std::vector<std::uint64_t> wanted{images, kColumns};
    if (header.shape != wanted || header.fortranOrder) {
        source.failAt(8, "shape " + shapeText(header) + "; dSprites has (" + std::to_string(images) + ", 6)");
    }
    const std::uint64_t row = kColumns * static_cast<std::uint64_t>(type.bytes);
    source.requireRoomFor(images * row, 8, std::to_string(images) + " rows of factors");
    requireMemory(images * kColumns * sizeof(float), source.name(), "byte 8");
    Columns columns{std::vector<std::vector<float>>(kColumns), source.position(), row};
    for (std::vector<float>& column : columns.values) column.reserve(static_cast<std::size_t>(images));
    std::vector<std::uint8_t> raw(static_cast<std::size_t>(row));
    std::array<double, kColumns> values{};
    const std::uint64_t whole = columns.begin + images * row;
    for (std::uint64_t i = 0; i < images; ++i) {
        source.readExactly(raw.data(), row, whole, {});
        decodeNumbers(type, raw.data(), values);
        for (std::size_t k = 0; k < kColumns; ++k) {
            if (!std::isfinite(values[k])) {
                source.failAt(columns.byteOf(static_cast<std::size_t>(i), k),
                              "a factor that is not a finite number");
            }
            columns.values[k].push_back(static_cast<float>(values[k]));
        }
    }
    source.requireEnd();
    return columns;
}

bool varies(const std::vector<float>& values) {
    return std::any_of(values.begin(), values.end(), [&](float value) { return value != values.front(); });
}

} // namespace

void addFactors(ImageDataset& dataset, const std::vector<NpzArray>& arrays,
                const std::function<SourceMaker(const std::string& key)>& opener, Index images) {
    if (!has(arrays, "latents_values")) return;
    const auto count = static_cast<std::uint64_t>(images);
    Columns columns = readColumns(*opener("latents_values")(), count);
    for (std::size_t k = 0; k < kFactorNames.size(); ++k) {
        if (varies(columns.values[k]))
            dataset.factors.push_back({kFactorNames[k], std::move(columns.values[k])});
    }
    if (!has(arrays, "latents_classes") || dataset.hasLabels()) return;
    const std::unique_ptr<ByteSource> source = opener("latents_classes")();
    const Columns classes = readColumns(*source, count);
    for (const float shape : classes.values[kShapeColumn]) {
        if (shape != 0 && shape != 1 && shape != 2) {
            source->failAt(classes.byteOf(dataset.labels.size(), kShapeColumn),
                           "a shape that dSprites does not have");
        }
        dataset.labels.push_back(static_cast<std::uint16_t>(shape));
    }
    dataset.classNames.assign(kShapeNames.begin(), kShapeNames.end());
}

} // namespace latent
