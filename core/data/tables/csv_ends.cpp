// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/csv_ends.h"

#include "core/data/files/byte_reader.h"
#include "core/data/tables/csv_cells.h"
#include "core/data/tables/csv_reader.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

namespace latent {
namespace {

constexpr std::size_t kMostNumbers = 70'000; // more than the possible number of classes

struct EndSketch {
    std::size_t rows = 0;
    std::set<double> different;
    bool whole = true;

    void add(std::string_view cell, bool decimalComma) {
        double number = 0;
        if (!parseNumber(cell, number, decimalComma) || !std::isfinite(number)) return;
        ++rows;
        whole = whole && number == std::trunc(number);
        if (different.size() < kMostNumbers) different.insert(number);
    }
    bool constant() const { return different.size() <= 1; }
    double lowest() const { return different.empty() ? 0 : *different.begin(); }
    double highest() const { return different.empty() ? 0 : *different.rbegin(); }
    bool mayBeLabel() const {
        return whole && !constant() && different.size() <= std::max<std::size_t>(2, rows / 2) &&
               different.size() < rows;
    }
    // 0, 1, 2, … or 1, 2, 3, … without a gap.
    bool dense() const {
        return whole && lowest() >= 0 && lowest() <= 1 &&
               highest() - lowest() + 1 == static_cast<double>(different.size());
    }
};

struct BothEnds {
    EndSketch first;
    EndSketch last;
};

enum class Verdict { First, Last, Unclear };

Verdict better(bool first, bool last) {
    if (first == last) return Verdict::Unclear;
    return first ? Verdict::First : Verdict::Last;
}

// Numbers that no pixel has: fractions, or other magnitudes, when the pixels are bytes.
bool isNoPixel(const EndSketch& end, const EndSketch& pixels) {
    if (!pixels.whole || pixels.lowest() < 0 || pixels.highest() > 255) return false;
    return !end.whole || end.lowest() < 0 || end.highest() > 255;
}

Verdict verdictOf(const BothEnds& ends, const EndSketch& pixels) {
    constexpr std::size_t kFarFewer = 4; // times
    const EndSketch& first = ends.first;
    const EndSketch& last = ends.last;
    Verdict verdict = better(isNoPixel(first, pixels), isNoPixel(last, pixels));
    if (verdict == Verdict::Unclear) verdict = better(first.mayBeLabel(), last.mayBeLabel());
    if (verdict != Verdict::Unclear || !first.mayBeLabel()) return verdict;
    verdict = better(first.different.size() * kFarFewer <= last.different.size(),
                     last.different.size() * kFarFewer <= first.different.size());
    return verdict != Verdict::Unclear ? verdict : better(first.dense(), last.dense());
}

EndSketch pixelsBetween(const TableSample& sample, TableEnds ends) {
    EndSketch between;
    for (std::size_t i = ends.first + 1; i < ends.last; ++i) {
        const ColumnSketch& column = sample.columns[i];
        if (column.numbers.empty()) continue;
        between.whole = between.whole && column.whole;
        between.different.insert(*column.numbers.begin());
        between.different.insert(*column.numbers.rbegin());
    }
    return between;
}

BothEnds sketchSample(const TableSample& sample, TableEnds ends) {
    BothEnds both;
    for (const auto& row : sample.rows) {
        if (row.size() <= ends.last) continue;
        both.first.add(row[ends.first], true);
        both.last.add(row[ends.last], true);
    }
    return both;
}

BothEnds sketchTable(const std::filesystem::path& path, const TableSample& sample, TableEnds ends,
                     const Progress& progress) {
    ByteReader source(path);
    const Progress silent{[](double) {}, progress.stop};
    CsvReader reader(source, silent);
    const bool outermost = ends.first == 0 && ends.last + 1 == sample.columns.size();
    BothEnds both;
    for (bool header = sample.header; outermost ? reader.nextEnds() : reader.next(); header = false) {
        if (header || reader.fields().size() < 2) continue;
        if (!outermost && reader.fields().size() <= ends.last) continue;
        both.first.add(outermost ? reader.firstField() : reader.fields()[ends.first], reader.decimalComma());
        both.last.add(outermost ? reader.lastField() : reader.fields()[ends.last], reader.decimalComma());
    }
    return both;
}

} // namespace

std::optional<std::size_t> labelEnd(const std::filesystem::path& path, const TableSample& sample,
                                    TableEnds ends, const Progress& progress) {
    const EndSketch pixels = pixelsBetween(sample, ends);
    BothEnds both = sketchSample(sample, ends);
    Verdict verdict = verdictOf(both, pixels);
    // Rows may be sorted by class: a column that is constant in the first rows need not be a pixel.
    const bool seenEnough = verdict != Verdict::Unclear && !both.first.constant() && !both.last.constant();
    if (!seenEnough && !sample.whole) {
        both = sketchTable(path, sample, ends, progress);
        verdict = verdictOf(both, pixels);
    }
    if (verdict == Verdict::Unclear) return std::nullopt;
    return verdict == Verdict::First ? ends.first : ends.last;
}

} // namespace latent
