// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset_summary.h"

#include <QTest>

#include <numeric>

using namespace latent;

namespace {

ImageDataset set(std::size_t train, std::size_t test, ImageShape shape = {28, 28, 1}) {
    ImageDataset dataset;
    dataset.shape = shape;
    dataset.pixels =
        PixelStore::own(std::vector<std::uint8_t>((train + test) * static_cast<std::size_t>(shape.pixels())));
    dataset.train.resize(train);
    dataset.test.resize(test);
    dataset.testGiven = true;
    return dataset;
}

QString line(const ImageDataset& dataset) {
    return QString::fromStdString(summaryLine(dataset));
}

} // namespace

class DatasetSummaryTest : public QObject {
    Q_OBJECT
  private slots:
    void countsSizesAndSplit() {
        ImageDataset dataset = set(4000, 1);
        QCOMPARE(line(dataset),
                 QString("4,001 images of 28×28, 1 channel, no labels; 4,000 to train on and 1 to test "
                         "on, as in the files; pixels: bytes as they are"));
        dataset = set(12, 3, {32, 24, 3});
        dataset.labels.assign(15, 0);
        dataset.classNames = {"cat"};
        dataset.testGiven = false;
        dataset.pixelRule = "divided by 65,535";
        QCOMPARE(line(dataset),
                 QString("15 images of 32×24, 3 channels, 1 class; 12 to train on and 3 to test on, "
                         "drawn by the seed; pixels: divided by 65,535"));
        dataset.classNames.assign(1200, "x");
        QVERIFY(line(dataset).contains(", 1,200 classes; "));
    }

    void choicesAndWhatWasSkipped() {
        ImageDataset dataset = set(2, 1);
        dataset.choices = {"column 65 holds the labels (--label-column)",
                           "rows are swapped (--transpose off)"};
        dataset.skipped = {{"a.txt", "no picture"}};
        dataset.skippedCount = 1;
        QVERIFY2(line(dataset).endsWith("; column 65 holds the labels (--label-column); rows are swapped "
                                        "(--transpose off); 1 file skipped, a.txt: no picture"),
                 qPrintable(line(dataset)));
        dataset.skippedCount = 1234;
        QVERIFY(line(dataset).endsWith("; 1,234 files skipped, first a.txt: no picture"));
        QCOMPARE(line(dataset).count('\n'), 0);
    }
};

QTEST_GUILESS_MAIN(DatasetSummaryTest)
#include "dataset_summary_test.moc"
