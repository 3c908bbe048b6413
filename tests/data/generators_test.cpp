// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/moons.h"
#include "core/data/sets/shapes.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace latent;

namespace {

double ink(const ImageDataset& dataset, Index i) {
    const std::span<const std::uint8_t> image = dataset.image(i);
    return std::accumulate(image.begin(), image.end(), 0.0) / 255;
}

// The sprite's centre of mass, pixels from the image's centre.
std::pair<double, double> centre(const ImageDataset& dataset, Index i) {
    const std::span<const std::uint8_t> image = dataset.image(i);
    double x = 0;
    double y = 0;
    for (int p = 0; p < 784; ++p) {
        x += image[static_cast<std::size_t>(p)] * (p % 28 - 13.5);
        y += image[static_cast<std::size_t>(p)] * (p / 28 - 13.5);
    }
    return {x / (255 * ink(dataset, i)), y / (255 * ink(dataset, i))};
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const Eigen::Map<const Eigen::ArrayXd> x(a.data(), static_cast<Index>(a.size()));
    const Eigen::Map<const Eigen::ArrayXd> y(b.data(), static_cast<Index>(b.size()));
    const Eigen::ArrayXd dx = x - x.mean();
    const Eigen::ArrayXd dy = y - y.mean();
    return (dx * dy).sum() / std::sqrt(dx.square().sum() * dy.square().sum());
}

} // namespace

class GeneratorsTest : public QObject {
    Q_OBJECT
  private slots:
    void areWellFormedAndAlwaysTheSame_data() {
        QTest::addColumn<bool>("moons");
        QTest::newRow("shapes") << false;
        QTest::newRow("moons") << true;
    }
    void areWellFormedAndAlwaysTheSame() {
        QFETCH(bool, moons);
        const ImageDataset first = moons ? generateMoons({}) : generateShapes({});
        const ImageDataset second = moons ? generateMoons({}) : generateShapes({});
        QCOMPARE(first.size(), 4096);
        QCOMPARE(first.shape, (ImageShape{28, 28, 1}));
        QVERIFY(std::ranges::equal(first.pixels.bytes, second.pixels.bytes));
        QCOMPARE(first.labels, second.labels);
        QCOMPARE(first.factors.size(), moons ? 2U : 5U);
        for (const Factor& factor : first.factors) QCOMPARE(factor.values.size(), 4096U);
        for (const Index size : first.classSizes()) QVERIFY(size > 4096 / first.classCount() / 2);
    }

    void shapesObeyTheirFactors() {
        const ImageDataset set = generateShapes({});
        QCOMPARE(set.classNames, (std::vector<std::string>{"Square", "Ellipse", "Heart", "Triangle"}));
        for (int shape = 0; shape < 4; ++shape) {
            std::vector<double> inks, squares, xs, centreXs, ys, centreYs;
            for (Index i = 0; i < set.size(); ++i) {
                const auto at = static_cast<std::size_t>(i);
                if (set.label(i) != shape) continue;
                QCOMPARE(set.factors[0].values[at], static_cast<float>(shape));
                const double size = set.factors[3].values[at];
                inks.push_back(ink(set, i));
                squares.push_back(size * size);
                const auto [x, y] = centre(set, i);
                xs.push_back(set.factors[1].values[at]);
                ys.push_back(set.factors[2].values[at]);
                centreXs.push_back(x);
                centreYs.push_back(y);
            }
            // The ink grows with the square of the size; antialiasing blurs that by about one per cent.
            QVERIFY2(correlation(inks, squares) > 0.999,
                     qPrintable(QString::number(correlation(inks, squares))));
            QVERIFY(correlation(xs, centreXs) > 0.999);
            QVERIFY(correlation(ys, centreYs) > 0.999);
        }
    }

    void shapesStayWithinTheImage() {
        const ImageDataset set = generateShapes({});
        for (Index i = 0; i < set.size(); ++i) {
            const std::span<const std::uint8_t> image = set.image(i);
            QCOMPARE(*std::max_element(image.begin(), image.end()), 255);
            for (std::size_t p = 0; p < 28; ++p) { // a corner may touch the border, but no side lies on it
                const int border = std::max({image[p], image[756 + p], image[28 * p], image[28 * p + 27]});
                QVERIFY2(border < 200, qPrintable(QString("image %1: %2").arg(i).arg(border)));
            }
        }
    }

    void moonsObeyTheirPhase() {
        const ImageDataset set = generateMoons({});
        std::vector<double> light(8, 0);
        for (Index i = 0; i < set.size(); ++i) {
            const float phase = set.factors[0].values[static_cast<std::size_t>(i)];
            light[static_cast<std::size_t>(set.label(i))] =
                std::max(light[static_cast<std::size_t>(set.label(i))], ink(set, i));
            QCOMPARE(set.label(i), static_cast<int>(phase * 8 + 0.5F) % 8);
            QCOMPARE(int{set.image(i)[0]}, 0);         // sky
            QVERIFY(set.image(i)[14 * 28 + 14] >= 15); // earthshine: the dark side is not black
        }
        QVERIFY(light[4] > 4 * light[0]); // full, new
        for (std::size_t phase = 0; phase < 4; ++phase) QVERIFY(light[phase] < light[phase + 1]);
        for (std::size_t phase = 4; phase < 7; ++phase) QVERIFY(light[phase] > light[phase + 1]);
    }

    void waxingMoonsAreLitFromTheRight() {
        const ImageDataset set = generateMoons({});
        for (Index i = 0; i < set.size(); ++i) {
            if (set.label(i) == 2) QVERIFY(centre(set, i).first > 1);
            if (set.label(i) == 6) QVERIFY(centre(set, i).first < -1);
        }
    }

    void generatingCanBeCancelled() {
        std::stop_source stop;
        stop.request_stop();
        Progress progress;
        progress.stop = stop.get_token();
        QVERIFY_THROWS_EXCEPTION(Cancelled, generateShapes(progress));
        QVERIFY_THROWS_EXCEPTION(Cancelled, generateMoons(progress));
    }
};

QTEST_GUILESS_MAIN(GeneratorsTest)
#include "generators_test.moc"
