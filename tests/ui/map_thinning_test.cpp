// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_thinning.h"

#include "core/base/random.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace latent {
namespace {

constexpr std::size_t kPoints = 4'000;
constexpr double kRoom = 24; // pixels
const std::vector<std::uint8_t> kAllShown{1, 1, 1};

struct Points {
    std::vector<float> x = std::vector<float>(kPoints), y = x;
    std::vector<std::uint16_t> classes;

    Points() {
        Random random(3, Stream::Noise);
        random.fillNormal(x.data(), static_cast<Index>(kPoints));
        random.fillNormal(y.data(), static_cast<Index>(kPoints));
        for (std::size_t i = 0; i < kPoints; ++i) classes.push_back(static_cast<std::uint16_t>(i % 3));
    }
    SplatPoints splat() const { return {x, y, classes, {}}; }
};

MapViewport viewOf(double unitsPerPixel, QPointF centre = {}) {
    MapViewport view;
    view.setSize({600, 400});
    view.show({centre.x(), centre.y(), unitsPerPixel});
    return view;
}

std::set<Index> imagesOf(const MapThinning& thinning) {
    std::set<Index> images;
    for (const MapThinning::Kept& kept : thinning.kept()) images.insert(kept.image);
    return images;
}

std::set<Index> chosen(MapThinning& thinning, const Points& points, const MapViewport& view) {
    thinning.place(points.splat(), kAllShown, view, kRoom);
    return imagesOf(thinning);
}

/// Those of the images that certainly lie in cells which both views show.
std::set<Index> wellWithin(const std::set<Index>& images, const Points& points, QRectF area, double margin) {
    std::set<Index> within;
    for (const Index image : images) {
        const auto i = static_cast<std::size_t>(image);
        if (area.adjusted(margin, margin, -margin, -margin).contains(QPointF(points.x[i], points.y[i])))
            within.insert(image);
    }
    return within;
}

} // namespace

class MapThinningTest : public QObject {
    Q_OBJECT
  private slots:
    void everyCellInViewHasOne() {
        const Points points;
        MapThinning thinning;
        const MapViewport view = viewOf(0.01);
        thinning.place(points.splat(), std::vector<std::uint8_t>{1, 0, 1}, view, kRoom);
        const double cell = thinning.cellSize();
        QVERIFY(cell / view.unitsPerPixel() >= kRoom && cell / view.unitsPerPixel() < 2 * kRoom);
        std::set<std::pair<int, int>> taken;
        for (const MapThinning::Kept& kept : thinning.kept()) {
            const auto i = static_cast<std::size_t>(kept.image);
            QVERIFY(points.classes[i] != 1); // is hidden
            QCOMPARE(kept.cell, QPoint(static_cast<int>(std::floor(points.x[i] / cell)),
                                       static_cast<int>(std::floor(points.y[i] / cell))));
            QCOMPARE(kept.within, QPointF(points.x[i], points.y[i]));
            QVERIFY(taken.insert({kept.cell.x(), kept.cell.y()}).second);
        }
        for (std::size_t i = 0; i < kPoints; ++i) {
            if (points.classes[i] == 1 || !view.area().contains(QPointF(points.x[i], points.y[i]))) continue;
            QVERIFY(taken.contains({static_cast<int>(std::floor(points.x[i] / cell)),
                                    static_cast<int>(std::floor(points.y[i] / cell))}));
        }
    }

    void panningChangesNothing() {
        const Points points;
        MapThinning thinning;
        const MapViewport before = viewOf(0.005), after = viewOf(0.005, {0.31, -0.17});
        const std::set<Index> first = chosen(thinning, points, before),
                              second = chosen(thinning, points, after);
        const QRectF both = before.area() & after.area();
        const double margin = thinning.cellSize();
        QVERIFY(wellWithin(first, points, both, margin).size() > 50);
        QCOMPARE(wellWithin(first, points, both, margin), wellWithin(second, points, both, margin));
    }

    void comingCloserOnlyAdds() {
        const Points points;
        MapThinning thinning;
        std::set<Index> last;
        for (double scale = 0.02; scale > 2e-6; scale /= 1.3) {
            const MapViewport view = viewOf(scale, {points.x[7], points.y[7]});
            const std::set<Index> now = chosen(thinning, points, view);
            for (const Index image : wellWithin(last, points, view.area(), 0)) QVERIFY(now.contains(image));
            last = now;
        }
        QVERIFY(last.contains(7)); // all are there in the end
    }

    void chosenPointsHoldTheirCells() {
        Points points;
        MapThinning thinning;
        const MapViewport view = viewOf(0.01);
        const std::set<Index> before = chosen(thinning, points, view);
        const double cell = thinning.cellSize();
        Random random(5, Stream::Noise);
        for (int frame = 0; frame < 20; ++frame) { // they tremble
            Points moved = points;
            for (std::size_t i = 0; i < kPoints; ++i) {
                moved.x[i] += static_cast<float>(0.1 * cell) * (random.uniform() - 0.5F);
                moved.y[i] += static_cast<float>(0.1 * cell) * (random.uniform() - 0.5F);
            }
            thinning.holdChosen(moved.splat());
            const std::set<Index> now = chosen(thinning, moved, view);
            for (const Index image : before) QVERIFY(now.contains(image));
            for (const MapThinning::Kept& kept : thinning.kept())
                QVERIFY(thinning.areaOf(kept.cell).contains(kept.within));
        }
    }

    void whoeverHasLeftMakesRoom() {
        Points points;
        MapThinning thinning;
        const MapViewport view = viewOf(0.01);
        const Index first = *chosen(thinning, points, view).begin();
        points.x[static_cast<std::size_t>(first)] += 100;
        thinning.holdChosen(points.splat());
        QVERIFY(!chosen(thinning, points, view).contains(first));
    }

    void pointsThatAreNotFiniteAreLeftOut() {
        Points points;
        points.x[3] = std::numeric_limits<float>::quiet_NaN();
        points.y[4] = std::numeric_limits<float>::infinity();
        MapThinning thinning;
        for (int twice = 0; twice < 2; ++twice) {
            const std::set<Index> now = chosen(thinning, points, viewOf(1e-4));
            QVERIFY(!now.contains(3) && !now.contains(4));
            for (std::size_t i = 0; i < kPoints; i += 2)
                points.x[i] = std::numeric_limits<float>::quiet_NaN();
            thinning.holdChosen(points.splat());
        }
        for (const Index image : chosen(thinning, points, viewOf(0.01))) QVERIFY(image % 2 == 1);
    }

    void farFromTheOriginCellsAreAsFineAsFloats() {
        Points points;
        for (std::size_t i = 0; i < kPoints; ++i) points.x[i] = points.y[i] = 1e6F;
        MapThinning thinning;
        QCOMPARE(chosen(thinning, points, viewOf(1e-10, {1e6, 1e6})).size(), std::size_t{1});
    }
};

} // namespace latent

QTEST_GUILESS_MAIN(latent::MapThinningTest)
#include "map_thinning_test.moc"
