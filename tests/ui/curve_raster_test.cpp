// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/curve_raster.h"

#include <QPainter>
#include <QPainterPath>
#include <QtTest/QTest>

#include <cmath>
#include <functional>
#include <random>

using namespace latent;

namespace {

constexpr QSize kSize(320, 120);
const QColor kLine(0x1f, 0x6f, 0xeb);

std::vector<CurveVertex> noisyCurve(int vertices) {
    std::mt19937 random(3);
    std::normal_distribution<float> noise;
    std::vector<CurveVertex> curve;
    for (int i = 0; i < vertices; ++i) {
        const float x =
            static_cast<float>(kSize.width()) * static_cast<float>(i) / static_cast<float>(vertices - 1);
        const float mean = 60 + 30 * std::sin(0.03F * x) + 4 * noise(random);
        curve.push_back({.x = x, .low = mean + 12, .mean = mean, .high = mean - 9});
    }
    return curve;
}

/// Mean and largest difference of the alpha channels.
struct Difference {
    double mean = 0;
    int most = 0;
    Difference(const QImage& a, const QImage& b) {
        for (int y = 0; y < a.height(); ++y) {
            for (int x = 0; x < a.width(); ++x) {
                const int difference = std::abs(qAlpha(a.pixel(x, y)) - qAlpha(b.pixel(x, y)));
                mean += difference;
                most = std::max(most, difference);
            }
        }
        mean /= a.width() * a.height();
    }
};

/// The slow reference.
QImage painted(const std::function<void(QPainter&)>& paint) {
    QImage image(kSize, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter);
    return image;
}

} // namespace

class CurveRasterTest : public QObject {
    Q_OBJECT

  private slots:
    void strokes_as_the_painter_does_data() {
        QTest::addColumn<int>("vertices");
        QTest::addColumn<float>("width");
        QTest::newRow("two pixels apart") << 160 << 1.5F;
        QTest::newRow("far apart") << 12 << 1.5F;
        QTest::newRow("fine") << 160 << 1.0F;
        QTest::newRow("bold, on a fine screen") << 40 << 4.0F;
    }
    void strokes_as_the_painter_does() {
        QFETCH(int, vertices);
        QFETCH(float, width);
        const std::vector<CurveVertex> curve = noisyCurve(vertices);
        CurveRaster raster;
        raster.begin(kSize);
        raster.strokeMean(curve, kLine, width);
        const QImage slow = painted([&](QPainter& painter) {
            QPolygonF line;
            for (const CurveVertex& vertex : curve) line << QPointF(vertex.x, vertex.mean);
            painter.setPen(
                QPen(kLine, static_cast<qreal>(width), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolyline(line);
        });
        // Coverage by distance is not coverage by area, and a pixel between two strokes of a sharp bend gets
        // the larger coverage of the two, not their union: single pixels differ by up to half, most by
        // little.
        const Difference difference(raster.image(), slow);
        QVERIFY2(difference.mean < 1.2, qPrintable(QString::number(difference.mean)));
        QVERIFY2(difference.most < 140, qPrintable(QString::number(difference.most)));
    }

    void fills_as_the_painter_does() {
        const std::vector<CurveVertex> curve = noisyCurve(60);
        CurveRaster raster;
        raster.begin(kSize);
        raster.fillBand(curve, kLine);
        const QImage slow = painted([&](QPainter& painter) {
            QPolygonF band;
            for (const CurveVertex& vertex : curve) band << QPointF(vertex.x, vertex.high);
            for (auto vertex = curve.rbegin(); vertex != curve.rend(); ++vertex)
                band << QPointF(vertex->x, vertex->low);
            painter.setPen(Qt::NoPen);
            painter.setBrush(kLine);
            painter.drawPolygon(band);
        });
        for (int y = 0; y < kSize.height(); ++y) { // covers all that the painter covers, and little more
            for (int x = 0; x < kSize.width(); ++x)
                QVERIFY(qAlpha(raster.image().pixel(x, y)) >= qAlpha(slow.pixel(x, y)) - 2);
        }
        QVERIFY(Difference(raster.image(), slow).mean < 8);
    }

    void a_single_extreme_is_not_lost() {
        std::vector<CurveVertex> curve;
        for (int i = 0; i <= 640; ++i) curve.push_back({0.5F * static_cast<float>(i), 60, 60, 60});
        curve[301].high = 10; // two vertices per column: the middle of column 150
        CurveRaster raster;
        raster.begin(kSize);
        raster.fillBand(curve, kLine);
        QCOMPARE(qAlpha(raster.image().pixel(150, 11)), 255);
        QCOMPARE(qAlpha(raster.image().pixel(150, 9)), 0);
        QCOMPARE(qAlpha(raster.image().pixel(153, 11)), 0);
    }

    void knows_where_it_has_drawn() {
        CurveRaster raster;
        raster.begin(kSize);
        raster.fillBand(noisyCurve(60), kLine);
        raster.strokeMean(noisyCurve(60), kLine, 3);
        raster.begin(kSize); // and clears the previous curve
        QVERIFY(raster.inked().isNull());
        const std::vector<CurveVertex> curve{{100, 60, 50, 40}, {120, 80, 70, 60}};
        raster.fillBand(curve, kLine);
        raster.strokeMean(curve, kLine, 3);
        QRect inked;
        for (int y = 0; y < kSize.height(); ++y)
            for (int x = 0; x < kSize.width(); ++x)
                if (raster.image().pixel(x, y) != 0) inked |= QRect(x, y, 1, 1);
        QVERIFY(inked.contains(110, 60));
        QVERIFY(raster.inked().contains(inked));
        QVERIFY(inked.adjusted(-3, -3, 3, 3).contains(raster.inked()));
    }

    void what_is_not_finite_or_far_away_is_left_out() {
        std::vector<CurveVertex> curve = noisyCurve(20);
        curve[5].mean = std::numeric_limits<float>::quiet_NaN();
        curve[10].mean = 1e6F;
        curve[10].low = curve[10].high = -1e6F;
        CurveRaster raster;
        raster.begin(kSize);
        raster.fillBand(curve, kLine);
        raster.strokeMean(curve, kLine, 1.5F);
        const auto drawnInColumn = [&](float x) {
            int drawn = 0;
            for (int y = 0; y < kSize.height(); ++y)
                drawn += qAlpha(raster.image().pixel(static_cast<int>(x), y)) > 0;
            return drawn;
        };
        QCOMPARE(drawnInColumn(curve[5].x), 0); // a gap
        QVERIFY(drawnInColumn(curve[2].x + 3) > 0);
        QVERIFY(drawnInColumn(curve[15].x) > 0);
    }

    void a_second_curve_starts_anew() {
        CurveRaster raster;
        raster.begin(kSize);
        raster.strokeMean(noisyCurve(40), kLine, 4);
        raster.begin(kSize);
        const std::vector<CurveVertex> flat{{0, 100, 100, 100}, {320, 100, 100, 100}};
        raster.strokeMean(flat, Qt::red, 1);
        for (int x = 0; x < kSize.width(); ++x) {
            QCOMPARE(qAlpha(raster.image().pixel(x, 60)), 0);
            QVERIFY(qRed(raster.image().pixel(x, 100)) > 100);
        }
    }
};

QTEST_APPLESS_MAIN(CurveRasterTest)
#include "curve_raster_test.moc"
