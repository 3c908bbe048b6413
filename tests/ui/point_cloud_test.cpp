// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/point_cloud.h"

#include <QPainter>

#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>

using namespace latent;

namespace {

constexpr QSize kPlot(400, 300);

struct Points {
    std::shared_ptr<std::vector<float>> x = std::make_shared<std::vector<float>>();
    std::shared_ptr<std::vector<float>> y = std::make_shared<std::vector<float>>();
    std::shared_ptr<std::vector<std::uint16_t>> classes = std::make_shared<std::vector<std::uint16_t>>();

    Points() = default;
    explicit Points(int count, int classCount = 3) {
        std::mt19937 random(11);
        std::normal_distribution<float> normal;
        for (int i = 0; i < count; ++i) add(normal(random), normal(random), i % classCount);
    }
    void add(float px, float py, int label) {
        x->push_back(px);
        y->push_back(py);
        classes->push_back(static_cast<std::uint16_t>(label));
    }
};

const std::vector<QColor> kColours{QColor(0x44, 0x77, 0xaa), QColor(0xee, 0x66, 0x77),
                                   QColor(0x22, 0x88, 0x33)};

/// A cloud and a view of it: −4 … 4 across.
struct Plot {
    PointCloud cloud;
    MapViewport view;

    explicit Plot(const Points& points) {
        view.setSize(kPlot);
        show({-4, -3, 8, 6});
        cloud.setPoints(points.x, points.y);
        cloud.setClasses(points.classes, kColours);
    }
    /// The whole area, with the margin of a fitted view.
    void show(const QRectF& area) { view.fit(area); }
};

/// The slow reference: one ellipse per point.
QImage naive(const Points& points, const std::vector<QColor>& colours, const SplatView& view, double diameter,
             double opacity, QSize size) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(0);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < points.x->size(); ++i) {
        if ((*points.classes)[i] >= colours.size()) continue;
        QColor colour = colours[(*points.classes)[i]];
        if (!colour.isValid() || !std::isfinite((*points.x)[i]) || !std::isfinite((*points.y)[i])) continue;
        colour.setAlphaF(static_cast<float>(opacity));
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(((*points.x)[i] - view.xOrigin) * view.xScale,
                                    ((*points.y)[i] - view.yOrigin) * view.yScale),
                            0.5 * diameter, 0.5 * diameter);
    }
    return image;
}

/// The slow reference for small points: the number of points in every pixel and the mean of their colours;
/// whenever a pixel has many, the weight of those so far is halved.
struct PixelOfPoints {
    std::size_t count = 0;
    double weight = 0;
    double red = 0, green = 0, blue = 0;
    void add(const QColor& colour) {
        ++count;
        weight += 1;
        red += (colour.red() - red) / weight;
        green += (colour.green() - green) / weight;
        blue += (colour.blue() - blue) / weight;
        if (weight == 128) weight = 64;
    }
};

std::vector<PixelOfPoints> pixelsOf(const Points& points, const SplatView& view) {
    std::vector<PixelOfPoints> pixels(static_cast<std::size_t>(kPlot.width()) * kPlot.height());
    for (std::size_t i = 0; i < points.x->size(); ++i) {
        const double x =
            std::floor(((*points.x)[i] - static_cast<float>(view.xOrigin)) * static_cast<float>(view.xScale));
        const double y =
            std::floor(((*points.y)[i] - static_cast<float>(view.yOrigin)) * static_cast<float>(view.yScale));
        const std::size_t c = (*points.classes)[i];
        if (c >= kColours.size() || !(x >= 0 && x < kPlot.width() && y >= 0 && y < kPlot.height())) continue;
        pixels[static_cast<std::size_t>(y) * kPlot.width() + static_cast<std::size_t>(x)].add(kColours[c]);
    }
    return pixels;
}

QImage draw(PointSplat& splat, const SplatPoints& points, const SplatView& view, QSize size,
            QRgb ground = 0) {
    splat.place(points, view, size);
    return splat.picture(ground);
}

struct Difference {
    double mean = 0;
    int most = 0;
};

Difference difference(const QImage& a, const QImage& b) {
    Difference result;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = reinterpret_cast<const QRgb*>(a.constScanLine(y))[x];
            const QRgb q = reinterpret_cast<const QRgb*>(b.constScanLine(y))[x];
            for (const int d : {std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                                std::abs(qBlue(p) - qBlue(q)), std::abs(qAlpha(p) - qAlpha(q))}) {
                result.mean += d;
                result.most = std::max(result.most, d);
            }
        }
    }
    result.mean /= 4.0 * a.width() * a.height();
    return result;
}

} // namespace

