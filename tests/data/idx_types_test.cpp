// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

const QString kRange = "scaled from the data's own minimum %1 and maximum %2";

} // namespace

// IDX beyond MNIST: every type of number, colour, and EMNIST's swapped rows and columns.
class IdxTypesTest : public QObject {
    Q_OBJECT
  private slots:
    void types_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QByteArray>("numbers"); // of two images of 2×1
        QTest::addColumn<QByteArray>("pixels");
        QTest::addColumn<QString>("rule");
        const QString asTheyAre = kBytesAsTheyAre;
        const QByteArray spread("\x00\x80\xbf\xff", 4); // −1, 0, 0.5, 1 from −1 to 1
        QTest::newRow("u1") << 0x08 << QByteArray("\0\1\xfe\xff", 4) << QByteArray("\0\1\xfe\xff", 4)
                            << asTheyAre;
        QTest::newRow("u1, black and white")
            << 0x08 << QByteArray("\0\1\0\1", 4) << QByteArray("\0\1\0\1", 4) << asTheyAre;
        QTest::newRow("i1") << 0x09 << bytesOfAll<qint8>({-128, 0, 64, 127})
                            << QByteArray("\0\x80\xc0\xff", 4) << kRange.arg("−128").arg("127");
        QTest::newRow("i1, none negative")
            << 0x09 << bytesOfAll<qint8>({0, 1, 64, 127}) << QByteArray("\0\1\x40\x7f", 4) << asTheyAre;
        QTest::newRow("i2") << 0x0B << bytesOfAll<qint16>({0, 129, 16384, 32767}, true)
                            << QByteArray("\0\1\x80\xff", 4) << "divided by 32,767";
        QTest::newRow("i2, bytes") << 0x0B << bytesOfAll<qint16>({0, 129, 3, 255}, true)
                                   << QByteArray("\0\x81\3\xff", 4) << asTheyAre;
        QTest::newRow("i4") << 0x0C << bytesOfAll<qint32>({-1000, 0, 500, 1000}, true) << spread
                            << kRange.arg("−1000").arg("1000");
        QTest::newRow("i4, black and white") << 0x0C << bytesOfAll<qint32>({0, 1, 1, 0}, true)
                                             << QByteArray("\0\xff\xff\0", 4) << "multiplied by 255";
        QTest::newRow("f4") << 0x0D << bytesOfAll<float>({0, 0.25, 0.5, 1}, true)
                            << QByteArray("\0\x40\x80\xff", 4) << "multiplied by 255";
        QTest::newRow("f4, beyond 1") << 0x0D << bytesOfAll<float>({-1.5, 0, 0.75, 1.5}, true) << spread
                                      << kRange.arg("−1.5").arg("1.5");
        QTest::newRow("f8") << 0x0E << bytesOfAll<double>({-1, 0, 0.5, 1}, true) << spread
                            << kRange.arg("−1").arg("1");
        QTest::newRow("f8, all alike") << 0x0E << bytesOfAll<double>({7, 7, 7, 7}, true)
                                       << QByteArray(4, '\0') << kRange.arg("7").arg("7");
        QTest::newRow("f8, huge") << 0x0E << bytesOfAll<double>({-1e308, -1e308, 1e308, 1e308}, true)
                                  << QByteArray("\0\0\xff\xff", 4) << kRange.arg("−1e+308").arg("1e+308");
    }
    void types() {
        QFETCH(int, type);
        QFETCH(QByteArray, numbers);
        QFETCH(QByteArray, pixels);
        QFETCH(QString, rule);
        const TestFolder folder;
        const QByteArray file = idxHeader(static_cast<quint8>(type), {2, 1, 2}) + numbers;
        for (const QByteArray& bytes : {file, gzip(file)}) {
            const DatasetPtr dataset = open(folder.put("images", bytes));
            QCOMPARE(dataset->shape, (ImageShape{2, 1, 1}));
            QCOMPARE(pixelsOf(*dataset), pixels);
            QCOMPARE(QString::fromStdString(dataset->pixelRule), rule);
        }
        QVERIFY(failure(folder.put("images", file.chopped(1))).contains("the file ends early"));
        QVERIFY(failure(folder.put("images", file + 'x')).contains("more bytes"));
    }

    void noNumbers_data() {
        QTest::addColumn<double>("number");
        QTest::newRow("nan") << qQNaN();
        QTest::newRow("inf") << qInf();
        QTest::newRow("-inf") << -qInf();
    }
    void noNumbers() {
        QFETCH(double, number);
        const TestFolder folder;
        const QString file =
            folder.put("images", idxHeader(0x0E, {2, 1, 2}) + bytesOfAll<double>({0, 1, number, 3}, true));
        const QString sentence = failure(file);
        QVERIFY2(sentence.startsWith(file + ": byte 32: a pixel that is not a finite number"),
                 qPrintable(sentence));
    }

    void colour() {
        const TestFolder folder;
        const DatasetPtr dataset =
            open(folder.put("a-images-idx4-ubyte", idxHeader(8, {5, 2, 4, 3}) + elements(5 * 2 * 4 * 3)));
        QCOMPARE(dataset->shape, (ImageShape{4, 2, 3}));
        QCOMPARE(pixelsOf(*dataset), elements(5 * 2 * 4 * 3));
        QVERIFY(failure(folder.put("two", idxHeader(8, {5, 2, 4, 2}) + elements(80))).contains("2 channels"));
        QVERIFY(failure(folder.put("huge", idxHeader(8, {5, 2, 4, 0xffffffff}))).contains("channels"));
        QVERIFY(failure(folder.put("five", idxHeader(8, {2, 2, 4, 2}).replace(3, 1, "\5") + elements(80)))
                    .contains("5 dimensions") ||
                failure(folder.path("five")).contains("format is unknown"));
    }

    void labelsOfAnyType() {
        const TestFolder folder;
        folder.put("images", idxImages(3, 2, 2));
        folder.put("labels", idxHeader(0x0C, {3}) + bytesOfAll<qint32>({2, 300, 0}, true));
        QCOMPARE(labelsOf(*open(folder.path("images"))), (std::vector<int>{2, 300, 0}));
        folder.put("labels", idxHeader(0x0D, {3}) + bytesOfAll<float>({2, 0.5, 0}, true));
        QCOMPARE(open(folder.path("images"))->factors.at(0).values[1], 0.5F);
    }

    void emnistIsTransposed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("option"); // −1: unset
        QTest::addColumn<bool>("transposed");
        QTest::newRow("EMNIST") << "emnist-letters-train-images-idx3-ubyte" << -1 << true;
        QTest::newRow("EMNIST in capitals") << "EMNIST-images.idx" << -1 << true;
        QTest::newRow("MNIST") << "train-images-idx3-ubyte" << -1 << false;
        QTest::newRow("EMNIST, told not to") << "emnist-letters-train-images-idx3-ubyte" << 0 << false;
        QTest::newRow("MNIST, told to") << "train-images-idx3-ubyte" << 1 << true;
    }
    void emnistIsTransposed() {
        QFETCH(QString, name);
        QFETCH(int, option);
        QFETCH(bool, transposed);
        OpenOptions options;
        if (option >= 0) options.transpose = option == 1;
        const TestFolder folder;
        // Two images stated as 2 high and 3 wide.
        const DatasetPtr dataset = open(folder.put(name, idxHeader(8, {2, 2, 3}) + "abcdefABCDEF"), options);
        QCOMPARE(dataset->shape, transposed ? (ImageShape{2, 3, 1}) : (ImageShape{3, 2, 1}));
        QCOMPARE(pixelsOf(*dataset), QByteArray(transposed ? "adbecfADBECF" : "abcdefABCDEF"));
        const DatasetPtr colour =
            open(folder.put(name, idxHeader(8, {2, 1, 2, 3}) + "abcdefABCDEF"), options);
        QCOMPARE(colour->shape, transposed ? (ImageShape{1, 2, 3}) : (ImageShape{2, 1, 3}));
        QCOMPARE(pixelsOf(*colour), QByteArray("abcdefABCDEF"));
    }

    void oneRuleForTrainingAndTest() {
        const TestFolder folder;
        folder.put("train-images-idx3-ubyte", idxHeader(0x0D, {1, 1, 2}) + bytesOfAll<float>({0, 2}, true));
        folder.put("t10k-images-idx3-ubyte", idxHeader(0x0D, {1, 1, 2}) + bytesOfAll<float>({1, 4}, true));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), QByteArray("\x00\x80\x40\xff", 4));
        QCOMPARE(QString::fromStdString(dataset->pixelRule), kRange.arg("0").arg("4"));
        QVERIFY(dataset->testGiven);
    }

    void everyPrefixFails() {
        const TestFolder folder;
        const QByteArray bytes = idxHeader(0x0B, {3, 2, 2, 1}) + elements(24);
        everyPrefix(folder, "images", bytes, {}, never);
        everyPrefix(folder, "images", gzip(bytes), {}, never);
    }

    void sparseFileLargerThanTheMemory() {
        const TestFolder folder;
        const QString file = folder.put("images", idxHeader(0x0C, {40'000'000, 128, 128}));
        const qint64 size = 16 + qint64{40'000'000} * 128 * 128 * 4;
        if (!QFile::resize(file, size)) QSKIP("no sparse files here");
        const QString sentence = failure(file);
        QVERIFY2(sentence.contains("more than half of the free memory"), qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(IdxTypesTest)
#include "idx_types_test.moc"
