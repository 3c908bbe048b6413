// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv_columns.h"

#include "core/data/arrays/image_array.h"
#include "core/data/arrays/pixel_rule.h"
#include "core/data/questions.h"
#include "core/data/tables/csv_cells.h"
#include "core/data/tables/csv_ends.h"
#include "core/data/tables/csv_names.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latent {
namespace {

using Columns = std::vector<std::size_t>;

constexpr std::size_t kMostFactors = 16;

std::optional<ImageShape> shapeFor(std::size_t pixels, const OpenOptions& options) {
    const auto allowed = [](std::size_t side) { return side >= 1 && side <= kMaxImageSide; };
    if (options.width > 0 && options.height > 0) {
        const auto width = static_cast<std::size_t>(options.width);
        const auto height = static_cast<std::size_t>(options.height);
        if (!allowed(width) || !allowed(height)) return std::nullopt;
        if (pixels == width * height) return ImageShape{options.width, options.height, 1};
        if (pixels == 3 * width * height) return ImageShape{options.width, options.height, 3};
        return std::nullopt;
    }
    const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(pixels))));
    if (!allowed(side) || side * side != pixels) return std::nullopt;
    return ImageShape{static_cast<int>(side), static_cast<int>(side), 1};
}

class ColumnChooser {
  public:
    ColumnChooser(const std::filesystem::path& path, const TableSample& sample, const OpenOptions& options,
                  const Progress& progress)
        : m_path(path)
        , m_sample(sample)
        , m_options(options)
        , m_progress(progress)
        , m_free(sample.columns.size(), true) {}

    TableColumns choose() {
        m_out.count = m_sample.columns.size();
        if ((m_out.label = labelByName(m_sample, m_options))) take(*m_out.label);
        if ((m_out.split = splitColumn(m_sample)) && m_free[*m_out.split])
            take(*m_out.split);
        else
            m_out.split.reset();
        takeIndexes();
        takeImageColumn();
        if (!m_out.label) guessLabel(labelByWords(m_sample, m_free));
        if (!m_out.image) takePixelColumns();
        takeOtherNumbers();
        reportUnused();
        setShape();
        return std::move(m_out);
    }

  private:
    void take(std::size_t column) { m_free[column] = false; }
    bool fits(std::size_t pixels) const { return shapeFor(pixels, m_options).has_value(); }

    void guessLabel(std::optional<std::size_t> column) {
        if (!column) return;
        take(*column);
        m_out.label = column;
        if (m_options.labels) m_out.choices.push_back(labelChoice(m_sample, *column));
    }

    // Row numbers and row names are not pixels.
    void takeIndexes() {
        for (std::size_t i = 0; i < m_out.count && !m_sample.names.empty(); ++i) {
            if (!m_free[i]) continue;
            const std::string name = m_sample.lowerName(i);
            if (isFileName(name)) m_unused.push_back(i);
            if (isIndexName(name) || isFileName(name)) take(i);
        }
    }

    void takeImageColumn() {
        for (std::size_t i = 0; i < m_out.count; ++i) {
            if (!m_free[i] || m_sample.columns[i].kind != CellKind::Image) continue;
            if (!m_out.image ||
                (!isImageName(m_sample.lowerName(*m_out.image)) && isImageName(m_sample.lowerName(i))))
                m_out.image = i;
        }
        if (m_out.image) take(*m_out.image);
    }

    Columns freeNumbers() const {
        Columns numbers;
        for (std::size_t i = 0; i < m_out.count; ++i)
            if (m_free[i] && m_sample.columns[i].kind == CellKind::Number) numbers.push_back(i);
        return numbers;
    }

    void takePixelColumns() {
        const Columns numbers = freeNumbers();
        Columns pixels = alikeNamed(m_sample, numbers);
        if (fits(numbers.size()) && !fits(pixels.size())) pixels = numbers;
        const std::size_t count = pixels.size();
        if (!m_out.label && count == numbers.size() && count > 1 && !fits(count) && fits(count - 1)) {
            const std::size_t end = labelAtAnEnd({pixels.front(), pixels.back()});
            guessLabel(end);
            std::erase(pixels, end);
        }
        for (const std::size_t column : pixels) take(column);
        m_out.pixels = std::move(pixels);
    }

