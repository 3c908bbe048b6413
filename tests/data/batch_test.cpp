// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batch.h"

#include <QTest>

#include <numeric>

using namespace latent;

namespace {

// 300 images of 8×4; pixel p of image i is (31·i + 7·p) mod 256. Nine in ten are training images.
ImageDataset patterned() {
    constexpr int kCount = 300;
    ImageDataset dataset;
    dataset.shape = {8, 4, 1};
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < kCount; ++i) {
        for (int p = 0; p < 32; ++p) pixels.push_back(static_cast<std::uint8_t>(31 * i + 7 * p));
        (i % 10 == 0 ? dataset.test : dataset.train).push_back(static_cast<std::uint32_t>(i));
    }
    dataset.pixels = PixelStore::own(std::move(pixels));
    return dataset;
}

float wanted(std::uint32_t image, int pixel) {
    return static_cast<float>((31 * image + 7U * static_cast<unsigned>(pixel)) % 256);
}

} // namespace

class BatchTest : public QObject {
    Q_OBJECT
  private slots:
    void gatherCopiesTheNamedImages() {
        const ImageDataset dataset = patterned();
        const std::vector<std::uint32_t> indices{5, 299, 0, 5, 77};
        Matrix room = Matrix::Constant(40, 7, -1); // the target is a block, whose columns are not contiguous
        gather(dataset, indices, room.block(3, 1, 32, 5));
        for (int column = 0; column < 5; ++column) {
            for (int pixel = 0; pixel < 32; ++pixel) {
                const float value = room(3 + pixel, 1 + column);
                QCOMPARE(std::lround(value * 255),
                         std::lround(wanted(indices[static_cast<std::size_t>(column)], pixel)));
                QVERIFY(value >= 0 && value <= 1);
            }
        }
        QCOMPARE((room.array() == -1).count(), Index{40 * 7 - 32 * 5}); // the rest stays untouched
    }

    void everyByteIsItsShareOf255() {
        ImageDataset dataset;
        dataset.shape = {16, 16, 1};
        std::vector<std::uint8_t> bytes(256);
        std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
        dataset.pixels = PixelStore::own(std::move(bytes));
        const Vector column = imageAsFloat(dataset, 0);
        QCOMPARE(column[0], 0.0F);
        QVERIFY(column[255] == 1.0F);
        // One rounding of 1/255 and one of the product: at most two units in the last place.
        for (int i = 0; i < 256; ++i) {
            QVERIFY(std::abs(column[i] - static_cast<double>(i) / 255) <= i / 255.0 * 0x1p-22);
        }
    }

    void meanIsThatOfTheTrainingImages() {
        const ImageDataset dataset = patterned();
        const Vector mean = meanImage(dataset, dataset.train);
        QCOMPARE(mean.size(), Index{32});
        for (int pixel = 0; pixel < 32; ++pixel) {
            double sum = 0;
            for (const std::uint32_t image : dataset.train) sum += wanted(image, pixel);
            const double exact = sum / (255.0 * static_cast<double>(dataset.train.size()));
            QVERIFY(std::abs(mean[pixel] - exact) < 1e-7); // one rounding to float
        }
    }

    void orderIsASeededPermutation() {
        const ImageDataset dataset = patterned();
        const std::vector<std::uint32_t> order = shuffledOrder(dataset.train, 1, 0);
        QVERIFY(order != dataset.train);
        std::vector<std::uint32_t> sorted = order;
        std::sort(sorted.begin(), sorted.end());
        QCOMPARE(sorted, dataset.train);
        QCOMPARE(shuffledOrder(dataset.train, 1, 0), order);
        QVERIFY(shuffledOrder(dataset.train, 1, 1) != order);
        QVERIFY(shuffledOrder(dataset.train, 2, 0) != order);
    }
};

QTEST_GUILESS_MAIN(BatchTest)
#include "batch_test.moc"
