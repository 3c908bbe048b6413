// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_glide.h"

#include <QTest>

#include <cmath>
#include <limits>

namespace latent {
namespace {

using namespace std::chrono_literals;
using Clock = MapGlide::Clock;

const Clock::time_point kStart{1000s};

// Image i lies at (x + i, 10 x): all images move alike.
MapFramePtr frameAt(float x, Clock::time_point taken, int images = 3, bool pca = false) {
    auto frame = std::make_shared<MapFrame>();
    frame->asked.pca = pca;
    frame->projection.axes = Matrix::Identity(2, 4);
    frame->projection.origin = Vector::Constant(4, -x);
    for (int i = 0; i < images; ++i) {
        frame->x.push_back(x + static_cast<float>(i));
        frame->y.push_back(10 * x);
    }
    frame->taken = taken;
    return frame;
}

MapGlide underWay() {
    MapGlide glide;
    glide.head(frameAt(0, kStart), kStart);
    glide.head(frameAt(1, kStart + 100ms), kStart + 110ms); // arrives after 115 ms
    return glide;
}

} // namespace

class MapGlideTest : public QObject {
    Q_OBJECT
  private slots:
    void jumpsToTheFirstFrame() {
        MapGlide glide;
        QVERIFY(!glide.at(0));
        glide.head(frameAt(2, kStart), kStart);
        QVERIFY(!glide.advance(kStart));
        QCOMPARE(glide.at(1), std::optional(QPointF(3, 20)));
        QVERIFY(!glide.at(3));
        QVERIFY(!glide.at(-1));
    }

    void goesStraightAtEvenSpeed() {
        MapGlide glide = underWay();
        QCOMPARE(glide.at(0), std::optional(QPointF(0, 0)));
        QVERIFY(glide.advance(kStart + 110ms + 57500us)); // half of the time
        QVERIFY(std::abs(glide.at(0)->x() - 0.5) < 1e-5 && std::abs(glide.at(0)->y() - 5) < 1e-4);
        QVERIFY(std::abs(glide.at(2)->x() - 2.5) < 1e-5);
        QVERIFY(!glide.advance(kStart + 110ms + 115ms));
        QCOMPARE(glide.at(0), std::optional(QPointF(1, 10)));
    }

    // Marked points keep their places among the others.
    void takesTheProjectionAlong() {
        MapGlide glide = underWay();
        glide.advance(kStart + 110ms + 57500us);
        const Vector z = Vector::Constant(4, 3);
        const std::optional<QPointF> at = glide.project(z); // z + 0 in the first frame, z + 1 in the second
        QVERIFY(at && std::abs(at->x() - 3.5) < 1e-5 && std::abs(at->y() - 3.5) < 1e-5);
        QVERIFY(!glide.project(Vector::Zero(3)));
        glide.advance(kStart + 1s);
        QVERIFY(std::abs(glide.project(z)->x() - 4) < 1e-6);
    }

    void tellsTheMomentThatIsShown() {
        MapGlide glide = underWay();
        QCOMPARE(glide.moment(), kStart);
        glide.advance(kStart + 110ms + 57500us);
        QVERIFY(std::chrono::abs(glide.moment() - (kStart + 50ms)) < 1ms);
        glide.advance(kStart + 1s);
        QCOMPARE(glide.moment(), kStart + 100ms);
    }

    // The next frame arrives while the points are still moving: they turn where they are.
    void turnsWithoutAJump() {
        MapGlide glide = underWay();
        const Clock::time_point turn = kStart + 110ms + 57500us;
        glide.head(frameAt(5, kStart + 200ms), turn);
        QVERIFY(std::abs(glide.at(0)->x() - 0.5) < 1e-5);
        QVERIFY(std::chrono::abs(glide.moment() - (kStart + 50ms)) < 1ms);
        QVERIFY(glide.advance(turn + 57500us));
        QVERIFY(std::abs(glide.at(0)->x() - 2.75) < 1e-4);
        QVERIFY(!glide.advance(turn + 115ms));
        QCOMPARE(glide.at(0), std::optional(QPointF(5, 50)));
    }

    void neverTakesLong() {
        MapGlide glide;
        glide.head(frameAt(0, kStart), kStart);
        glide.head(frameAt(1, kStart + 60s), kStart + 60s);
        QVERIFY(glide.advance(kStart + 60s + MapGlide::kLongest / 2));
        QVERIFY(!glide.advance(kStart + 60s + MapGlide::kLongest));
    }

    void jumpsWhereItCannotGlide_data() {
        QTest::addColumn<int>("images");
        QTest::addColumn<bool>("pca");
        QTest::addColumn<bool>("gliding");
        QTest::newRow("other images") << 4 << false << true;
        QTest::newRow("other axes") << 3 << true << true;
        QTest::newRow("motion reduced") << 3 << false << false;
    }
    void jumpsWhereItCannotGlide() {
        QFETCH(int, images);
        QFETCH(bool, pca);
        QFETCH(bool, gliding);
        MapGlide glide;
        glide.setGliding(gliding);
        glide.head(frameAt(0, kStart), kStart);
        glide.head(frameAt(1, kStart + 100ms, images, pca), kStart + 110ms);
        QCOMPARE(glide.at(0), std::optional(QPointF(1, 10)));
        QVERIFY(!glide.advance(kStart + 110ms));
    }

    void forgetsItsPoints() {
        MapGlide glide = underWay();
        glide.head(nullptr, kStart + 120ms);
        QVERIFY(!glide.at(0));
        QVERIFY(!glide.x());
        QVERIFY(!glide.advance(kStart + 130ms));
    }

    void hidesWhatIsNotFinite() {
        MapGlide glide;
        auto broken = std::make_shared<MapFrame>(*frameAt(0, kStart));
        broken->x[1] = std::numeric_limits<float>::quiet_NaN();
        glide.head(broken, kStart);
        QVERIFY(!glide.at(1));
        glide.head(frameAt(1, kStart + 100ms), kStart + 110ms);
        glide.advance(kStart + 120ms);
        QVERIFY(!glide.at(1)); // no motion without a start
        glide.advance(kStart + 1s);
        QCOMPARE(glide.at(1), std::optional(QPointF(2, 10)));
    }
};

} // namespace latent

QTEST_MAIN(latent::MapGlideTest)
#include "map_glide_test.moc"
