// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/labels.h"

#include "core/data/files/memory.h"

#include <algorithm>
#include <string>

namespace latent {

LabelValues readLabels(ByteSource& source, NumberType type, std::uint64_t count, std::uint64_t statedAt,
                       std::uint64_t columns) {
    constexpr std::uint64_t kPart = 1 << 15;
    const auto size = static_cast<std::uint64_t>(type.bytes) * columns; // of a row
    source.requireRoomFor(count * size, statedAt, std::to_string(count) + " labels");
    requireMemory(count * sizeof(double), source.name(), "byte " + std::to_string(statedAt));
    const std::uint64_t begin = source.position();
    LabelValues labels;
    const std::uint64_t most = std::min(kPart, count);
    std::vector<std::uint8_t> raw(static_cast<std::size_t>(most * size));
    std::vector<double> numbers(static_cast<std::size_t>(most * columns));
    while (labels.size() < count) {
        const std::uint64_t part = std::min(kPart, count - labels.size());
        source.readExactly(raw.data(), part * size, begin + count * size, {});
        const std::span<double> values(numbers.data(), static_cast<std::size_t>(part * columns));
        decodeNumbers(type, raw.data(), values);
        for (std::size_t i = 0; i < values.size(); i += columns) labels.add(values[i]);
    }
    source.requireEnd();
    return labels;
}

std::optional<LabelValues> readOneHot(ByteSource& source, NumberType type, std::uint64_t count,
                                      std::uint64_t classes, bool transposed, std::uint64_t statedAt) {
    constexpr std::uint64_t kPart = 1 << 15;
    constexpr int kNone = -1;
    const auto size = static_cast<std::uint64_t>(type.bytes);
    const std::uint64_t all = saturatingProduct(count, classes);
    const std::uint64_t bytes = saturatingProduct(all, size);
    source.requireRoomFor(bytes, statedAt, std::to_string(count) + " rows of labels");
    requireMemory(saturatingProduct(count, sizeof(int)), source.name(), "byte " + std::to_string(statedAt));
    const std::uint64_t whole = source.position() + bytes;
    std::vector<int> found(static_cast<std::size_t>(count), kNone); // class of each image
    std::vector<std::uint8_t> raw(static_cast<std::size_t>(std::min(kPart, all) * size));
    std::vector<double> numbers(static_cast<std::size_t>(std::min(kPart, all)));
    for (std::uint64_t done = 0; done < all;) {
        const std::uint64_t part = std::min(kPart, all - done);
        source.readExactly(raw.data(), part * size, whole, {});
        const std::span<double> values(numbers.data(), static_cast<std::size_t>(part));
        decodeNumbers(type, raw.data(), values);
        for (const double value : values) {
            const std::uint64_t row = transposed ? done % count : done / classes;
            const std::uint64_t column = transposed ? done / count : done % classes;
            ++done;
            if (value == 0) continue;
            int& label = found[static_cast<std::size_t>(row)];
            if (value != 1 || label != kNone) return std::nullopt;
            label = static_cast<int>(column);
        }
    }
    source.requireEnd();
    if (std::find(found.begin(), found.end(), kNone) != found.end()) return std::nullopt;
    LabelValues labels;
    for (const int label : found) labels.add(static_cast<double>(label));
    return labels;
}

std::string labelCountText(std::uint64_t labels, Index images) {
    return std::to_string(labels) + " labels for " + std::to_string(images) +
           " images (--no-labels opens the images alone)";
}

} // namespace latent
