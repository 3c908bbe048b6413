// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/thumbnail_cache.h"

#include "tests/ui/fabricated.h"

#include <QColor>
#include <QTest>

#include <cmath>

namespace latent {
namespace {

std::vector<std::uint8_t> someBytes(const ImageShape& shape) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(shape.pixels()));
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 73 % 256);
    return bytes;
}

/// The integral of the image over a pixel of the result, from 64 × 64 samples.
double meanAt(const std::vector<std::uint8_t>& bytes, const ImageShape& shape, QSize size, int x, int y,
              int channel) {
    constexpr int kSamples = 64;
    double sum = 0;
    for (int sy = 0; sy < kSamples; ++sy) {
        for (int sx = 0; sx < kSamples; ++sx) {
            const auto column = static_cast<int>((x + (sx + 0.5) / kSamples) * shape.width / size.width());
            const auto row = static_cast<int>((y + (sy + 0.5) / kSamples) * shape.height / size.height());
            sum += bytes[static_cast<std::size_t>((row * shape.width + column) * shape.channels + channel)];
        }
    }
    return sum / (kSamples * kSamples);
}

} // namespace

class ThumbnailCacheTest : public QObject {
    Q_OBJECT
  private slots:
    void pixelsAreTheMeanOfTheirArea_data() {
        QTest::addColumn<QSize>("image");
        QTest::addColumn<int>("channels");
        QTest::addColumn<QSize>("size");
        QTest::newRow("as it is") << QSize(8, 8) << 1 << QSize(8, 8);
        QTest::newRow("smaller") << QSize(28, 28) << 1 << QSize(19, 19);
        QTest::newRow("larger") << QSize(5, 7) << 1 << QSize(22, 31);
        QTest::newRow("colour") << QSize(64, 48) << 3 << QSize(20, 15);
        QTest::newRow("four channels") << QSize(9, 9) << 4 << QSize(4, 4);
        QTest::newRow("two channels") << QSize(9, 9) << 2 << QSize(4, 4);
        QTest::newRow("one pixel") << QSize(13, 11) << 1 << QSize(1, 1);
    }
    void pixelsAreTheMeanOfTheirArea() {
        QFETCH(QSize, image);
        QFETCH(int, channels);
        QFETCH(QSize, size);
        const ImageShape shape{image.width(), image.height(), channels};
        const std::vector<std::uint8_t> bytes = someBytes(shape);
        const QImage made = AreaScale(shape, size).scaled(bytes, tonesOn(Qt::black, true));
        QCOMPARE(made.size(), size);
        for (int y = 0; y < size.height(); ++y) {
            for (int x = 0; x < size.width(); ++x) {
                const QColor pixel = made.pixelColor(x, y);
                const int shown[] = {pixel.red(), pixel.green(), pixel.blue()};
                for (int c = 0; c < 3; ++c) {
                    const double mean = meanAt(bytes, shape, size, x, y, channels >= 3 ? c : 0);
                    QVERIFY(std::abs(shown[c] - mean) < 4.5); // of the samples
                }
            }
        }
    }

    void zeroIsTheGround() {
        QCOMPARE(tonesOn("#ffffff", false)[0], qRgb(255, 255, 255));
        QCOMPARE(tonesOn("#ffffff", false)[255], qRgb(0, 0, 0));
        QCOMPARE(tonesOn("#1b1d21", false)[0], QColor("#1b1d21").rgb());
        QCOMPARE(tonesOn("#1b1d21", false)[255], qRgb(255, 255, 255));
        QCOMPARE(tonesOn("#ffffff", true)[0], qRgb(0, 0, 0));
    }

    void memoryIsBounded() {
        constexpr std::size_t kBound = 100'000;
        ThumbnailCache cache(kBound);
        cache.setDataset(fabricated::dataset(5'000));
        cache.setSide(20); // 1,600 bytes and some
        std::size_t most = 0;
        for (Index image = 0; image < 5'000; ++image) {
            cache.nextRound();
            cache.make(image);
            most = std::max(most, cache.bytes());
        }
        QVERIFY(most > kBound / 2 && most < kBound + 4'000);
        QVERIFY(cache.find(4'999) != nullptr);
        QVERIFY(cache.find(0) == nullptr);
    }

    void whatIsInUseStays() {
        ThumbnailCache cache(10'000);
        cache.setDataset(fabricated::dataset(100));
        cache.setSide(20);
        cache.nextRound();
        for (Index image = 0; image < 100; ++image) cache.make(image); // more than the bound, all at once
        for (Index image = 0; image < 100; ++image) QVERIFY(cache.find(image) != nullptr);
    }

    void otherImagesAndTonesAreOtherPictures() {
        ThumbnailCache cache;
        cache.setDataset(fabricated::dataset(10));
        cache.setSide(16);
        const QImage before = cache.make(3);
        cache.setTones(tonesOn("#1b1d21", false));
        QVERIFY(cache.find(3) == nullptr);
        QVERIFY(cache.make(3) != before);
        cache.setSide(32);
        QVERIFY(cache.find(3) == nullptr);
        QCOMPARE(cache.make(3).size(), QSize(32, 32));
        cache.setSide(16);
        QVERIFY(cache.find(3) != nullptr); // is kept
        cache.setDataset(fabricated::dataset(10));
        cache.setSide(16);
        QVERIFY(cache.find(3) == nullptr);
    }
};

} // namespace latent

QTEST_GUILESS_MAIN(latent::ThumbnailCacheTest)
#include "thumbnail_cache_test.moc"
