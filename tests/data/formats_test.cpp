// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"
#include "tests/data/unprivileged.h"

using namespace latent;
using namespace latent::testing;

namespace {

const QByteArray kPngStart("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);

} // namespace

// Which format a path is recognised as.
class FormatsTest : public QObject {
    Q_OBJECT
  private slots:
    void whatIsNotOpened_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cause");
        QTest::newRow("empty") << "a" << QByteArray() << "the file is empty";
        QTest::newRow("PNG") << "a.png" << kPngStart << "this is a single PNG picture; open the folder";
        QTest::newRow("PNG named .txt")
            << "a.txt" << kPngStart
            << "this is a single PNG picture, whatever its name says; open the folder";
        QTest::newRow("PNG named .npy") << "a.npy" << kPngStart << "this is a single PNG picture, whatever";
        QTest::newRow("JPEG") << "a.jpg" << QByteArray("\xff\xd8\xff\xe0") << "single JPEG picture;";
        QTest::newRow("WebP") << "a.webp" << QByteArray("RIFF1234WEBPVP8 ") << "single WebP picture;";
        QTest::newRow("TIFF") << "a.tif" << QByteArray("II*\0\0\0\0\0", 8) << "single TIFF picture;";
        QTest::newRow("BMP") << "a.bmp"
                             << "BM" + QByteArray(12, '\0') + QByteArray("\x28\0\0\0", 4)
                             << "single BMP picture;";
        QTest::newRow("text named .png")
            << "a.png" << QByteArray("Hello, world.\n") << "it is named like a picture, but holds text";
        QTest::newRow("text named .JPG") << "a.JPG" << QByteArray("BM is how this text begins")
                                         << "it is named like a picture, but holds text";
        QTest::newRow("junk named .png")
            << "a.png" << QByteArray("\1\2\3\4\5") << "its content begins with 0x01 0x02 0x03 0x04;";
        QTest::newRow("text") << "a" << QByteArray("Once upon a time\n") << "this is text, but not a table";
        QTest::newRow("junk") << "a" << QByteArray("\xff\xfe\1")
                              << "begins with 0xFF 0xFE 0x01; supported formats are IDX";
    }
    void whatIsNotOpened() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, cause);
        const TestFolder folder;
        const QString file = folder.put(name, bytes);
        const QString sentence = failure(file);
        QVERIFY2(sentence.startsWith(file + ": "), qPrintable(sentence));
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
    }

    void contentGoesBeforeTheName() {
        const TestFolder folder;
        QCOMPARE(pixelsOf(*open(folder.put("digits.png", idxImages(3, 2, 2)))), elements(12));
        QCOMPARE(pixelsOf(*open(folder.put("digits.csv", gzip(idxImages(3, 2, 2))))), elements(12));
    }

    void whatMayNotBeReadIsTold_data() {
        QTest::addColumn<QString>("name");
        for (const char* const name : {"a-idx3-ubyte", "a.npy", "a.npz", "a.csv", "a.bin"})
            QTest::newRow(name) << QString(name);
    }
    void whatMayNotBeReadIsTold() {
        QFETCH(QString, name);
        const TestFolder folder;
        const QString file = folder.put(name, "x");
        QVERIFY(QFile::setPermissions(file, {}));
        const Unprivileged nobody(folder.path());
        const QString sentence = failure(file);
        QVERIFY2(sentence.startsWith(file + ": ") && sentence.contains("Permission denied"),
                 qPrintable(sentence));
    }

    void aSentenceIsOneLineWhateverTheFileIsCalled() {
        const TestFolder folder;
        QCOMPARE(failure(folder.put("a\nb", {})), folder.path("a?b: the file is empty"));
    }

    void everyFormatCanBeCancelled_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("IDX") << "a.gz" << gzip(idxImages(3, 2, 2));
        QTest::newRow("bytes of NumPy") << "a.npy" << npy("|u1", "(3, 2, 2)", elements(12));
        QTest::newRow("floats of NumPy") << "a.npy" << npy("<f4", "(3, 1, 1)", QByteArray(12, 1));
        QTest::newRow("NumPy archive")
            << "a.npz" << zip({{.name = "x.npy", .content = npy("|u1", "(3, 2, 2)", elements(12))}});
        QTest::newRow("CIFAR") << "a.bin" << QByteArray(2 * 3073, 1);
        QTest::newRow("CSV") << "a.csv" << QByteArray("1,2,3,4\n5,6,7,8\n");
    }
    void everyFormatCanBeCancelled() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const TestFolder folder;
        std::stop_source stop;
        Progress progress;
        int reports = 0;
        progress.stop = stop.get_token();
        progress.report = [&](double) {
            ++reports;
            stop.request_stop();
        };
        const QString file = folder.put(name, bytes);
        QVERIFY_THROWS_EXCEPTION(Cancelled, open(file, {}, progress));
        QCOMPARE(reports, 1);
        QVERIFY(open(file) != nullptr);
    }

    void folderThatHoldsNothing() {
        const TestFolder folder;
        QVERIFY(failure(folder.path()).startsWith(folder.path() + ": the folder holds no images"));
        QVERIFY(failure(folder.path() + "/").startsWith(folder.path() + "/: the folder holds no images"));
    }
};

QTEST_GUILESS_MAIN(FormatsTest)
#include "formats_test.moc"
