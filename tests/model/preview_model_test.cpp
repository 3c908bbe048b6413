// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/preview_model.h"

#include "core/base/random.h"
#include "core/model/network_layout.h"

#include <QTest>

namespace latent {
namespace {

Model randomModel(const ImageShape& shape, const std::vector<int>& hidden) {
    Model model;
    model.architecture = {.shape = shape, .hidden = hidden, .latent = 3};
    model.weights.resize(static_cast<std::size_t>(weightCount(model.architecture)));
    Random(3, Stream::Initialisation)
        .fillNormal(model.weights.data(), static_cast<Index>(model.weights.size()));
    return model;
}

Matrix somePoints() {
    Matrix z(3, 5);
    Random(4, Stream::Prior).fillNormal(z.data(), z.size());
    return z;
}

} // namespace

class PreviewModelTest : public QObject {
    Q_OBJECT
  private slots:
    void logitsAreTheMeansOfTheirBlocks_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("step");
        QTest::newRow("even") << 8 << 6 << 1 << 2;
        QTest::newRow("edges that are cut") << 7 << 5 << 1 << 2;
        QTest::newRow("colour") << 7 << 8 << 3 << 3;
        QTest::newRow("one pixel is left") << 4 << 4 << 3 << 9;
    }
    void logitsAreTheMeansOfTheirBlocks() {
        QFETCH(int, width);
        QFETCH(int, height);
        QFETCH(int, channels);
        QFETCH(int, step);
        const Model model = randomModel({width, height, channels}, {9, 6});
        const Model preview = previewModel(model, step);
        const ImageShape& shape = preview.architecture.shape;
        QCOMPARE(shape.width, (width + step - 1) / step);
        QCOMPARE(shape.height, (height + step - 1) / step);
        QCOMPARE(shape.channels, channels);
        const Matrix whole = decodeLogits(model, somePoints());
        const Matrix small = decodeLogits(preview, somePoints());
        QCOMPARE(small.rows(), shape.pixels());
        for (Index image = 0; image < whole.cols(); ++image) {
            for (Index pixel = 0; pixel < shape.pixels(); ++pixel) {
                const Index c = pixel % channels, x = pixel / channels % shape.width,
                            y = pixel / channels / shape.width;
                double sum = 0;
                int count = 0;
                for (Index i = y * step; i < std::min<Index>((y + 1) * step, height); ++i) {
                    for (Index j = x * step; j < std::min<Index>((x + 1) * step, width); ++j, ++count)
                        sum += double{whole((i * width + j) * channels + c, image)};
                }
                // Sums of nine terms in float, in another order: some units in the last place of about 10.
                QVERIFY(std::abs(sum / count - double{small(pixel, image)}) < 1e-5);
            }
        }
    }

    void aStepOfOneIsTheModel() {
        const Model model = randomModel({5, 4, 1}, {7});
        QCOMPARE(previewModel(model, 1).weights, model.weights);
    }

    void stepsNeverShowLessThanTheScreen_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("shown");
        QTest::addColumn<int>("step");
        QTest::newRow("as large as shown") << 28 << 28 << 1;
        QTest::newRow("a little larger") << 40 << 28 << 1;
        QTest::newRow("twice") << 64 << 32 << 2;
        QTest::newRow("much larger") << 128 << 28 << 4;
        QTest::newRow("smaller") << 8 << 28 << 1;
        QTest::newRow("not laid out yet") << 64 << 0 << 1;
    }
    void stepsNeverShowLessThanTheScreen() {
        QFETCH(int, side);
        QFETCH(int, shown);
        Architecture architecture{.shape = {side, side, 3}};
        QTEST(previewStep(architecture, shown), "step");
        architecture = convolutionalNetwork(architecture);
        QCOMPARE(previewStep(architecture, shown), 1);
    }

    void costsAreTheDecoders() {
        QCOMPARE(decodingCost({.shape = {4, 3, 1}, .hidden = {9, 7}, .latent = 2}),
                 Index{2 * 7 + 7 * 9 + 9 * 12});
    }
};

} // namespace latent

QTEST_GUILESS_MAIN(latent::PreviewModelTest)
#include "preview_model_test.moc"