    std::size_t labelAtAnEnd(TableEnds ends) const {
        if (const auto column = labelEnd(m_path, m_sample, ends, m_progress)) return *column;
        std::vector<FoundColumn> found;
        for (const std::size_t column : {ends.first, ends.last})
            found.push_back({column + 1, m_sample.columnText(column), valuesText(m_sample.columns[column])});
        throw LabelColumnUnclear(m_sample.file, m_sample.position, std::move(found));
    }

    static std::string valuesText(const ColumnSketch& column) {
        constexpr std::size_t kMostShown = 5;
        std::string text;
        std::size_t shown = 0;
        for (const double number : column.numbers) {
            if (shown++ == kMostShown) return text + ", …";
            text += (text.empty() ? "" : ", ") + numberText(number);
        }
        return text;
    }

    bool looksLikeClasses(std::size_t column) const {
        const ColumnSketch& sketch = m_sample.columns[column];
        return sketch.whole && sketch.numbers.size() > 1 &&
               sketch.numbers.size() <= std::max<std::size_t>(2, sketch.cells / 2);
    }

    // One of these columns is most likely the label; the others can colour the map.
    void takeOtherNumbers() {
        Columns numbers = freeNumbers();
        if (!m_out.label && !numbers.empty()) {
            auto label = std::find_if(numbers.begin(), numbers.end(),
                                      [this](std::size_t column) { return looksLikeClasses(column); });
            if (label == numbers.end() && numbers.size() == 1) label = numbers.begin();
            if (label != numbers.end()) {
                guessLabel(*label);
                numbers.erase(label);
            }
        }
        if (!m_options.labels) return;
        for (const std::size_t column : numbers) {
            if (m_out.factors.size() == kMostFactors) break;
            take(column);
            m_out.factors.push_back(column);
        }
    }

    void reportUnused() {
        constexpr std::size_t kMostListed = 4;
        for (std::size_t i = 0; i < m_out.count; ++i)
            if (m_free[i]) m_unused.push_back(i);
        if (m_unused.empty()) return;
        std::string text;
        for (std::size_t i = 0; i < std::min(kMostListed, m_unused.size()); ++i)
            text += (i > 0 ? "; " : "") + m_sample.columnText(m_unused[i]);
        const bool named = text.find(',') != std::string::npos;
        m_out.choices.push_back(text +
                                (m_unused.size() > kMostListed ? "; …"
                                 : named                       ? ","
                                                               : "") +
                                (m_unused.size() == 1 ? " is" : " are") + " not used (--label-column)");
    }

    std::size_t pixelCount() const {
        if (!m_out.image) return m_out.pixels.size();
        std::vector<double> numbers;
        for (const auto& row : m_sample.rows)
            if (numbers.empty() && row.size() > *m_out.image) parseImage(row[*m_out.image], numbers);
        return numbers.size();
    }

    void setShape() {
        constexpr std::size_t kFewestAmongOthers = 4; // fewer belong to a table of something else
        const std::size_t pixels = pixelCount();
        if (pixels == 0 || (!m_unused.empty() && pixels < kFewestAmongOthers)) {
            failForNoImages(m_sample);
        }
        const std::optional<ImageShape> shape = shapeFor(pixels, m_options);
        if (shape) {
            m_out.shape = *shape;
            return;
        }
        const std::string what =
            std::to_string(pixels) + (m_out.image ? " pixels in a cell" : " columns of pixels");
        if (m_options.width > 0 && m_options.height > 0) {
            throw Error(m_sample.file, m_sample.position,
                        what + " do not make images of " + std::to_string(m_options.width) + "×" +
                            std::to_string(m_options.height) + "; supported sides are 1 to 128");
        }
        askForSize(m_sample.file, m_sample.position, what + " are not square images", pixels,
                   !m_out.label && !m_out.image);
    }

    const std::filesystem::path& m_path;
    const TableSample& m_sample;
    const OpenOptions& m_options;
    const Progress& m_progress;
    std::vector<bool> m_free; // [columns] role still unknown
    Columns m_unused;
    TableColumns m_out;
};

} // namespace

void failForNoImages(const TableSample& sample) {
    throw Error(sample.file, sample.position,
                "the table holds no images: it has neither columns of pixels, nor a column with all "
                "pixels of an image in each cell, nor names of pictures beside it");
}

TableColumns chooseColumns(const std::filesystem::path& path, const TableSample& sample,
                           const OpenOptions& options, const Progress& progress) {
    return ColumnChooser(path, sample, options, progress).choose();
}

} // namespace latent
