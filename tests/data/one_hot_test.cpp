// SPDX-License-Identifier: GPL-3.0-or-later
// Labels with one column per class.
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

const QByteArray kImages = npy("|u1", "(3, 2, 2)", elements(12));
const std::initializer_list<double> kRows{0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0};

} // namespace

class OneHotTest : public QObject {
    Q_OBJECT
  private slots:
    void eachRowIsAClass_data() {
        QTest::addColumn<QByteArray>("labels");
        QTest::newRow("bytes") << npy("|u1", "(3, 4)", bytesOfAll<quint8>(kRows));
        QTest::newRow("truths") << npy("|b1", "(3, 4)", bytesOfAll<quint8>(kRows));
        QTest::newRow("floats") << npy("<f4", "(3, 4)", bytesOfAll<float>(kRows));
        QTest::newRow("big-endian") << npy(">i8", "(3, 4)", bytesOfAll<qint64>(kRows, true));
        QTest::newRow("Fortran's order")
            << npy("|u1", "(3, 4)", bytesOfAll<quint8>({0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0}), true);
    }
    void eachRowIsAClass() {
        QFETCH(QByteArray, labels);
        const TestFolder folder;
        folder.put("y.npy", labels);
        const std::vector<int> expected{2, 0, 1};
        QCOMPARE(labelsOf(*open(folder.put("x.npy", kImages))), expected);
        const QString archive = folder.put(
            "a.npz", zip({{.name = "x.npy", .content = kImages}, {.name = "y.npy", .content = labels}}));
        QCOMPARE(labelsOf(*open(archive)), expected);
        QCOMPARE(open(archive)->classCount(), 3);
        OpenOptions options;
        options.labelsKey = "y";
        QCOMPARE(labelsOf(*open(archive, options)), expected);
    }

    void otherRowsAreNone_data() {
        QTest::addColumn<QByteArray>("labels");
        const auto row = [](const char* name, std::initializer_list<double> numbers) {
            QTest::newRow(name) << npy("<f8", "(3, 2)", bytesOfAll<double>(numbers));
        };
        row("none of them", {0, 0, 1, 0, 0, 1});
        row("two of them", {1, 1, 1, 0, 0, 1});
        row("a half", {.5, .5, 1, 0, 0, 1});
        row("two", {2, 0, 1, 0, 0, 1});
        row("nan", {qQNaN(), 0, 1, 0, 0, 1});
        row("negative", {-1, 0, 1, 0, 0, 1});
        QTest::newRow("too many classes") << npy("|u1", "(3, 65537)", QByteArray(3 * 65537, 1));
        QTest::newRow("three axes") << npy("|u1", "(3, 2, 1)", bytesOfAll<quint8>({1, 0, 1, 0, 0, 1}));
        QTest::newRow("other images") << npy("|u1", "(2, 2)", bytesOfAll<quint8>({1, 0, 0, 1}));
    }
    void otherRowsAreNone() {
        QFETCH(QByteArray, labels);
        const TestFolder folder;
        const QString archive = folder.put(
            "a.npz", zip({{.name = "x.npy", .content = kImages}, {.name = "y.npy", .content = labels}}));
        const DatasetPtr dataset = open(archive); // its name is only a hint
        QVERIFY(!dataset->hasLabels());
        QCOMPARE(dataset->skippedCount, Index{1});
        OpenOptions options;
        options.labelsKey = "y"; // but this is explicit
        const QString sentence = failure(archive, options);
        QVERIFY2(sentence.contains("labels are one number or word per image, or one column per class"),
                 qPrintable(sentence));
    }

    void everyPrefixFails() {
        const TestFolder folder;
        folder.put("x.npy", kImages);
        const QByteArray labels = npy("|u1", "(3, 4)", bytesOfAll<quint8>(kRows));
        for (qsizetype length = 0; length < labels.size(); ++length) {
            folder.put("y.npy", labels.left(length));
            QVERIFY(!failure(folder.path("x.npy")).isEmpty());
        }
        folder.put("y.npy", labels + "x");
        QVERIFY(failure(folder.path("x.npy")).contains("more bytes"));
    }
};

QTEST_GUILESS_MAIN(OneHotTest)
#include "one_hot_test.moc"
