// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_layout.h"

#include "core/data/format.h"
#include "core/data/image_array.h"
#include "core/data/questions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace latent {
namespace {

using namespace std::string_view_literals;

constexpr std::array kLabelNames{"label"sv, "labels"sv, "class"sv,  "target"sv,
                                 "y"sv,     "digit"sv,  "letter"sv, "category"sv};
constexpr std::array kIgnoredNames{""sv, "id"sv, "index"sv, "unnamed: 0"sv, "usage"sv, "filename"sv};

template <class Names>
bool isOneOf(const Names& names, std::string_view field) {
    return std::find(names.begin(), names.end(), lowerCase(std::string(field))) != names.end();
}

bool isNumber(std::string_view field) {
    double ignored = 0;
    return parseNumber(field, ignored);
}

// Names as pandas gives them: 0, 1, 2, …
bool countsUp(std::span<const std::string_view> row) {
    if (row.size() < 10) return false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] != std::to_string(i)) return false;
    }
    return true;
}

std::vector<std::size_t> columnsOfText(std::span<const std::string_view> row) {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (!isNumber(row[i])) columns.push_back(i);
    }
    return columns;
}

// A single word first or last may be the label of a row of numbers, as may a name above numbers.
bool isHeader(std::span<const std::string_view> row, const std::vector<std::size_t>& text) {
    if (text.empty()) return countsUp(row);
    if (text.size() > 1 || (text[0] != 0 && text[0] + 1 != row.size())) return true;
    return isOneOf(kLabelNames, row[text[0]]) || isOneOf(kIgnoredNames, row[text[0]]);
}

std::optional<ImageShape> shapeFor(std::size_t pixels, const OpenOptions& options) {
    const auto allowed = [](std::size_t side) { return side >= 1 && side <= kMaxImageSide; };
    if (options.width > 0 && options.height > 0) {
        const std::size_t size =
            static_cast<std::size_t>(options.width) * static_cast<std::size_t>(options.height);
        if (!allowed(static_cast<std::size_t>(options.width)) ||
            !allowed(static_cast<std::size_t>(options.height))) {
            return std::nullopt;
        }
        if (pixels == size) return ImageShape{options.width, options.height, 1};
        if (pixels == 3 * size) return ImageShape{options.width, options.height, 3};
        return std::nullopt;
    }
    const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(pixels))));
    if (!allowed(side) || side * side != pixels) return std::nullopt;
    return ImageShape{static_cast<int>(side), static_cast<int>(side), 1};
}

void takeNamedColumns(CsvLayout& layout, std::span<const std::string_view> names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!layout.label && isOneOf(kLabelNames, names[i])) {
            layout.label = i;
        } else if (!isOneOf(kIgnoredNames, names[i])) {
            layout.pixels.push_back(i);
        }
    }
}

void takeColumnsWithout(CsvLayout& layout, std::optional<std::size_t> label) {
    layout.label = label;
    for (std::size_t i = 0; i < layout.columns; ++i) {
        if (i != label) layout.pixels.push_back(i);
    }
}

[[noreturn]] void failForShape(const CsvReader& reader, const CsvLayout& layout, const OpenOptions& options) {
    const std::string what = std::to_string(layout.pixels.size()) + " columns of pixels";
    if (options.width > 0 && options.height > 0) {
        reader.fail(what + " do not make images of " + std::to_string(options.width) + "×" +
                    std::to_string(options.height) + "; sides of 1 to 128 are read");
    }
    askForSize(reader.file(), reader.position(), what + " do not make squares", layout.pixels.size(),
               !layout.label);
}

} // namespace

CsvLayout csvLayoutOf(const CsvReader& reader, const OpenOptions& options) {
    const std::span<const std::string_view> row = reader.fields();
    const std::vector<std::size_t> text = columnsOfText(row);
    CsvLayout layout;
    layout.columns = row.size();
    layout.header = isHeader(row, text);
    if (layout.header && !text.empty()) {
        takeNamedColumns(layout, row);
    } else {
        takeColumnsWithout(layout, text.empty() ? std::nullopt : std::optional(text.front()));
    }
    std::optional<ImageShape> shape = shapeFor(layout.pixels.size(), options);
    if (!shape && !layout.label && layout.pixels.size() > 1) { // an unnamed label comes first
        shape = shapeFor(layout.pixels.size() - 1, options);
        if (shape) {
            layout.label = layout.pixels.front();
            layout.pixels.erase(layout.pixels.begin());
        }
    }
    if (!shape) failForShape(reader, layout, options);
    layout.shape = *shape;
    return layout;
}

} // namespace latent
