// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/catalogue.h"
#include "tests/data/idx_files.h"

#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace latent;
using namespace latent::testing;

namespace {

const QByteArray kImages = idxImages(20, 3, 4);
const QByteArray kLabels = idxLabels(QByteArray("\0\1\2\0\1\2\0\1\2\0\1\2\0\1\2\0\1\2\0\4", 20));

DatasetPtr open(const QString& path, const Progress& progress = {}) {
    return openDataset(path.toStdString(), {}, progress);
}

QByteArray pixelsOf(const ImageDataset& dataset) {
    return {reinterpret_cast<const char*>(dataset.pixels.bytes.data()),
            static_cast<qsizetype>(dataset.pixels.bytes.size())};
}

} // namespace

class IdxTest : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void goodFile_data() {
        QTest::addColumn<QString>("imageName");
        QTest::addColumn<QByteArray>("imageBytes");
        QTest::addColumn<QString>("labelName");
        QTest::addColumn<QByteArray>("labelBytes");
        const QByteArray twoMembers = gzip(kImages.left(100)) + gzip(kImages.mid(100));
        const QByteArray emptyMember = gzip({}) + gzip(kImages) + gzip({});
        QTest::newRow("plain") << "a-images-idx3-ubyte" << kImages << "a-labels-idx1-ubyte" << kLabels;
        QTest::newRow("gzip") << "a-images-idx3-ubyte.gz" << gzip(kImages) << "a-labels-idx1-ubyte.gz"
                              << gzip(kLabels);
        QTest::newRow("two members") << "x.gz" << twoMembers << "" << QByteArray();
        QTest::newRow("empty members") << "x.gz" << emptyMember << "" << QByteArray();
        QTest::newRow("gzip without .gz") << "x" << gzip(kImages) << "" << QByteArray();
        QTest::newRow("dots") << "a-images.idx3-ubyte" << kImages << "a-labels.idx1-ubyte" << kLabels;
        QTest::newRow("packed images, plain labels")
            << "images-idx3-ubyte.gz" << gzip(kImages) << "labels-idx1-ubyte" << kLabels;
        QTest::newRow("plain images, packed labels")
            << "images-idx3-ubyte" << kImages << "labels-idx1-ubyte.gz" << gzip(kLabels);
        QTest::newRow("other labels beside it")
            << "a-images-idx3-ubyte" << kImages << "b-labels-idx1-ubyte" << kLabels;
    }
    void goodFile() {
        QFETCH(QString, imageName);
        QFETCH(QByteArray, imageBytes);
        QFETCH(QString, labelName);
        QFETCH(QByteArray, labelBytes);
        write(path(imageName), imageBytes);
        if (!labelName.isEmpty()) write(path(labelName), labelBytes);
        const DatasetPtr dataset = open(path(imageName));
        QCOMPARE(dataset->shape, (ImageShape{4, 3, 1}));
        QCOMPARE(dataset->size(), 20);
        QCOMPARE(pixelsOf(*dataset), kImages.mid(16));
        QCOMPARE(dataset->name, imageName.toStdString());
        QCOMPARE(dataset->origin, path(imageName).toStdString());
        QVERIFY(!dataset->testGiven);
        QCOMPARE(dataset->test.size(), 2U);
        const bool labelled =
            labelName.startsWith(imageName.left(imageName.indexOf("images"))) && !labelName.isEmpty();
        QCOMPARE(dataset->hasLabels(), labelled);
        QCOMPARE(dataset->label(19), labelled ? 4 : -1);
        const std::vector<std::string> names{"0", "1", "2", "3", "4"};
        QCOMPARE(dataset->classNames, labelled ? names : std::vector<std::string>{});
        if (labelled) QCOMPARE(dataset->classSizes(), (std::vector<Index>{7, 6, 6, 0, 1}));
    }

    void folder_data() {
        QTest::addColumn<QString>("border");
        QTest::addColumn<bool>("packed");
        QTest::addColumn<bool>("labelled");
        QTest::addColumn<bool>("tested");
        QTest::newRow("four files") << "-" << false << true << true;
        QTest::newRow("four packed files") << "-" << true << true << true;
        QTest::newRow("four files with dots") << "." << false << true << true;
        QTest::newRow("two image files") << "-" << true << false << true;
        QTest::newRow("the training pair") << "-" << false << true << false;
    }
    void folder() {
        QFETCH(QString, border);
        QFETCH(bool, packed);
        QFETCH(bool, labelled);
        QFETCH(bool, tested);
        const QByteArray testImages = idxImages(5, 3, 4, 9);
        const auto put = [&](const QString& stem, const QString& kind, const QByteArray& bytes) {
            write(path(stem + border + kind + "-ubyte" + (packed ? ".gz" : "")),
                  packed ? gzip(bytes) : bytes);
        };
        put("train-images", "idx3", kImages);
        if (tested) put("t10k-images", "idx3", testImages);
        if (labelled) put("train-labels", "idx1", kLabels);
        if (labelled && tested) put("t10k-labels", "idx1", idxLabels("\1\1\1\1\6"));
        const DatasetPtr dataset = open(m_folder->path());
        QCOMPARE(dataset->testGiven, tested);
        QCOMPARE(dataset->size(), tested ? 25 : 20);
        QCOMPARE(dataset->train.size(), tested ? 20U : 18U);
        QCOMPARE(dataset->test.size(), tested ? 5U : 2U);
        QCOMPARE(pixelsOf(*dataset), kImages.mid(16) + (tested ? testImages.mid(16) : QByteArray()));
        QCOMPARE(dataset->classCount(), !labelled ? 0 : tested ? 7 : 5);
        if (labelled && tested) QCOMPARE(dataset->label(24), 6);
        if (tested) {
            QCOMPARE(dataset->train.back(), 19U);
            QCOMPARE(dataset->test.front(), 20U);
            // The file of training images brings the others; that of test images stands alone.
            const QString ending = border + "idx3-ubyte" + (packed ? ".gz" : "");
            const DatasetPtr alone = open(path("train-images" + ending));
            QVERIFY(alone->testGiven);
            QCOMPARE(pixelsOf(*alone), pixelsOf(*dataset));
            QCOMPARE(alone->labels, dataset->labels);
            QCOMPARE(alone->choices.size(), std::size_t{1});
            QCOMPARE(pixelsOf(*open(path("t10k-images" + ending))), testImages.mid(16));
        }
    }

    void badImages_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("position");
        QTest::addColumn<QString>("cause");
        const QByteArray packed = gzip(kImages);
        QByteArray flipped = packed;
        flipped[packed.size() - 6] = static_cast<char>(flipped[packed.size() - 6] ^ 1); // in the checksum
        QByteArray badLength = packed;
        badLength[packed.size() - 1] = static_cast<char>(badLength[packed.size() - 1] ^ 1);
        QByteArray badBlock = packed;
        badBlock[10] = '\7'; // a block of the reserved type
        QTest::newRow("empty") << QByteArray() << ""
                               << "the file is empty";
        QTest::newRow("header cut") << kImages.left(9) << "byte 9"
                                    << "ends within the IDX header";
        QTest::newRow("wrong type") << idxHeader(0x0A, {1, 2, 2}) + elements(16) << "byte 2"
                                    << "0x0A";
        QTest::newRow("labels") << kLabels << "byte 3"
                                << "file of labels";
        QTest::newRow("two dimensions") << idxHeader(8, {2, 2}) + elements(4) << "byte 3"
                                        << "2 dimensions";
        QTest::newRow("no images") << idxHeader(8, {0, 28, 28}) << "byte 4"
                                   << "no images";
        QTest::newRow("one image") << idxImages(1, 3, 4) << ""
                                   << "a single image";
        QTest::newRow("height 0") << idxHeader(8, {3, 0, 28}) << "byte 8"
                                  << "28×0 pixels";
        QTest::newRow("width 0") << idxHeader(8, {3, 28, 0}) << "byte 8"
                                 << "0×28 pixels";
        QTest::newRow("side 129") << idxHeader(8, {1, 129, 1}) + elements(129) << "byte 8"
                                  << "1 to 128";
        QTest::newRow("overflow") << idxHeader(8, {0xffffffff, 0xffffffff, 0xffffffff}) << "byte 8"
                                  << "1 to 128";
        QTest::newRow("product 2^32") << idxHeader(8, {0x10000, 128, 128}) << "byte 16"
                                      << "ends early";
        QTest::newRow("absurd count") << idxHeader(8, {0xffffffff, 128, 128}) + elements(9) << "byte 25"
                                      << "ends early";
        QTest::newRow("absurd count, packed") << gzip(idxHeader(8, {0xffffffff, 128, 128})) << "byte 4"
                                              << "more than compressed data of this length";
        QTest::newRow("a byte short") << kImages.chopped(1) << "byte 255"
                                      << "256 bytes in total";
        QTest::newRow("a byte more") << kImages + 'x' << "byte 256"
                                     << "more bytes";
        QTest::newRow("a byte short, packed") << gzip(kImages.chopped(1)) << "byte 255"
                                              << "ends early";
        QTest::newRow("a byte more, packed") << gzip(kImages + 'x') << "byte 256"
                                             << "more bytes";
        QTest::newRow("a member more") << packed + gzip("x") << "byte 256"
                                       << "more bytes";
        QTest::newRow("wrong checksum") << flipped << "byte"
                                        << "corrupt (incorrect data check)";
        QTest::newRow("wrong length") << badLength << "byte"
                                      << "corrupt (incorrect length check)";
        QTest::newRow("wrong block") << badBlock << "byte"
                                     << "corrupt (invalid block type)";
        QTest::newRow("no trailer") << packed.chopped(8) << "byte"
                                    << "truncated";
        QTest::newRow("junk after gzip") << packed + "junk"
                                         << "byte"
                                         << "corrupt (incorrect header check)";
    }
    void badImages() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, position);
        QFETCH(QString, cause);
        const QString file = path("bad");
        write(file, bytes);
        const QString sentence = errorOf([&] { open(file); });
        QVERIFY2(sentence.startsWith(file + ": " + position), qPrintable(sentence));
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
        QVERIFY2(!sentence.contains('\n'), qPrintable(sentence));
    }

    void badLabels_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("position");
        QTest::addColumn<QString>("cause");
        QTest::newRow("empty") << QByteArray() << "byte 0"
                               << "ends within";
        QTest::newRow("one too few") << idxLabels(QByteArray(19, 0)) << "byte 4"
                                     << "19 labels for 20 images";
        QTest::newRow("one too many") << idxLabels(QByteArray(21, 0)) << "byte 4"
                                      << "21 labels for 20 images";
        QTest::newRow("images") << kImages << "byte 3"
                                << "file of images";
        QTest::newRow("wrong type") << idxHeader(0x0A, {20}) + QByteArray(40, 0) << "byte 2"
                                    << "0x0A";
        QTest::newRow("bytes missing") << kLabels.chopped(1) << "byte 27"
                                       << "ends early";
        QTest::newRow("bytes left") << kLabels + 'x' << "byte 28"
                                    << "more bytes";
        QTest::newRow("bytes missing, packed") << gzip(kLabels.chopped(1)) << "byte 27"
                                               << "ends early";
        QTest::newRow("bytes left, packed") << gzip(kLabels + 'x') << "byte 28"
                                            << "more bytes";
        QTest::newRow("no columns") << idxHeader(8, {20, 0}) << "byte 8"
                                    << "0 numbers per label";
        QTest::newRow("257 columns") << idxHeader(8, {20, 257}) << "byte 8"
                                     << "257 numbers per label";
        QTest::newRow("2^32 - 1 columns") << idxHeader(8, {20, 0xffffffff}) << "byte 8"
                                          << "4294967295 numbers per label";
        QTest::newRow("2^32 - 1 labels") << idxHeader(8, {0xffffffff}) << "byte 4"
                                         << "labels for 20 images";
    }
    void badLabels() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, position);
        QFETCH(QString, cause);
        write(path("images-idx3-ubyte"), kImages);
        write(path("labels-idx1-ubyte"), bytes);
        const QString sentence = errorOf([&] { open(path("images-idx3-ubyte")); });
        QVERIFY2(sentence.startsWith(path("labels-idx1-ubyte") + ": " + position), qPrintable(sentence));
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
    }

    void everyPrefixOfTheLabelsFails() {
        write(path("images-idx3-ubyte"), kImages);
        const QString file = path("labels-idx1-ubyte");
        for (const QByteArray& bytes : {kLabels, gzip(kLabels)}) {
            for (int length = 0; length < bytes.size(); ++length) {
                write(file, bytes.left(length));
                const QString sentence = errorOf([&] { open(path("images-idx3-ubyte")); });
                QVERIFY2(sentence.startsWith(file + ": byte "), qPrintable(sentence));
            }
        }
    }

    void aBombBehindTheImages() {
        write(path("images-idx3-ubyte"), gzip(kImages + QByteArray(100'000'000, '\0')));
        const QString sentence = errorOf([&] { open(path("images-idx3-ubyte")); });
        QVERIFY2(sentence.contains("there are more bytes"), qPrintable(sentence));
    }

    // 80 MiB of plain pixels are mapped; sparse files take no disk space.
    void largeFileIsMapped() {
        const QString file = path("large-images-idx3-ubyte");
        writeLarge(file);
        DatasetPtr dataset = open(file);
        QFile::remove(file); // the mapping keeps it alive
        QCOMPARE(dataset->size(), kLarge);
        QVERIFY(isMapped(file));
        QCOMPARE(dataset->image(0)[0], 'a');
        QCOMPARE(dataset->image(0)[1], 0);
        QCOMPARE(dataset->image(kLarge - 1).back(), 'z');
        dataset.reset();
        QVERIFY(!isMapped(file));
    }
    void largeFolder() {
        writeLarge(path("train-images-idx3-ubyte"));
        write(path("t10k-images-idx3-ubyte"), idxImages(5, 128, 128, 9));
        const DatasetPtr dataset = open(m_folder->path());
        QVERIFY(isMapped(path("train-images-idx3-ubyte")));
        QCOMPARE(dataset->train.size(), kLarge);
        QCOMPARE(dataset->test.size(), 5U);
        QCOMPARE(dataset->image(0)[0], 'a');
        QCOMPARE(dataset->image(kLarge - 1).back(), 'z');
        QCOMPARE(pixelsOf(*dataset).right(5 * 128 * 128), idxImages(5, 128, 128, 9).mid(16));
        // The second file's pixels were copied into private memory.
        QFile train(path("train-images-idx3-ubyte"));
        QCOMPARE(train.size(), 16 + kLarge * 128 * 128);
        QVERIFY(train.open(QIODevice::ReadOnly) && train.seek(train.size() - 1));
        QCOMPARE(train.readAll(), "z");
    }
    void theFirstOfALargeFolder() {
        const QString file = path("train-images-idx3-ubyte");
        writeLarge(file);
        write(path("t10k-images-idx3-ubyte"), idxImages(5, 128, 128, 9));
        OpenOptions options;
        options.readAtMost = kLarge - 500; // mapped; the test images overwrite the part that is not read
        const DatasetPtr dataset = openDataset(m_folder->path().toStdString(), options);
        QVERIFY(isMapped(file));
        QCOMPARE(dataset->size(), options.readAtMost);
        QCOMPARE(dataset->test.size(), 5U); // a proportional part, rounded
        QCOMPARE(dataset->image(0)[0], 'a');
        QCOMPARE(pixelsOf(*dataset).right(5 * 128 * 128), idxImages(5, 128, 128, 9).mid(16));
        QFile train(file);
        QVERIFY(train.open(QIODevice::ReadOnly) && train.seek(train.size() - 1));
        QCOMPARE(train.readAll(), "z");
        options.readAtMost = 100; // copied
        const DatasetPtr few = openDataset(file.toStdString(), options);
        QCOMPARE(few->size(), Index{100});
        QCOMPARE(few->image(0)[0], 'a');
    }
    void largeFileOfAnotherLength() {
        const QString file = path("large");
        writeLarge(file);
        const qint64 size = QFileInfo(file).size();
        QVERIFY(QFile::resize(file, size + 1));
        QString sentence = errorOf([&] { open(file); });
        QVERIFY2(sentence.startsWith(file + ": byte " + QString::number(size)), qPrintable(sentence));
        QVERIFY2(sentence.contains("more bytes"), qPrintable(sentence));
        QVERIFY(QFile::resize(file, size - 1));
        sentence = errorOf([&] { open(file); });
        QVERIFY2(sentence.startsWith(file + ": byte " + QString::number(size - 1)), qPrintable(sentence));
        QVERIFY2(sentence.contains("ends early"), qPrintable(sentence));
    }

    void badFolders() {
        const QString folder = m_folder->path();
        QVERIFY(errorOf([&] { open(folder); }).startsWith(folder + ": the folder holds no images"));
        write(path("train-images-idx3-ubyte"), kImages);
        write(path("t10k-images-idx3-ubyte"), idxImages(5, 4, 3));
        QString sentence = errorOf([&] { open(folder); });
        QVERIFY2(sentence.contains("test images are 3×4, but the training images are 4×3"),
                 qPrintable(sentence));
        write(path("t10k-images-idx3-ubyte"), idxImages(5, 3, 4).chopped(1));
        sentence = errorOf([&] { open(folder); });
        QVERIFY2(sentence.startsWith(path("t10k-images-idx3-ubyte") + ": byte 75"), qPrintable(sentence));
        write(path("t10k-images-idx3-ubyte"), gzip(idxImages(5, 3, 4)).chopped(1)); // detected while reading
        sentence = errorOf([&] { open(folder); });
        QVERIFY2(sentence.contains("truncated"), qPrintable(sentence));
        write(path("t10k-images-idx3-ubyte"), idxImages(5, 3, 4));
        write(path("train-labels-idx1-ubyte"), idxLabels("\1\2"));
        sentence = errorOf([&] { open(folder); });
        QVERIFY2(sentence.contains("2 labels for 20 images"), qPrintable(sentence));
    }

    void badPaths() {
        QVERIFY(errorOf([&] { open(path("nothing")); }).contains("no such file or folder, and no data set"));
        QVERIFY(errorOf([] { open(""); }).contains("no such file"));
        QVERIFY(errorOf([] { open("/dev/zero"); }).contains("not a regular file"));
        const QString pipe = path("pipe"); // without a writer: reading it would block forever
        QCOMPARE(mkfifo(qPrintable(pipe), 0600), 0);
        QVERIFY(errorOf([&] { open(pipe); }).contains("not a regular file"));
    }

    void everyPrefixFails_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("plain") << kImages;
        QTest::newRow("gzip") << gzip(kImages);
    }
    void everyPrefixFails() {
        QFETCH(QByteArray, bytes);
        const QString file = path("prefix");
        for (int length = 0; length < bytes.size(); ++length) {
            write(file, bytes.left(length));
            const QString sentence = errorOf([&] { open(file); });
            QVERIFY2(sentence.startsWith(file + ": "),
                     qPrintable(QString("%1: %2").arg(length).arg(sentence)));
        }
        write(file, bytes);
        QCOMPARE(open(file)->size(), 20);
    }

    void everyFlippedByteFailsOrReadsTheSame() {
        const QByteArray packed = gzip(kImages);
        const QString file = path("flipped");
        for (int i = 0; i < packed.size(); ++i) {
            QByteArray bytes = packed;
            bytes[i] = static_cast<char>(~bytes[i]);
            write(file, bytes);
            DatasetPtr dataset; // the header's time, flags without meaning, and system may be anything
            const QString sentence = errorOf([&] { dataset = open(file); });
            QVERIFY2(!sentence.isEmpty() || pixelsOf(*dataset) == kImages.mid(16),
                     qPrintable(QString::number(i)));
        }
    }

    void progressGoesUpToOne() {
        write(path("images"), gzip(idxImages(3000, 28, 28)));
        std::vector<double> fractions;
        Progress progress;
        progress.report = [&](double fraction) { fractions.push_back(fraction); };
        open(path("images"), progress);
        QVERIFY(fractions.size() >= 3);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
    }

    void cancelStopsReading_data() {
        QTest::addColumn<QString>("what");
        QTest::newRow("file") << "train-images-idx3-ubyte";
        QTest::newRow("folder") << "";
    }
    void cancelStopsReading() {
        QFETCH(QString, what);
        write(path("train-images-idx3-ubyte"), idxImages(3000, 28, 28));
        write(path("t10k-images-idx3-ubyte"), idxImages(3000, 28, 28));
        std::stop_source stop;
        int reports = 0;
        Progress progress;
        progress.stop = stop.get_token();
        progress.report = [&](double) {
            ++reports;
            stop.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, open(what.isEmpty() ? m_folder->path() : path(what), progress));
        QCOMPARE(reports, 1);
    }

  private:
    static constexpr Index kLarge = 5120;

    // kLarge images of 128×128: black, except for the first and the last pixel.
    static void writeLarge(const QString& name) {
        write(name, idxHeader(8, {kLarge, 128, 128}) + 'a');
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(15 + kLarge * 128 * 128));
        QCOMPARE(file.write("z"), 1);
    }
    static bool isMapped(const QString& name) {
        QFile maps("/proc/self/maps");
        return maps.open(QIODevice::ReadOnly) && maps.readAll().contains(QFile::encodeName(name));
    }
    QString path(const QString& name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(IdxTest)
#include "idx_test.moc"
