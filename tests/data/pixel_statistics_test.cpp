// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pixel_statistics.h"

#include <QTest>

#include <numeric>

using namespace latent;

namespace {

ImageDataset set(std::vector<std::uint8_t> bytes, ImageShape shape) {
    ImageDataset dataset;
    dataset.shape = shape;
    dataset.pixels = PixelStore::own(std::move(bytes));
    return dataset;
}

} // namespace

class PixelStatisticsTest : public QObject {
    Q_OBJECT
  private slots:
    void twoImagesByHand() {
        const PixelStatistics found = pixelStatistics(set({0, 255, 51, 0, 51, 255}, {3, 1, 1}));
        QCOMPARE(found.mean.size(), Index{3});
        QCOMPARE(found.mean[0], 0.0F);
        QCOMPARE(found.mean[1], 0.6F); // (255 + 51) / 2 / 255
        QCOMPARE(found.mean[2], 0.6F);
        QCOMPARE(found.histogram[0], std::uint64_t{2});
        QCOMPARE(found.histogram[51], std::uint64_t{2});
        QCOMPARE(found.histogram[255], std::uint64_t{2});
        QCOMPARE(std::accumulate(found.histogram.begin(), found.histogram.end(), std::uint64_t{0}),
                 std::uint64_t{6});
    }

    void channelsHaveAMeanEach() {
        const PixelStatistics found = pixelStatistics(set({10, 20, 30, 30, 40, 50}, {1, 1, 3}));
        QCOMPARE(found.shape.channels, 3);
        for (int c = 0; c < 3; ++c) QCOMPARE(found.mean[c], static_cast<float>(20 + 10 * c) / 255.0F);
        QCOMPARE(found.histogram[30], std::uint64_t{2});
    }

    void noImagesHaveNoPixels() {
        const PixelStatistics found = pixelStatistics(set({}, {2, 2, 1}));
        QVERIFY(found.mean.isZero());
        QCOMPARE(found.histogram[0], std::uint64_t{0});
    }

    void itTellsHowFarItIsAndCanBeCancelled() {
        const ImageDataset dataset = set(std::vector<std::uint8_t>(3 << 20, 7), {512, 512, 1});
        std::vector<double> told;
        std::stop_source source;
        const Progress progress{[&](double fraction) {
                                    told.push_back(fraction);
                                    if (fraction > 0) source.request_stop();
                                },
                                source.get_token()};
        QVERIFY_THROWS_EXCEPTION(Cancelled, pixelStatistics(dataset, progress));
        QCOMPARE(told.size(), std::size_t{2}); // at the start, and after the first of three megabytes
    }
};

QTEST_MAIN(PixelStatisticsTest)
#include "pixel_statistics_test.moc"