class PointCloudTest : public QObject {
    Q_OBJECT

  private slots:
    void splat_agrees_with_a_painter_data() {
        QTest::addColumn<double>("diameter");
        QTest::addColumn<double>("opacity");
        QTest::addColumn<int>("count");
        QTest::newRow("small") << 2.2 << 0.8 << 2'000;
        QTest::newRow("opaque") << 3.0 << 1.0 << 2'000;
        QTest::newRow("two groups") << 6.5 << 0.5 << 500;
        QTest::newRow("many groups") << 23.0 << 0.4 << 60;
        QTest::newRow("tiny") << 1.6 << 0.3 << 5'000;
    }

    void splat_agrees_with_a_painter() {
        QFETCH(const double, diameter);
        QFETCH(const double, opacity);
        QFETCH(const int, count);
        Points points(count);
        points.add(std::numeric_limits<float>::quiet_NaN(), 0, 0);
        points.add(0, std::numeric_limits<float>::infinity(), 1);
        points.add(0.1F, 0.1F, kNotShown);
        points.add(1e30F, -1e30F, 1);
        const SplatView view{-2.5, 2, 80, -75}; // many points are clipped by the borders
        PointSplat splat;
        splat.setDiscs(diameter, opacity, kColours);
        const QImage fast = draw(splat, {*points.x, *points.y, *points.classes, {}}, view, kPlot);
        const QImage slow = naive(points, kColours, view, diameter, opacity, kPlot);
        QCOMPARE(fast.size(), slow.size());
        const Difference off = difference(fast, slow);
        // Positions are rounded to half pixels: a quarter of a pixel at an edge is 64 of 255, three times
        // that where discs overlap. On average it is little, and overall no ink is lost or gained.
        QVERIFY2(off.mean < 6, qPrintable(QString::number(off.mean)));
        QVERIFY2(off.most < 140, qPrintable(QString::number(off.most)));
        double fastInk = 0, slowInk = 0;
        for (int y = 0; y < kPlot.height(); ++y)
            for (int x = 0; x < kPlot.width(); ++x) {
                fastInk += qAlpha(reinterpret_cast<const QRgb*>(fast.constScanLine(y))[x]);
                slowInk += qAlpha(reinterpret_cast<const QRgb*>(slow.constScanLine(y))[x]);
            }
        // A painter flattens such small circles to polygons, which lose a tenth of their area.
        QVERIFY2(std::abs(fastInk / slowInk - 1) < 0.15, qPrintable(QString::number(fastInk / slowInk)));
    }

    void a_disc_has_the_ink_of_its_area() {
        for (const double diameter : {1.6, 2.2, 3.0, 6.5, 23.0}) {
            Points points;
            points.add(0.013F, 0.377F, 0);
            PointSplat splat;
            splat.setDiscs(diameter, 0.8, kColours);
            const QImage image =
                draw(splat, {*points.x, *points.y, *points.classes, {}}, {-20, 20, 1, -1}, {40, 40});
            double ink = 0;
            for (int y = 0; y < 40; ++y)
                for (int x = 0; x < 40; ++x)
                    ink += qAlpha(reinterpret_cast<const QRgb*>(image.constScanLine(y))[x]);
            const double area = 0.25 * M_PI * diameter * diameter;
            // 64 samples per pixel: 2 % of a disc of one pixel, less for larger ones.
            QVERIFY2(std::abs(ink / (255 * 0.8 * area) - 1) < 0.05,
                     qPrintable(QString::number(ink / (204 * area))));
        }
    }

    void colours_stay_premultiplied() {
        Points points;
        for (int i = 0; i < 1'000; ++i) points.add(0.001F * static_cast<float>(i % 7), 0, i % 3);
        PointSplat splat;
        splat.setDiscs(9, 0.37, kColours);
        const QImage image =
            draw(splat, {*points.x, *points.y, *points.classes, {}}, {-1, 1, 20, -20}, {40, 40});
        int covered = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QRgb p = reinterpret_cast<const QRgb*>(image.constScanLine(y))[x];
                QVERIFY(std::max({qRed(p), qGreen(p), qBlue(p)}) <= qAlpha(p));
                covered += qAlpha(p) >= 250; // the blend rounds down
            }
        QVERIFY(covered > 20); // a thousand pale discs on top of each other are opaque
    }

