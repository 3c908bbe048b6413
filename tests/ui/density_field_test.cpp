// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/density_field.h"

#include "core/base/random.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace latent {
namespace {

template <class Value>
DensityField fieldOf(int columns, int rows, Value value) {
    DensityField field;
    field.columns = columns;
    field.rows = rows;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            field.values.push_back(static_cast<float>(value(column, row)));
    return field;
}

double sumOf(const DensityField& field) {
    return std::accumulate(field.values.begin(), field.values.end(), 0.0);
}

/// How many pieces of lines end at each place.
std::map<std::pair<long, long>, int> endsOf(const std::vector<QLineF>& lines) {
    std::map<std::pair<long, long>, int> ends;
    for (const QLineF& line : lines)
        for (const QPointF end : {line.p1(), line.p2()})
            ++ends[{std::lround(1e4 * end.x()), std::lround(1e4 * end.y())}];
    return ends;
}

} // namespace

class DensityFieldTest : public QObject {
    Q_OBJECT
  private slots:
    void smoothingIsAConvolutionInBothDirections() {
        const auto value = [](int column, int row) { return (column * 7 + row * 13) % 5; };
        DensityField field = fieldOf(23, 17, value);
        const DensityField before = field;
        constexpr double kSigma = 1.3;
        smoothField(field, kSigma);
        const int reach = static_cast<int>(std::ceil(3 * kSigma));
        double norm = 0;
        for (int i = -reach; i <= reach; ++i) norm += std::exp(-0.5 * i * i / (kSigma * kSigma));
        for (int row = 0; row < 17; ++row) {
            for (int column = 0; column < 23; ++column) {
                double naive = 0;
                for (int dy = -reach; dy <= reach; ++dy)
                    for (int dx = -reach; dx <= reach; ++dx)
                        if (column + dx >= 0 && column + dx < 23 && row + dy >= 0 && row + dy < 17)
                            naive += static_cast<double>(before.at(column + dx, row + dy)) *
                                     std::exp(-0.5 * (dx * dx + dy * dy) / (kSigma * kSigma)) / (norm * norm);
                QVERIFY(std::abs(static_cast<double>(field.at(column, row)) - naive) < 1e-4);
            }
        }
    }

    void everyShownPointCountsOnce() {
        std::vector<float> x(500), y(500);
        std::vector<std::uint16_t> classes(500);
        Random(2, Stream::Noise).fillNormal(x.data(), 500);
        Random(3, Stream::Noise).fillNormal(y.data(), 500);
        for (std::size_t i = 0; i < 500; ++i) classes[i] = static_cast<std::uint16_t>(i % 2);
        x[4] = std::nanf("");
        MapViewport view;
        view.setSize({400, 300});
        view.show({0, 0, 0.05}); // all are well inside
        const std::vector<std::uint8_t> first{1, 0}, all{1, 1};
        QVERIFY(std::abs(sumOf(densityField({x, y, classes, {}}, first, view, 8, 12)) - 249) < 1e-2);
        QVERIFY(std::abs(sumOf(densityField({x, y, classes, {}}, all, view, 8, 12)) - 499) < 1e-2);
    }

    void thePeakIsAtThePoint() {
        const std::vector<float> x{0.7F}, y{-0.4F};
        const std::vector<std::uint16_t> classes{0};
        MapViewport view;
        view.setSize({400, 300});
        view.show({0.1, 0.2, 0.01});
        const DensityField field =
            densityField({x, y, classes, {}}, std::vector<std::uint8_t>{1}, view, 8, 12);
        QPointF mean;
        for (int row = 0; row < field.rows; ++row)
            for (int column = 0; column < field.columns; ++column)
                mean += static_cast<double>(field.at(column, row)) * QPointF(column, row);
        QVERIFY(QLineF(field.corner + field.cell * mean / sumOf(field), view.toPixel({0.7, -0.4})).length() <
                0.05);
    }

    void levelsHoldTheirShare() {
        const DensityField field = fieldOf(10, 10, [](int column, int row) { return 1 + column + 10 * row; });
        const std::array shares{0.25, 0.5, 0.99};
        const std::vector<float> levels = levelsHolding(field, shares);
        for (std::size_t s = 0; s < shares.size(); ++s) {
            double held = 0, without = 0;
            for (const float value : field.values) {
                if (value >= levels[s]) held += static_cast<double>(value);
                if (value > levels[s]) without += static_cast<double>(value);
            }
            QVERIFY(held >= shares[s] * sumOf(field) && without < shares[s] * sumOf(field));
        }
        QCOMPARE(levelsHolding(fieldOf(3, 3, [](int, int) { return 0; }), shares), std::vector<float>(3, 0));
    }

    void aConeHasARoundContour() {
        DensityField field =
            fieldOf(41, 41, [](int column, int row) { return 20 - std::hypot(column - 20, row - 20); });
        field.corner = {100, 50};
        field.cell = 4;
        const std::vector<QLineF> lines = contourLines(field, 8.5F);
        double length = 0;
        for (const QLineF& line : lines) {
            length += line.length();
            QVERIFY(std::abs(QLineF(line.p1(), {180, 130}).length() - 4 * 11.5) < 0.1);
        }
        QVERIFY(std::abs(length / (2 * 3.14159265 * 46) - 1) < 0.01);
        for (const auto& [place, ends] : endsOf(lines)) QCOMPARE(ends, 2); // it is closed
    }

    void contoursSeparateWhatIsAbove() {
        Random random(9, Stream::Noise);
        DensityField field =
            fieldOf(30, 20, [&](int column, int row) { // none at the border: all lines are closed
                const float value = random.uniform();
                return column == 0 || row == 0 || column == 29 || row == 19 ? 0.0F : value;
            });
        const std::vector<QLineF> lines = contourLines(field, 0.5F);
        for (const auto& [place, ends] : endsOf(lines)) QCOMPARE(ends, 2);
        // Each crossing lies between nodes on either side, where a line between their values is 0.5.
        std::size_t crossings = 0;
        for (int row = 0; row < 20; ++row)
            for (int column = 0; column < 30; ++column) {
                const bool above = field.at(column, row) >= 0.5F;
                crossings += column + 1 < 30 && above != (field.at(column + 1, row) >= 0.5F);
                crossings += row + 1 < 20 && above != (field.at(column, row + 1) >= 0.5F);
            }
        QCOMPARE(endsOf(lines).size(), crossings);
    }

    void aSaddleIsJoinedOnTheSideOfItsMiddle() {
        for (const float middle : {0.4F, 0.6F}) {
            DensityField field =
                fieldOf(2, 2, [&](int column, int row) { return column == row ? 1.0F : 2 * middle - 1; });
            const std::vector<QLineF> lines = contourLines(field, 0.5F);
            QCOMPARE(lines.size(), std::size_t{2});
            // Above: the two high corners, north-west and south-east, are joined, so the lines cut off the
            // others.
            const bool cutsNorthWest = std::ranges::any_of(
                lines, [](const QLineF& line) { return line.center().x() < 0.5 && line.center().y() < 0.5; });
            QCOMPARE(cutsNorthWest, middle < 0.5F);
        }
    }
};

} // namespace latent

QTEST_GUILESS_MAIN(latent::DensityFieldTest)
#include "density_field_test.moc"
