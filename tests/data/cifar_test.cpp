// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

constexpr int kPlane = 1024;

// Labels, then planes: red is `first` + position, green one more, blue two more.
QByteArray image(const QByteArray& labels, int first) {
    QByteArray bytes = labels;
    for (int channel = 0; channel < 3; ++channel) {
        for (int i = 0; i < kPlane; ++i) bytes.append(static_cast<char>(first + channel + i));
    }
    return bytes;
}

QByteArray interleaved(int first) {
    QByteArray pixels;
    for (int i = 0; i < kPlane; ++i) {
        for (int channel = 0; channel < 3; ++channel) pixels.append(static_cast<char>(first + channel + i));
    }
    return pixels;
}

const QByteArray kNames = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

} // namespace

class CifarTest : public QObject {
    Q_OBJECT
  private slots:
    void batchOf10_data() {
        QTest::addColumn<bool>("packed");
        QTest::newRow("plain") << false;
        QTest::newRow("gzip") << true;
    }
    void batchOf10() {
        QFETCH(bool, packed);
        const TestFolder folder;
        const QByteArray bytes = image("\3", 0) + image("\x9", 50);
        const QString file = folder.put(packed ? "batch.bin.gz" : "batch.bin", packed ? gzip(bytes) : bytes);
        DatasetPtr dataset = open(file);
        QCOMPARE(dataset->shape, (ImageShape{32, 32, 3}));
        QCOMPARE(pixelsOf(*dataset), interleaved(0) + interleaved(50));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{3, 9}));
        QCOMPARE(dataset->classNames[9], std::string("9"));
        QVERIFY(!dataset->testGiven && dataset->factors.empty());
        folder.put("batches.meta.txt", kNames);
        dataset = open(file);
        QCOMPARE(dataset->classCount(), 10);
        QCOMPARE(dataset->classNames[9], std::string("truck"));
        folder.put("batches.meta.txt", "cat\ndog\n"); // too few names for ten classes
        QCOMPARE(open(file)->classNames[9], std::string("9"));
    }

    void folderOf10() {
        const TestFolder folder;
        folder.put("data_batch_1.bin", image(QByteArray(1, '\0'), 0));
        folder.put("data_batch_2.bin", image("\1", 1) + image("\2", 2));
        folder.put("batches.meta.txt", kNames);
        folder.put("readme.html", "<html>");
        DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->size(), 3);
        QVERIFY(!dataset->testGiven);
        folder.put("test_batch.bin", image("\3", 3));
        dataset = open(folder.path());
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 1, 2, 3}));
        QCOMPARE(pixelsOf(*dataset), interleaved(0) + interleaved(1) + interleaved(2) + interleaved(3));
        QCOMPARE(dataset->train, (std::vector<std::uint32_t>{0, 1, 2}));
        QCOMPARE(dataset->test, (std::vector<std::uint32_t>{3}));
        QVERIFY(dataset->testGiven);
        QCOMPARE(dataset->name, QFileInfo(folder.path()).fileName().toStdString());
        folder.put("test_batch.bin", image("\3\3", 3));
        QVERIFY(failure(folder.path())
                    .contains("test_batch.bin: its format differs from that of the other batches"));
    }

    void folderOf100() {
        const TestFolder folder;
        folder.put("train.bin", image("\x13\x63", 0) + image("\1\2", 1));
        folder.put("test.bin", image("\2\3", 9));
        QByteArray names;
        for (int i = 0; i < 100; ++i) names += "name" + QByteArray::number(i) + "\r\n";
        folder.put("fine_label_names.txt", names);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{99, 2, 3}));
        QCOMPARE(pixelsOf(*dataset), interleaved(0) + interleaved(1) + interleaved(9));
        QCOMPARE(dataset->classNames[99], std::string("name99"));
        QCOMPARE(dataset->factors.size(), 1U);
        QCOMPARE(dataset->factors[0].values, (std::vector<float>{19, 1, 2}));
        QCOMPARE(dataset->test, (std::vector<std::uint32_t>{2}));
    }

    void labelsCanBeLeftOut() {
        const TestFolder folder;
        folder.put("train.bin", image("\x13\x63", 0));
        folder.put("test.bin", image("\2\3", 9));
        OpenOptions options;
        options.labels = false;
        const DatasetPtr dataset = open(folder.path(), options);
        QCOMPARE(pixelsOf(*dataset), interleaved(0) + interleaved(9));
        QVERIFY(!dataset->hasLabels() && dataset->classNames.empty() && dataset->factors.empty());
        QVERIFY(dataset->testGiven);
    }

    void aFolderAroundTheBatchesIsEntered() {
        const TestFolder folder;
        folder.put("cifar-10-batches-bin/data_batch_1.bin", image("\1", 0));
        folder.put("cifar-10-batches-bin/test_batch.bin", image("\2", 9));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 2}));
        QCOMPARE(QString::fromStdString(dataset->origin), folder.path());
        QCOMPARE(dataset->choices.size(), std::size_t{1});
    }

    void bad_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty") << QByteArray() << "the file is empty";
        QTest::newRow("a byte short")
            << image("\1", 0).chopped(1) << "byte 3072: this is not a whole number of images";
        QTest::newRow("a byte more") << image("\1", 0) + image("\1", 0) + 'x' << "this is not a whole number";
        QTest::newRow("label 10") << image("\1", 0) + image("\x0a", 0)
                                  << "byte 3073: label 10; CIFAR-10 has 0 to 9";
        QTest::newRow("label 100") << image("\1\x64", 0) + image("\1\1", 0) << "byte 1: label 100; CIFAR-100";
        QTest::newRow("coarse label 20")
            << image("\1\1", 0) + image("\x14\1", 0) << "byte 3074: coarse label 20; CIFAR-100 has 0 to 19";
        QTest::newRow("gzip of a byte short")
            << gzip(image("\1", 0).chopped(1)) << "the file ends within an image";
        QTest::newRow("gzip of nothing") << gzip({}) << "the file is empty";
    }
    void bad() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const TestFolder folder;
        const QString file = folder.put("a.bin", bytes);
        const QString said = failure(file);
        QVERIFY2(said.startsWith(file + ": "), qPrintable(said));
        QVERIFY2(said.contains(sentence), qPrintable(said));
    }

    void prefixesOf100() {
        const TestFolder folder;
        const QByteArray whole = image("\1\2", 0) + image("\3\4", 1) + image("\5\6", 2);
        for (int length = 0; length < whole.size();
             length += length % 3073 < 4 || length % 3074 > 3065 ? 1 : 41) {
            folder.put("train.bin", whole.left(length)); // also lengths that would suit CIFAR-10
            DatasetPtr dataset;
            const QString sentence = errorOf([&] { dataset = open(folder.path()); });
            QVERIFY2(dataset ? length % 3074 == 0 && labelsOf(*dataset)[0] == 2
                             : sentence.startsWith(folder.path("train.bin: ")),
                     qPrintable(QString::number(length) + sentence));
        }
    }

    void prefixesOfGzip() {
        const TestFolder folder;
        everyPrefix(folder, "a.bin.gz", gzip(image("\3", 0) + image("\x9", 50)), {}, never);
    }

    void prefixes() {
        // Every length around the image boundaries, and some in between.
        const TestFolder folder;
        const QByteArray whole = image("\3", 0) + image("\x9", 50) + image("\1", 99);
        for (int length = 0; length < whole.size();
             length += length % 3073 < 5 || length % 3073 > 3065 ? 1 : 41) {
            const QString file = folder.put("a.bin", whole.left(length));
            DatasetPtr dataset;
            const QString sentence = errorOf([&] { dataset = open(file); });
            if (dataset) {
                QCOMPARE(length, 2 * 3073);
                QCOMPARE(pixelsOf(*dataset), interleaved(0) + interleaved(50));
            } else {
                QVERIFY2(sentence.startsWith(file + ": "), qPrintable(sentence));
            }
        }
    }
};

QTEST_GUILESS_MAIN(CifarTest)
#include "cifar_test.moc"
