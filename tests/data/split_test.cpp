// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/split.h"

#include "core/data/subset.h"

#include <QTest>

#include <numeric>

using namespace latent;

namespace {

// Image i is the single pixel i, and its label and factor are i too.
ImageDataset counted(int count) {
    ImageDataset dataset;
    dataset.shape = {1, 1, 1};
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count));
    std::iota(pixels.begin(), pixels.end(), std::uint8_t{0});
    dataset.labels.assign(pixels.begin(), pixels.end());
    dataset.factors = {{"number", std::vector<float>(pixels.begin(), pixels.end())}};
    dataset.pixels = PixelStore::own(std::move(pixels));
    dataset.classNames.resize(static_cast<std::size_t>(count));
    return dataset;
}

} // namespace

class SplitTest : public QObject {
    Q_OBJECT
  private slots:
    void isCompleteAndDisjoint_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("held");
        QTest::newRow("2") << 2 << 1;
        QTest::newRow("9") << 9 << 1;
        QTest::newRow("14") << 14 << 1;
        QTest::newRow("15") << 15 << 2;
        QTest::newRow("200") << 200 << 20;
    }
    void isCompleteAndDisjoint() {
        QFETCH(int, count);
        QFETCH(int, held);
        ImageDataset dataset = counted(count);
        holdOutTenth(dataset, 7);
        QCOMPARE(dataset.test.size(), static_cast<std::size_t>(held));
        QVERIFY(std::is_sorted(dataset.train.begin(), dataset.train.end()));
        QVERIFY(std::is_sorted(dataset.test.begin(), dataset.test.end()));
        std::vector<std::uint32_t> all = dataset.train;
        all.insert(all.end(), dataset.test.begin(), dataset.test.end());
        std::sort(all.begin(), all.end());
        std::vector<std::uint32_t> wanted(static_cast<std::size_t>(count));
        std::iota(wanted.begin(), wanted.end(), 0U);
        QCOMPARE(all, wanted);
        QVERIFY(!dataset.testGiven);
    }

    void theSeedDecides() {
        ImageDataset first = counted(200);
        ImageDataset same = counted(200);
        ImageDataset other = counted(200);
        holdOutTenth(first, 1);
        holdOutTenth(same, 1);
        holdOutTenth(other, 2);
        QCOMPARE(first.test, same.test);
        QVERIFY(first.test != other.test);
    }

    void everyImageIsHeldOutEquallyOften() {
        // 2,000 splits hold out each of 20 images 200 times, ± 13.4 (binomial); five of those are allowed.
        constexpr int kSplits = 2000;
        std::vector<int> times(20, 0);
        for (std::uint64_t seed = 0; seed < kSplits; ++seed) {
            ImageDataset dataset = counted(20);
            holdOutTenth(dataset, seed);
            for (const std::uint32_t image : dataset.test) ++times[image];
        }
        for (const int count : times)
            QVERIFY2(std::abs(count - 200) < 67, qPrintable(QString::number(count)));
    }

    void limitDropsOtherTrainingImages() {
        ImageDataset dataset = counted(200);
        holdOutTenth(dataset, 3);
        const ImageDataset whole = dataset;
        keepSubset(dataset, {SubsetKind::First, 50}, 3);
        QCOMPARE(dataset.size(), 70);
        QCOMPARE(dataset.train.size(), 50U);
        QCOMPARE(dataset.test.size(), 20U);
        QCOMPARE(dataset.labels.size(), 70U);
        const auto check = [&](const std::vector<std::uint32_t>& now,
                               const std::vector<std::uint32_t>& before) {
            for (std::size_t i = 0; i < now.size(); ++i) {
                QCOMPARE(std::uint32_t{dataset.image(now[i])[0]}, before[i]);
                QCOMPARE(static_cast<std::uint32_t>(dataset.label(now[i])), before[i]);
                QCOMPARE(dataset.factors[0].values[now[i]], static_cast<float>(before[i]));
            }
        };
        check(dataset.train, whole.train);
        check(dataset.test, whole.test);
    }

    void limitBeyondTheSetChangesNothing() {
        for (const Index limit : {0, 180, 5000}) {
            ImageDataset dataset = counted(200);
            holdOutTenth(dataset, 3);
            const std::uint8_t* const before = dataset.pixels.bytes.data();
            keepSubset(dataset, {SubsetKind::First, limit}, 3);
            QCOMPARE(dataset.size(), 200);
            QCOMPARE(dataset.pixels.bytes.data(), before);
        }
    }
};

QTEST_GUILESS_MAIN(SplitTest)
#include "split_test.moc"
