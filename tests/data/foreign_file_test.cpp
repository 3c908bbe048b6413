// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/foreign_file.h"

#include "tests/data/archives.h"
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

QByteArray at(qsizetype place, const QByteArray& bytes) {
    return QByteArray(place, ' ') + bytes;
}

QByteArray brand(const char* name) {
    return QByteArray("\0\0\0\x18", 4) + "ftyp" + name + QByteArray(12, '\0');
}

QByteArray zipOf(const QByteArray& member) {
    return testing::zip({{.name = member, .content = "x"}});
}

} // namespace

// Files of other programs: what they are called, and the advice given.
class ForeignFileTest : public QObject {
    Q_OBJECT
  private slots:
    void kinds_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("advice");
        const auto row = [](const char* name, const QByteArray& bytes, const char* what, const char* advice) {
            QTest::addRow("%s, %s", what, name) << QString(name) << bytes << QString(what) << QString(advice);
        };
        row("train.h5", "\x89HDF\r\n\x1a\n", "an HDF5 file", "numpy.savez");
        row("user_block.h5", at(512, "\x89HDF\r\n\x1a\n"), "an HDF5 file", "numpy.savez");
        row("train_32x32.mat", "MATLAB 5.0 MAT-file, Platform: any", "a MATLAB file", "scipy.io.loadmat");
        row("v73.mat", "MATLAB 7.3 MAT-file, Platform: any", "a MATLAB 7.3 file", "h5py");
        row("train.parquet", "PAR1", "a Parquet table", "CSV");
        row("a.feather", "ARROW1", "an Arrow table", "CSV");
        row("data.mdb", QByteArray(16, '\0') + "\xde\xc0\xef\xbe", "an LMDB database", "numpy.savez");
        row("a.db", QByteArray("SQLite format 3\0", 16), "an SQLite database", "CSV");
        row("set.pkl", "\x80\x04\x95", "a Python pickle", "numpy.savez");
        row("old.pkl", "(dp0\n", "a Python pickle", "numpy.savez");
        row("data_batch_1", "\x80\x02}q", "CIFAR's Python version", "binary version");
        row("meta", "\x80\x02}q", "CIFAR's Python version", "binary version");
        row("old.pt", QByteArray("\x80\2\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 14),
            "a PyTorch file", "numpy.savez");
        row("new.pt", zipOf("archive/data.pkl"), "a PyTorch file", "numpy.savez");
        row("a.xlsx", zipOf("[Content_Types].xml"), "an Office document", "CSV");
        row("a.zip", zipOf("train/0/1.png"), "a zip archive", "unpack it first");
        row("a.zip", QByteArray("PK\5\6") + QByteArray(18, '\0'), "an empty zip archive", "again");
        row("a.tar", tar({{"a", "b"}}), "a tar archive", "unpack it first");
        row("a.7z", "7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first");
        row("a.rar", "Rar!\x1a\x07\x01", "a RAR archive", "unpack it first");
        row("a.npy.bz2", "BZh91AY&SY", "a file compressed with bzip2", "decompress it first");
        row("a.npy.xz", QByteArray("\xfd\x37zXZ\0", 6), "a file compressed with xz", "decompress it first");
        row("a.npy.zst", "\x28\xb5\x2f\xfd", "a file compressed with zstd", "decompress it first");
        row("lfs.npy", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer",
            "git lfs pull");
        row("train.csv", "\n<!DOCTYPE html><html>", "a web page", "download the file itself");
        row("a.npy", "\xef\xbb\xbf<HTML><body>", "a web page", "download the file itself");
        row("boxes.xml", "<?xml version=\"1.0\"?><annotation>", "an XML file", "images themselves");
        row("a.svg", "<?xml version=\"1.0\"?><svg>", "an SVG drawing", "PNG");
        row("a.json", "{\n \"a\": 1}", "a JSON file", "CSV");
        row("rows.json", "[[1, 2], [3, 4]]", "a JSON file", "CSV");
        row("a.pdf", "%PDF-1.7", "a PDF document", "PNG");
        row("a.heic", brand("heic"), "an HEIC picture", "convert it to PNG or JPEG");
        row("a.avif", brand("avif"), "an AVIF picture", "convert it to PNG or JPEG");
        row("a.mp4", brand("isom"), "an MP4 or QuickTime video", "ffmpeg");
        row("a.avi", "RIFF....AVI LIST", "an AVI video", "ffmpeg");
        row("a.webm", "\x1a\x45\xdf\xa3", "a Matroska or WebM video", "ffmpeg");
        row("a.jp2", QByteArray("\0\0\0\x0cjP  ", 8), "a JPEG 2000 picture", "convert it");
        row("a.dcm", at(128, "DICM"), "a DICOM picture", "convert it");
        row("m.safetensors", QByteArray("\x40\0\0\0\0\0\0\0{\"a\":1}", 15), "a file of weights", "model");
        row("train_X.bin", QByteArray(96 * 96 * 3, '\0'), "STL-10", "numpy.savez");
        row("a.tfrecord-00000-of-00010", "abc", "a TensorFlow record file", "numpy.savez");
    }
    void kinds() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, what);
        QFETCH(QString, advice);
        const auto kind = foreignKind({bytes.constData(), static_cast<std::size_t>(bytes.size())},
                                      name.toLower().toStdString());
        QVERIFY(kind.has_value());
        QVERIFY2(QString::fromStdString(std::string(kind->what)).contains(what), kind->what.data());
        QVERIFY2(QString::fromStdString(std::string(kind->advice)).contains(advice), kind->advice.data());
        // Opened directly, and compressed if that makes a difference.
        const TestFolder folder;
        const QString file = folder.put(name, bytes);
        QCOMPARE(failure(file), file + ": this is " + QString::fromStdString(kind->text()));
        const QString packed = folder.put(name + ".gz", gzip(bytes));
        QVERIFY2(failure(packed).startsWith(packed + ": this is "), qPrintable(failure(packed)));
    }

    void whatIsReadIsNotForeign_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("IDX") << "a" << idxImages(3, 2, 2);
        QTest::newRow("NumPy") << "a.npy" << npy("|u1", "(3, 2, 2)", elements(12));
        QTest::newRow("NumPy archive")
            << "a.npz" << testing::zip({{.name = "x.npy", .content = npy("|u1", "(3, 2, 2)", elements(12))}});
        QTest::newRow("table") << "a.csv" << QByteArray("1,2,3,4\n5,6,7,8\n");
        QTest::newRow("CIFAR") << "data_batch_1.bin" << QByteArray(2 * 3073, 7);
        QTest::newRow("text") << "a.txt" << QByteArray("Once upon a time\n");
        QTest::newRow("nothing") << "a" << QByteArray();
    }
    void whatIsReadIsNotForeign() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        for (qsizetype length = 0; length <= bytes.size(); ++length) {
            const auto kind =
                foreignKind({bytes.constData(), static_cast<std::size_t>(length)}, name.toStdString());
            QVERIFY2(!kind, kind ? kind->what.data() : "");
        }
    }

    void anArchiveOfArraysBehindOtherMembersIsRead() {
        const TestFolder folder;
        const QString file = folder.put(
            "a.zip", testing::zip({{.name = "README", .content = "x"},
                                   {.name = "x.npy", .content = npy("|u1", "(3, 2, 2)", elements(12))}}));
        QCOMPARE(pixelsOf(*open(file)), elements(12));
    }

    void foldersOfThemAreNamed() {
        const TestFolder folder;
        folder.put("data_batch_1", "\x80\x02}q");
        folder.put("test_batch", "\x80\x02}q");
        folder.put("readme.html", "<html>");
        const QString sentence = failure(folder.path());
        QVERIFY2(sentence.contains("the folder holds no images that can be read; data_batch_1, the first of "
                                   "3 files of other programs, is a Python pickle") &&
                     sentence.contains("download CIFAR's binary version"),
                 qPrintable(sentence));
    }

    void besideASetTheyAreListed() {
        const TestFolder folder;
        folder.put("train-images-idx3-ubyte", idxImages(3, 2, 2));
        folder.put("train.h5", "\x89HDF\r\n\x1a\n");
        folder.put("notes.txt", "nothing to see\n");
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->size(), Index{3});
        QCOMPARE(dataset->skippedCount, Index{1});
        QCOMPARE(QString::fromStdString(dataset->skipped[0].name + ": " + dataset->skipped[0].reason),
                 QString("train.h5: an HDF5 file: save its arrays with numpy.savez and open the .npz file"));
    }
};

QTEST_GUILESS_MAIN(ForeignFileTest)
#include "foreign_file_test.moc"
