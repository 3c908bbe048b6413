// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/data_identity.h"
#include "tests/train/tiny_dataset.h"

#include <QTest>

#include <functional>

using namespace latent;

namespace {

using Change = std::function<void(ImageDataset&)>;

ImageDataset someSet() {
    ImageDataset dataset = *test::tinyDataset(20, 5);
    dataset.origin = "/data/blobs.npz";
    for (int i = 0; i < 25; ++i) dataset.labels.push_back(static_cast<std::uint16_t>(i % 2));
    dataset.classNames = {"round", "rounder"};
    return dataset;
}

} // namespace

Q_DECLARE_METATYPE(Change)

class DataIdentityTest : public QObject {
    Q_OBJECT
  private slots:
    void isThatOfTheSameData();
    void differencesAreTold_data();
    void differencesAreTold();
    void opensAgain();
};

void DataIdentityTest::isThatOfTheSameData() {
    OpenOptions options{.seed = 3};
    options.cacheFolder = "/here";
    options.mostBytes = 7;
    const DataIdentity a = identityOf(someSet(), options);
    options.cacheFolder = "/there"; // of the machine, not of the data
    options.mostBytes = 8;
    QVERIFY(a == identityOf(someSet(), options));
    QCOMPARE(differenceOf(a, a), std::string());
    QCOMPARE(a.images, Index{25});
}

void DataIdentityTest::differencesAreTold_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("same");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, bool same, const char* sentence, Change change) {
        QTest::newRow(name) << change << same << QString(sentence);
    };
    row("moved", true, "the data have moved from /data/blobs.npz to /other.npz",
        [](ImageDataset& set) { set.origin = "/other.npz"; });
    row("a label", true, "the labels have changed", [](ImageDataset& set) { set.labels[3] = 0; });
    row("a class's name", true, "the labels have changed", [](ImageDataset& set) {
        set.classNames = {"roundr", "ounder"};
    });
    row("no labels", true, "the labels have changed", [](ImageDataset& set) {
        set.labels.clear();
        set.classNames.clear();
    });
    row("a pixel", false, "the images have changed", [](ImageDataset& set) {
        std::vector<std::uint8_t> pixels(set.pixels.bytes.begin(), set.pixels.bytes.end());
        pixels[100] ^= 1;
        set.pixels = PixelStore::own(std::move(pixels));
    });
    row("another rule", false,
        "the pixels are read in another way (divided by 257 instead of bytes as they are)",
        [](ImageDataset& set) {
            set.pixelRule = "divided by 257";
            set.pixels = PixelStore::own(std::vector<std::uint8_t>(set.pixels.bytes.size()));
        });
    row("fewer images", false, "there are 24 images, but there were 25", [](ImageDataset& set) {
        std::vector<std::uint8_t> pixels(set.pixels.bytes.begin(), set.pixels.bytes.end() - 64);
        set.pixels = PixelStore::own(std::move(pixels));
    });
    row("another shape", false, "the images are 4×16, but were 8×8", [](ImageDataset& set) {
        set.shape = {4, 16, 1};
    });
    row("another split", false, "other images are held out for testing",
        [](ImageDataset& set) { std::swap(set.train.back(), set.test.front()); });
}

void DataIdentityTest::differencesAreTold() {
    QFETCH(const Change, change);
    QFETCH(const bool, same);
    QFETCH(const QString, sentence);
    const DataIdentity kept = identityOf(someSet(), {});
    ImageDataset changed = someSet();
    change(changed);
    const DataIdentity found = identityOf(changed, {});
    QCOMPARE(QString::fromStdString(differenceOf(kept, found)), sentence);
    QCOMPARE(isSameData(kept, found), same);
}

void DataIdentityTest::opensAgain() {
    OpenOptions options{.seed = 3, .readAtMost = 20};
    options.subset = {SubsetKind::Balanced, 10, {"round"}};
    options.side = 16;
    const DataIdentity identity = identityOf(someSet(), options);
    QVERIFY(openingOf(identity) == options);
}

QTEST_GUILESS_MAIN(DataIdentityTest)
#include "data_identity_test.moc"
