// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/batch.h"
#include "core/train/model_inputs.h"
#include "tests/train/tiny_dataset.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

Likelihood binary(float threshold) {
    return {.kind = Likelihood::Kind::Binarised, .threshold = threshold};
}

} // namespace

class ModelInputsTest : public QObject {
    Q_OBJECT
  private slots:
    void greyValuesAreProbabilities();
    void aThresholdIsWhereOnesBegin();
    void whoeverLooksSeesTheSameImage();
    void othersStayGrey();
};

void ModelInputsTest::greyValuesAreProbabilities() {
    constexpr Index kDraws = 20'000;
    const std::vector<float> grey{0, 0.004F, 0.3F, 0.5F, 0.99F, 1};
    for (const float p : grey) {
        Matrix images = Matrix::Constant(4, kDraws / 4, p);
        binarise(binary(0), Random(1, Stream::Binarisation), images);
        QVERIFY(((images.array() == 0) || (images.array() == 1)).all());
        const double share = images.cast<double>().mean();
        // Five standard deviations of a binomial share; black and white stay what they are.
        const double allowed = 5 * std::sqrt(static_cast<double>(p * (1 - p)) / kDraws);
        QVERIFY2(std::abs(share - static_cast<double>(p)) <= allowed,
                 qPrintable(QString("%1 of %2").arg(share).arg(p)));
    }
}

void ModelInputsTest::aThresholdIsWhereOnesBegin() {
    Matrix images(1, 5);
    images << 0, 0.4999F, 0.5F, 0.51F, 1;
    binarise(binary(0.5F), Random(1, Stream::Binarisation), images);
    QCOMPARE(images, (Matrix(1, 5) << 0, 0, 1, 1, 1).finished());
}

void ModelInputsTest::whoeverLooksSeesTheSameImage() {
    const DatasetPtr dataset = test::tinyDataset(20, 0);
    const std::vector<std::uint32_t> some{3, 11, 7};
    Matrix together(dataset->shape.pixels(), 3);
    modelInputs(binary(0), *dataset, some, kInputSeed, together);
    for (Index i = 0; i < 3; ++i) {
        const Index image = some[static_cast<std::size_t>(i)];
        QVERIFY(together.col(i) == modelInput(binary(0), *dataset, image));
    }
    Matrix other = together;
    modelInputs(binary(0), *dataset, some, kInputSeed + 1, other);
    QVERIFY(other != together);
}

void ModelInputsTest::othersStayGrey() {
    const DatasetPtr dataset = test::tinyDataset(4, 0);
    for (const char* text : {"bernoulli", "gaussian:0.1", "sigma", "continuous-bernoulli"})
        QVERIFY(modelInput(parseLikelihood(text), *dataset, 2) == imageAsFloat(*dataset, 2));
}

QTEST_GUILESS_MAIN(ModelInputsTest)
#include "model_inputs_test.moc"