    void small_points_show_their_density_and_mean_colour() {
        Points points(30'000);
        for (int i = 0; i < 500; ++i) points.add(0.5F, 0.5F, i % 2); // one pixel, two colours
        points.add(std::numeric_limits<float>::quiet_NaN(), 0, 0);
        points.add(0.1F, 0.1F, kNotShown);
        points.add(0.1F, 1e30F, 1);
        const SplatView view{-2.5, 2, 80, -75};
        constexpr double kOpacity = 0.4;
        PointSplat splat;
        splat.setDiscs(1.2, kOpacity, kColours);
        std::vector<std::uint32_t> order(points.x->size());
        std::iota(order.begin(), order.end(), 0U);
        const QImage fast = draw(splat, {*points.x, *points.y, *points.classes, {}}, view, kPlot);
        QCOMPARE(draw(splat, {*points.x, *points.y, *points.classes, order}, view, kPlot), fast);

        const std::vector<PixelOfPoints> slow = pixelsOf(points, view);
        std::size_t most = 0;
        for (int y = 0; y < kPlot.height(); ++y) {
            for (int x = 0; x < kPlot.width(); ++x) {
                const PixelOfPoints& expected = slow[static_cast<std::size_t>(y * kPlot.width() + x)];
                const QRgb shown = reinterpret_cast<const QRgb*>(fast.constScanLine(y))[x];
                most = std::max(most, expected.count);
                if (expected.count == 0) {
                    QCOMPARE(shown, QRgb{0});
                    continue;
                }
                const double density = std::log(static_cast<double>(expected.count)) /
                                       std::log(double{DensitySplat::kOpaqueCount});
                const double alpha = kOpacity + (1 - kOpacity) * std::min(1.0, density);
                QVERIFY(std::abs(qAlpha(shown) - 255 * alpha) <= 0.6);
                // Rounded down, and from 128 points on each halving loses half a level of 64.
                for (const auto& [channel, value] :
                     {std::pair{qRed(shown), expected.red}, std::pair{qGreen(shown), expected.green},
                      std::pair{qBlue(shown), expected.blue}})
                    QVERIFY2(std::abs(channel - alpha * value) <= 1.1 && channel <= qAlpha(shown),
                             qPrintable(QString("%1 for %2").arg(channel).arg(alpha * value)));
            }
        }
        QVERIFY(most >= 500);
    }

    void an_opaque_ground_is_as_if_blended_on_it() {
        const Points points(3'000);
        const QColor ground(0x1b, 0x1d, 0x21);
        for (const double diameter : {1.2, 3.0, 9.0}) { // single pixels, small and large masks
            PointSplat splat;
            splat.setDiscs(diameter, 0.6, kColours);
            const SplatPoints shown{*points.x, *points.y, *points.classes, {}};
            const SplatView view{-4, 3, 50, -50};
            QImage blended(kPlot, QImage::Format_RGB32);
            blended.fill(ground);
            QPainter(&blended).drawImage(0, 0, draw(splat, shown, view, kPlot));
            const QImage direct = draw(splat, shown, view, kPlot, ground.rgb());
            QVERIFY(!direct.hasAlphaChannel());
            int differing = 0, changed = 0;
            for (int y = 0; y < kPlot.height(); ++y) {
                for (int x = 0; x < kPlot.width(); ++x) {
                    const QColor a = blended.pixelColor(x, y), b = direct.pixelColor(x, y);
                    changed += b != ground;
                    // Rounded at each disc: up to one level for each that covers a pixel.
                    differing += std::abs(a.red() - b.red()) > 6 || std::abs(a.green() - b.green()) > 6 ||
                                 std::abs(a.blue() - b.blue()) > 6;
                }
            }
            QVERIFY(changed > 1'000);
            QCOMPARE(differing, 0);
        }
    }

    // A picture is drawn in bands of rows: moved by a few rows, its bands lie elsewhere in it.
    void bands_leave_no_seams() {
        std::mt19937 random(3);
        std::uniform_int_distribution<int> place(-40, 400);
        Points points;
        for (int i = 0; i < 4'000; ++i)
            points.add(0.5F * static_cast<float>(place(random)) + 0.1F,
                       static_cast<float>(place(random)) + 0.1F, i % 3);
        const SplatPoints shown{*points.x, *points.y, *points.classes, {}};
        constexpr int kMoved = 11;
        for (const double diameter : {1.2, 2.4, 7.0, 41.0}) {
            PointSplat splat;
            splat.setDiscs(diameter, 0.5, kColours);
            const QImage picture = draw(splat, shown, {0, 0, 1, 1}, kPlot, 0xffffffff);
            const QImage moved = draw(splat, shown, {0, kMoved, 1, 1}, kPlot, 0xffffffff);
            const int rows = kPlot.height() - kMoved;
            QCOMPARE(moved.copy(0, 0, kPlot.width(), rows), picture.copy(0, kMoved, kPlot.width(), rows));
        }
    }

    void a_part_is_painted_as_in_the_whole() {
        Plot plot{Points(3'000)};
        for (const auto& [diameter, scale] : {std::pair{7.0, 1.0}, std::pair{7.0, 1.25}, std::pair{7.0, 2.0},
                                              std::pair{1.2, 1.0}, std::pair{0.6, 2.0}}) {
            plot.cloud.setDiameter(diameter);
            const QImage whole = plot.cloud.render(plot.view, scale, Qt::white);
            QImage part(whole.size(), QImage::Format_RGB32);
            part.setDevicePixelRatio(scale);
            part.fill(Qt::white);
            plot.cloud.place(plot.view, scale);
            const QRect exposed(0, 97, kPlot.width(), 60);
            QPainter painter(&part);
            painter.setClipRect(exposed);
            plot.cloud.paint(painter, exposed, Qt::white);
            const QRect pixels(0, qCeil(97 * scale), whole.width(), qFloor(59 * scale));
            QCOMPARE(part.copy(pixels), whole.copy(pixels));
            QCOMPARE(QColor(part.pixel(whole.width() / 2, qFloor(95 * scale))), QColor(Qt::white));
        }
    }

    // Into a window's own picture: each part clips discs and lies anywhere in bands, beside or below others.
    void parts_are_drawn_as_in_the_whole() {
        Plot plot{Points(3'000)};
        const QPoint corner(13, 7);
        const QRegion parts[] = {QRect(QPoint(), kPlot),
                                 QRegion(0, 97, kPlot.width(), 60),
                                 QRegion(150, 64, 90, 64) + QRect(140, 128, 120, 64),
                                 QRegion(20, 20, 90, 200) + QRect(180, 50, 60, 3) + QRect(200, 130, 190, 170),
                                 QRegion(140, 64, 120, 64) + QRect(150, 128, 90, 64),
                                 QRegion(150, 90, 90, 10) + QRect(140, 100, 120, 64),
                                 QRegion(150, 64, 90, 64) + QRect(150, 128, 90, 1) + QRect(180, 129, 9, 50),
                                 QRegion(199, 149, 2, 2),
                                 QRegion(-50, -50, 300, 200)};
        constexpr QImage::Format kX11 = QImage::Format_ARGB32_Premultiplied, kOther = QImage::Format_RGB32;
        const std::tuple<double, int, QImage::Format> cases[] = {
            {1.2, 1, kOther}, {1.2, 1, kX11},   {2.4, 1, kOther}, {2.4, 2, kOther},
            {3.5, 1, kX11},   {7.0, 1, kOther}, {41.0, 1, kX11}};
        for (const auto& [diameter, scale, format] : cases) {
            plot.cloud.setDiameter(diameter);
            const QImage whole = plot.cloud.render(plot.view, scale, Qt::white);
            for (const QRegion& exposed : parts) {
                QImage window(2 * scale * kPlot, format);
                window.setDevicePixelRatio(scale);
                window.fill(Qt::darkGreen);
                QImage expected = window.copy(); // a shared picture is not drawn into
                plot.cloud.place(plot.view, scale);
                QPainter painter(&window);
                painter.translate(corner);
                plot.cloud.paint(painter, exposed, Qt::white);
                painter.end();
                painter.begin(&expected);
                painter.translate(corner);
                painter.setClipRegion(exposed);
                painter.drawImage(0, 0, whole);
                painter.end();
                QCOMPARE(window, expected);
            }
        }
    }

    void what_is_not_touched_is_ground() {
        Plot plot{Points(40)};
        for (const double diameter : {1.2, 2.4, 7.0, 41.0}) {
            plot.cloud.setDiameter(diameter);
            for (const double scale : {1.0, 1.25, 2.0}) {
                plot.cloud.place(plot.view, scale);
                const QRegion touched = plot.cloud.touched();
                QImage rest = plot.cloud.render(plot.view, scale, Qt::white);
                QPainter painter(&rest);
                for (const QRect& rect : touched) painter.fillRect(rect, Qt::white);
                painter.end();
                QImage ground(rest.size(), rest.format());
                ground.setDevicePixelRatio(scale);
                ground.fill(Qt::white);
                QCOMPARE(rest, ground);
            }
        }
        plot.cloud.setDiameter(2.4);
        plot.cloud.place(plot.view, 1);
        qint64 pixels = 0;
        for (const QRect& rect : plot.cloud.touched()) pixels += qint64{rect.width()} * rect.height();
        QVERIFY(pixels < qint64{kPlot.width()} * kPlot.height());
    }

    void an_empty_image_stays_empty() {
        const Points points;
        PointSplat splat;
        splat.setDiscs(3, 1, kColours);
        const QImage image = draw(splat, {*points.x, *points.y, *points.classes, {}}, {}, {20, 20});
        QCOMPARE(qAlpha(image.pixel(10, 10)), 0);
    }

    void pick_is_the_nearest_shown_point() {
        Points points(20'000);
        for (std::size_t i = 0; i < points.x->size(); i += 97)
            (*points.x)[i] = std::numeric_limits<float>::quiet_NaN();
        for (std::size_t i = 0; i < points.x->size(); i += 53) (*points.classes)[i] = kNotShown;
        Plot plot(points);
        plot.cloud.setClassVisible(1, false);
        std::mt19937 random(5);
        std::uniform_real_distribution<double> across(0, kPlot.width()), down(0, kPlot.height());
        int found = 0;
        for (int n = 0; n < 200; ++n) {
            const QPointF pixel(across(random), down(random));
            Index nearest = -1;
            double best = 8;
            for (std::size_t i = 0; i < points.x->size(); ++i) {
                const std::uint16_t label = (*points.classes)[i];
                if (label == 1 || label == kNotShown || std::isnan((*points.x)[i])) continue;
                const double d = QLineF(plot.view.toPixel({(*points.x)[i], (*points.y)[i]}), pixel).length();
                if (d >= best) continue;
                best = d;
                nearest = static_cast<Index>(i);
            }
            found += nearest >= 0;
            QCOMPARE(plot.cloud.pick(plot.view, pixel, 8), nearest);
        }
        QVERIFY(found > 50 && found < 200); // both answers occurred
    }

    void pick_without_points_is_nothing() {
        Plot plot{Points()};
        QCOMPARE(plot.cloud.pick(plot.view, {10, 10}, 100), Index{-1});
        plot.cloud.setPoints(nullptr, nullptr);
        QCOMPARE(plot.cloud.pick(plot.view, {10, 10}, 100), Index{-1});
        QVERIFY(plot.cloud.extent(0).isNull());
    }

    void extent_leaves_out_what_lies_far_away() {
        Points points;
        for (int i = 0; i <= 1'000; ++i) points.add(0.001F * static_cast<float>(i), 2, 0);
        points.add(500, 2, 0);
        points.add(-500, 2, kNotShown);
        Plot plot(points);
        QCOMPARE(plot.cloud.extent(0).right(), 500.0);
        QCOMPARE(plot.cloud.extent(0).left(), 0.0); // hidden points do not count
        const QRectF most = plot.cloud.extent(0.01);
        QVERIFY(most.right() <= 1.0 && most.right() > 0.98);
        QCOMPARE(most.top(), 2.0);
    }

    void sorted_classes_are_interleaved() {
        // Two classes in the same places, the second after the first: in sample order it would hide the
        // first.
        Points points;
        for (int label = 0; label < 2; ++label)
            for (int i = 0; i < 4'000; ++i) points.add(0.001F * static_cast<float>(i % 50), 0, label);
        Plot plot(points);
        plot.cloud.setDiameter(8);
        plot.cloud.setOpacity(1);
        plot.show({-0.01, -0.02, 0.07, 0.04});
        const QImage image = plot.cloud.render(plot.view, 1);
        int first = 0, second = 0;
        for (int x = 0; x < kPlot.width(); ++x) {
            first += image.pixel(x, kPlot.height() / 2) == kColours[0].rgb();
            second += image.pixel(x, kPlot.height() / 2) == kColours[1].rgb();
        }
        QVERIFY2(first > 20 && second > 20, qPrintable(QString("%1 %2").arg(first).arg(second)));
    }

    void hidden_classes_are_neither_counted_nor_drawn() {
        Points points;
        points.add(0, 0, 2);
        Plot plot(points);
        QCOMPARE(plot.cloud.shownCount(), Index{1});
        const auto centre = [&] { return plot.cloud.render(plot.view, 1, Qt::white).pixelColor(200, 150); };
        const QColor shown = centre();
        QVERIFY(shown.green() > shown.red() + 20);
        plot.cloud.setClassVisible(2, false);
        QCOMPARE(plot.cloud.shownCount(), Index{0});
        QCOMPARE(centre(), QColor(Qt::white));
    }
};

QTEST_MAIN(PointCloudTest)
#include "point_cloud_test.moc"
