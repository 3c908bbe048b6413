// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/subset.h"

#include "core/base/error.h"
#include "core/data/files/mapped_file.h"
#include "core/data/split.h"

#include <QTemporaryFile>
#include <QTest>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <unistd.h>

using namespace latent;

namespace {

// Image i is the single pixel i. Classes a, b, c: every tenth image is c, every third of the others is b.
ImageDataset threeClasses(int count = 200) {
    ImageDataset dataset;
    dataset.origin = "here";
    dataset.shape = {1, 1, 1};
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count));
    std::iota(pixels.begin(), pixels.end(), std::uint8_t{0});
    for (int i = 0; i < count; ++i) dataset.labels.push_back(i % 10 == 0 ? 2 : i % 3 == 0 ? 1 : 0);
    dataset.factors = {{"number", std::vector<float>(pixels.begin(), pixels.end())}};
    dataset.pixels = PixelStore::own(std::move(pixels));
    dataset.classNames = {"a", "b", "c"};
    holdOutTenth(dataset, 3);
    return dataset;
}

std::uint16_t labelOf(int image) {
    return image % 10 == 0 ? 2 : image % 3 == 0 ? 1 : 0;
}

QString failureOf(ImageDataset dataset, const Subset& subset) {
    try {
        keepSubset(dataset, subset, 1);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

std::vector<int> trainPixels(const ImageDataset& dataset) {
    std::vector<int> pixels;
    for (const std::uint32_t image : dataset.train) pixels.push_back(dataset.image(image)[0]);
    return pixels;
}

} // namespace

class SubsetTest : public QObject {
    Q_OBJECT
  private slots:
    void aCutFileIsFoundOutInItsSubset() {
        constexpr int kImages = 20'000;
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write(QByteArray(kImages, 7));
        file.flush();
        const auto mapped = std::make_shared<MappedFile>(file.handle(), kImages, 0, "sevens.idx");
        ImageDataset whole;
        whole.origin = "here";
        whole.shape = {1, 1, 1};
        whole.pixels = {mapped->bytes(), mapped, mapped.get()};
        ImageDataset sideBySide = whole, scattered = whole;
        keepImages(sideBySide, {10'000, 10'001}, {10'002});
        sideBySide.requirePixels();
        QCOMPARE(ftruncate(file.handle(), 0), 0);
        QCOMPARE(sideBySide.image(1)[0], 0);
        QVERIFY_THROWS_EXCEPTION(Error, sideBySide.requirePixels());
        QVERIFY_THROWS_EXCEPTION(Error, keepImages(scattered, {0, 15'000}, {}));
    }

    void everythingStaysTogether_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("first") << "first:50";
        QTest::newRow("random") << "random:50";
        QTest::newRow("balanced") << "balanced:50";
    }
    void everythingStaysTogether() {
        QFETCH(QString, text);
        ImageDataset dataset = threeClasses();
        keepSubset(dataset, parseSubset(text.toStdString()), 5);
        QCOMPARE(dataset.size(), 70);
        QCOMPARE(dataset.train.size(), 50U);
        QCOMPARE(dataset.test.size(), 20U);
        QVERIFY(std::is_sorted(dataset.train.begin(), dataset.train.end()));
        for (Index i = 0; i < dataset.size(); ++i) {
            const int pixel = dataset.image(i)[0];
            QCOMPARE(dataset.labels[static_cast<std::size_t>(i)], labelOf(pixel));
            QCOMPARE(dataset.factors[0].values[static_cast<std::size_t>(i)], static_cast<float>(pixel));
        }
    }

    void theSeedDraws() {
        const auto drawn = [](std::uint64_t seed) {
            ImageDataset dataset = threeClasses();
            keepSubset(dataset, {SubsetKind::Random, 50}, seed);
            return trainPixels(dataset);
        };
        QCOMPARE(drawn(1), drawn(1));
        QVERIFY(drawn(1) != drawn(2));
        QVERIFY(drawn(1).back() > 100); // not just the first ones
    }

    void balancedTakesAsManyOfEachClass() {
        ImageDataset dataset = threeClasses();
        keepSubset(dataset, {SubsetKind::Balanced, 30}, 1);
        std::map<int, int> sizes;
        for (const int pixel : trainPixels(dataset)) ++sizes[labelOf(pixel)];
        QCOMPARE(sizes, (std::map<int, int>{{0, 10}, {1, 10}, {2, 10}}));
    }

    void aSmallClassGivesAllItHas() {
        ImageDataset dataset = threeClasses();
        const std::vector<int> before = trainPixels(dataset);
        const auto ofC = std::count_if(before.begin(), before.end(), [](int i) { return i % 10 == 0; });
        keepSubset(dataset, {SubsetKind::Balanced, 90}, 1);
        std::map<int, int> sizes;
        for (const int pixel : trainPixels(dataset)) ++sizes[labelOf(pixel)];
        QCOMPARE(sizes[2], static_cast<int>(ofC));
        QVERIFY(std::abs(sizes[0] - sizes[1]) <= 1);
    }

    void chosenClassesAreNumberedAnew() {
        ImageDataset dataset = threeClasses();
        keepSubset(dataset, {.classes = {"c", "0"}}, 1); // a name and a number
        QCOMPARE(dataset.classNames, (std::vector<std::string>{"a", "c"}));
        for (Index i = 0; i < dataset.size(); ++i) {
            const int label = labelOf(dataset.image(i)[0]);
            QVERIFY(label != 1);
            QCOMPARE(dataset.label(i), label == 2 ? 1 : 0);
        }
        QVERIFY(!dataset.test.empty());
    }

    void neighboursShareTheirPixels() {
        ImageDataset dataset = threeClasses();
        const std::uint8_t* const before = dataset.pixels.bytes.data();
        std::vector<std::uint32_t> train(40);
        std::iota(train.begin(), train.end(), 10U);
        keepImages(dataset, train, {50, 51});
        QCOMPARE(dataset.pixels.bytes.data(), before + 10);
        QCOMPARE(dataset.size(), 42);
        QCOMPARE(dataset.test, (std::vector<std::uint32_t>{40, 41}));
        QCOMPARE(dataset.image(40)[0], 50);
    }

    void aFractionReplacesTheSplit() {
        ImageDataset dataset = threeClasses();
        dataset.testGiven = true;
        holdOutFraction(dataset, 0.25, 1);
        QCOMPARE(dataset.test.size(), 50U);
        QCOMPARE(dataset.train.size(), 150U);
        QVERIFY(!dataset.testGiven);
        holdOutFraction(dataset, 0.999, 1);
        QCOMPARE(dataset.train.size(), 1U);
        holdOutFraction(dataset, 0.001, 1);
        QCOMPARE(dataset.test.size(), 1U);
    }

    void refusesInASentence() {
        QCOMPARE(failureOf(threeClasses(), {.classes = {"z"}}),
                 "here: there is no class \"z\" among its 3 classes");
        QCOMPARE(failureOf(threeClasses(), {.classes = {"3"}}),
                 "here: there is no class \"3\" among its 3 classes");
        ImageDataset noLabels = threeClasses();
        noLabels.labels.clear();
        noLabels.classNames.clear();
        QCOMPARE(failureOf(noLabels, {SubsetKind::Balanced, 10}), "here: it has no labels to balance");
        QCOMPARE(failureOf(noLabels, {.classes = {"a"}}), "here: it has no labels to choose classes by");
    }

    void readsWords_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "first", "first:", "first:0", "first:-3", "first:3x",
                                 "first:99999999999", "some:3", ":3", "all:3"})
            QTest::newRow(text) << text;
    }
    void readsWords() {
        QFETCH(QString, text);
        QVERIFY_THROWS_EXCEPTION(Error, parseSubset(text.toStdString()));
        QCOMPARE(parseSubset("all"), Subset{});
        QCOMPARE(parseSubset("balanced:12"), (Subset{SubsetKind::Balanced, 12}));
    }
};

QTEST_GUILESS_MAIN(SubsetTest)
#include "subset_test.moc"
