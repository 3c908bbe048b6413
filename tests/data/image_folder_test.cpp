// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/opening.h"
#include "tests/data/pictures.h"
#include "tests/data/unprivileged.h"

#include <QImageReader>
#include <QThread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace latent;
using namespace latent::testing;

namespace {

const QImage kGrey = greyImage(6, 5);
const QByteArray kPng = encoded(kGrey, "png");

QString reasonFor(const ImageDataset& dataset, const std::string& name) {
    for (const SkippedFile& file : dataset.skipped) {
        if (file.name == name) return QString::fromStdString(file.reason);
    }
    return {};
}

bool isReadable(const char* format) {
    return QImageReader::supportedImageFormats().contains(format);
}

QByteArray pngChunk(const QByteArray& content) { // with its name and its data
    const auto sum = static_cast<quint32>(
        crc32(0, reinterpret_cast<const Bytef*>(content.constData()), static_cast<uInt>(content.size())));
    return bigEndian(static_cast<quint32>(content.size()) - 4) + content + bigEndian(sum);
}

// A PNG with this size in its header, and little else.
QByteArray pngOfSize(quint32 width, quint32 height) {
    return "\x89PNG\r\n\x1a\n" +
           pngChunk("IHDR" + bigEndian(width) + bigEndian(height) + QByteArray("\x08\0\0\0\0", 5)) +
           pngChunk("IDAT" + qCompress(QByteArray(100, 'x')).mid(4)) + pngChunk("IEND");
}

// A TIFF with its directory before its pixels.
QByteArray tiffFromTheFront(const QImage& image) {
    const QByteArray pixels = greyPixels(image);
    const auto little = [](quint32 value, int bytes) {
        QByteArray result;
        for (int i = 0; i < bytes; ++i) result.append(static_cast<char>(value >> 8 * i & 0xff));
        return result;
    };
    const QList<std::pair<quint32, quint32>> entries{{256, image.width()},
                                                     {257, image.height()},
                                                     {258, 8},
                                                     {259, 1},
                                                     {262, 1},
                                                     {273, 8 + 2 + 9 * 12 + 4},
                                                     {277, 1},
                                                     {278, image.height()},
                                                     {279, static_cast<quint32>(pixels.size())}};
    QByteArray bytes = QByteArray("II*\0\x08\0\0\0", 8) + little(9, 2);
    for (const auto& [tag, value] : entries)
        bytes += little(tag, 2) + little(4, 2) + little(1, 4) + little(value, 4);
    return bytes + little(0, 4) + pixels;
}

QByteArray turnedJpeg(const QImage& image, char orientation) {
    QByteArray exif("Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0", 6 + 8 + 2 + 8 + 1);
    exif += orientation + QByteArray("\0\0\0\0\0\0", 6);
    QByteArray bytes = encoded(image, "jpg");
    const auto length = static_cast<quint16>(exif.size() + 2);
    return bytes.insert(2, QByteArray("\xff\xe1") + static_cast<char>(length >> 8) +
                               static_cast<char>(length & 255) + exif);
}

} // namespace

class ImageFolderTest : public QObject {
    Q_OBJECT
  private slots:
    void formats_data() {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QString>("ending");
        for (const char* const format : {"png", "bmp", "tiff", "webp", "jpeg"}) {
            QTest::newRow(format) << QByteArray(format) << QString(format);
        }
        QTest::newRow("PNG in capitals") << QByteArray("png") << "PNG";
        QTest::newRow("PNG named .jpg") << QByteArray("png") << "jpg";
        QTest::newRow("PNG named .txt") << QByteArray("png") << "txt";
        QTest::newRow("TIFF named .tif") << QByteArray("tiff") << "tif";
    }
    void formats() {
        QFETCH(QByteArray, format);
        QFETCH(QString, ending);
        if (!isReadable(format)) QSKIP("this Qt does not read it");
        const bool lossy = format == "jpeg";
        {
            const TestFolder folder;
            const QByteArray bytes = encoded(kGrey, format);
            folder.put("a." + ending, bytes);
            folder.put("b." + ending, bytes);
            const DatasetPtr dataset = open(folder.path());
            QCOMPARE(dataset->size(), 2);
            QCOMPARE(dataset->shape, (ImageShape{6, 5, 1}));
            const QImage whole = lossy ? QImage::fromData(bytes) : kGrey;
            QCOMPARE(pixelsOf(*dataset), greyPixels(whole) + greyPixels(whole));
            QCOMPARE(dataset->skippedCount, 0);
            QCOMPARE(QString::fromStdString(dataset->pixelRule), QString(kBytesAsTheyAre));
            QVERIFY(!dataset->hasLabels() && !dataset->testGiven);
        }
        const TestFolder folder;
        const QByteArray bytes = encoded(colourImage(5, 4), format);
        folder.put("a." + ending, bytes);
        folder.put("b." + ending, encoded(greyImage(5, 4), format)); // the other one is in colour
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->shape, (ImageShape{5, 4, 3}));
        QCOMPARE(pixelsOf(*dataset).left(60),
                 colourPixels(lossy ? QImage::fromData(bytes) : colourImage(5, 4)));
        OpenOptions options;
        options.colour = ImageColour::Grey;
        QCOMPARE(open(folder.path(), options)->shape, (ImageShape{5, 4, 1}));
        QCOMPARE(QString::fromStdString(open(folder.path(), options)->pixelRule), QString("made grey"));
        if (!lossy) QCOMPARE(pixelsOf(*open(folder.path(), options)).right(20), greyPixels(greyImage(5, 4)));
    }

    void greyAsColour() {
        const TestFolder folder;
        folder.put("a.png", kPng);
        folder.put("b.png", kPng);
        OpenOptions options;
        options.colour = ImageColour::Colour;
        QCOMPARE(pixelsOf(*open(folder.path(), options)), colourPixels(kGrey) + colourPixels(kGrey));
    }

    void depths() {
        const TestFolder folder;
        QImage deep(2, 1, QImage::Format_Grayscale16);
        reinterpret_cast<quint16*>(deep.scanLine(0))[0] = 0xffff;
        reinterpret_cast<quint16*>(deep.scanLine(0))[1] = 0x8080;
        folder.put("a.png", encoded(deep, "png"));
        QImage mono(2, 1, QImage::Format_Mono);
        mono.setColorTable({qRgb(0, 0, 0), qRgb(255, 255, 255)});
        mono.setPixel(0, 0, 1);
        mono.setPixel(1, 0, 0);
        folder.put("b.png", encoded(mono, "png"));
        QImage indexed(2, 1, QImage::Format_Indexed8);
        indexed.setColorTable({qRgb(9, 9, 9), qRgb(200, 200, 200)});
        indexed.setPixel(0, 0, 1);
        indexed.setPixel(1, 0, 0);
        folder.put("c.png", encoded(indexed, "png"));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), QByteArray("\xff\x80\xff\0\xc8\x09", 6));
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString("reduced to 8 bits"));
    }

    void transparency() {
        const TestFolder folder;
        QImage image(3, 1, QImage::Format_ARGB32);
        image.setPixel(0, 0, qRgba(0, 0, 0, 0));
        image.setPixel(1, 0, qRgba(0, 0, 0, 128));
        image.setPixel(2, 0, qRgba(200, 200, 200, 255));
        folder.put("a.png", encoded(image, "png"));
        folder.put("b.png", encoded(image, "png"));
        QCOMPARE(pixelsOf(*open(folder.path())).left(3), QByteArray("\xff\x7f\xc8", 3));
        OpenOptions options;
        options.ground = {0, 0, 0};
        QCOMPARE(pixelsOf(*open(folder.path(), options)).left(3), QByteArray("\0\0\xc8", 3));
        options.ground = {255, 0, 0}; // a coloured ground gives the pictures three channels
        const DatasetPtr red = open(folder.path(), options);
        QCOMPARE(pixelsOf(*red).left(9), QByteArray("\xff\0\0\x7f\0\0\xc8\xc8\xc8", 9));
        QCOMPARE(QString::fromStdString(red->pixelRule), QString("laid on the colour 255, 0, 0"));
    }

    void turnedAsTheCameraWasHeld() {
        const TestFolder folder;
        QImage image(16, 8, QImage::Format_Grayscale8);
        image.fill(20);
        for (int y = 0; y < 8; ++y) std::memset(image.scanLine(y), 220, 8); // the left half is bright
        folder.put("a.jpg", turnedJpeg(image, 6)); // to be rotated clockwise: bright at the top
        folder.put("b.jpg", turnedJpeg(image, 6));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->shape, (ImageShape{8, 16, 1}));
        QVERIFY(dataset->image(0)[3] > 200);
        QVERIFY(dataset->image(0)[8 * 15 + 3] < 40);
    }

    void classes() {
        const TestFolder folder;
        for (const char* const name : {"cats/2.png", "cats/10.png", "dogs/1.png", "dogs/deeper/x.png",
                                       "empty/.hidden.png", ".git/a.png"}) {
            folder.put(name, kPng);
        }
        DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"cats", "dogs"}));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 0, 1, 1}));
        QVERIFY(!dataset->testGiven);
        QCOMPARE(dataset->name, QFileInfo(folder.path()).fileName().toStdString());
        folder.put("loose.png", kPng);
        dataset = open(folder.path());
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"(no folder)", "cats", "dogs"}));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 1, 2, 2, 0}));
        const TestFolder alone;
        alone.put("photographs/a.png", kPng);
        alone.put("photographs/b.png", kPng);
        QVERIFY(!open(alone.path())->hasLabels());
    }

    void trainAndTest() {
        const TestFolder folder;
        folder.put("Train/cats/a.png", encoded(greyImage(6, 5, 1), "png"));
        folder.put("Train/dogs/a.png", encoded(greyImage(6, 5, 2), "png"));
        folder.put("test/dogs/b.png", encoded(greyImage(6, 5, 3), "png"));
        folder.put("test/foxes/b.png", encoded(greyImage(6, 5, 4), "png"));
        folder.put("val/cats/c.png", kPng);
        folder.put("notes.txt", "hello");
        const DatasetPtr dataset = open(folder.path());
        QByteArray pixels;
        for (int i = 1; i <= 4; ++i) pixels += greyPixels(greyImage(6, 5, i));
        QCOMPARE(pixelsOf(*dataset), pixels);
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"cats", "dogs", "foxes"}));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 1, 1, 2}));
        QVERIFY(dataset->testGiven);
        QCOMPARE(dataset->train, (std::vector<std::uint32_t>{0, 1}));
        QCOMPARE(dataset->test, (std::vector<std::uint32_t>{2, 3}));
        QCOMPARE(reasonFor(*dataset, "val"), QString("left out, since the test images come from “test”"));
        QCOMPARE(reasonFor(*dataset, "notes.txt"), QString("outside train and test"));
        QCOMPARE(dataset->skippedCount, 2);
    }

    void sizes() {
        const TestFolder folder;
        QImage wide(60, 30, QImage::Format_Grayscale8);
        wide.fill(255);
        for (int y = 0; y < 30; ++y) std::memset(wide.scanLine(y) + 15, 100, 30); // the middle square is grey
        folder.put("a.png", encoded(wide, "png"));
        folder.put("b.png", encoded(wide, "png"));
        QCOMPARE(open(folder.path())->shape, (ImageShape{60, 30, 1})); // their common size
        folder.put("c.png", encoded(greyImage(28, 28), "png"));
        DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->shape, (ImageShape{28, 28, 1}));
        QCOMPARE(pixelsOf(*dataset).left(2 * 784), QByteArray(2 * 784, 100));
        QCOMPARE(pixelsOf(*dataset).right(784), greyPixels(greyImage(28, 28)));
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString("the middle square resized to 28×28"));
        OpenOptions options;
        options.side = 15;
        options.fit = ImageFit::Stretch;
        dataset = open(folder.path(), options);
        QCOMPARE(dataset->shape, (ImageShape{15, 15, 1}));
        QCOMPARE(dataset->image(0)[0], 255);
        QCOMPARE(dataset->image(0)[7], 100);
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString("resized to 15×15"));
        options.side = 129;
        QVERIFY(failure(folder.path(), options).contains("images of side 129; supported sides are 1 to 128"));
        const TestFolder large;
        large.put("a.jpg", encoded(colourImage(640, 480), "jpg"));
        large.put("b.jpg", encoded(colourImage(640, 480), "jpg"));
        QCOMPARE(open(large.path())->shape, (ImageShape{28, 28, 3}));
        const TestFolder almost;
        const QByteArray jpeg = encoded(greyImage(120, 128), "jpg");
        almost.put("a.jpg", jpeg);
        almost.put("b.jpg", jpeg);
        QCOMPARE(open(almost.path())->shape, (ImageShape{120, 128, 1}));
        QCOMPARE(pixelsOf(*open(almost.path())), greyPixels(QImage::fromData(jpeg)).repeated(2));
        almost.put("c.jpg", encoded(greyImage(640, 480), "jpg"));
        QCOMPARE(open(almost.path())->shape, (ImageShape{28, 28, 1}));
        QCOMPARE(open(almost.path())->size(), 3);
    }

    void smoothAndNotNearest() {
        QImage board(112, 112, QImage::Format_Grayscale8); // alternating black and white pixels
        for (int y = 0; y < 112; ++y) {
            for (int x = 0; x < 112; ++x) board.scanLine(y)[x] = (x + y) % 2 ? 255 : 0;
        }
        const TestFolder folder;
        folder.put("a.png", encoded(board, "png"));
        folder.put("b.png", encoded(board, "png"));
        OpenOptions options;
        options.side = 28;
        for (const char pixel : pixelsOf(*open(folder.path(), options))) {
            QVERIFY(std::abs(static_cast<uchar>(pixel) - 127) <= 3);
        }
    }

    void skipped_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* what, const char* name, const QByteArray& bytes,
                            const QString& reason) { QTest::newRow(what) << name << bytes << reason; };
        row("empty", "x.png", {}, "the file is empty");
        row("text named .png", "x.png", "hello", "its content is not a picture");
        row("text", "x.txt", "hello", "not a picture");
        row("HDF5", "x.h5", "\x89HDF\r\n\x1a\n", "an HDF5 file: ");
        row("web page", "x.jpeg.html", "<!DOCTYPE html><html></html>",
            "a web page, saved instead of the file: ");
        row("GIF named .png", "x.png", "GIF89a" + QByteArray(50, 'x'), "the file is truncated");
        row("SVG named .png", "x.png", "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "its content is not a picture");
        row("60,000×60,000", "x.png", pngOfSize(60000, 60000), "60000×60000 pixels, which is too large");
        row("2^31 - 1 wide", "x.png", pngOfSize(0x7fffffff, 1), "");
        row("0 wide", "x.png", pngOfSize(0, 1), "");
        row("negative", "x.png", pngOfSize(0xffffffff, 0xffffffff), "");
        row("a row too few", "x.png", pngOfSize(6, 50), "the file is damaged");
        row("header alone", "x.png", pngOfSize(6, 5).left(33), "the file is truncated");
        row("PNG cut", "x.png", kPng.left(kPng.size() - 30), "the file is truncated");
        row("PNG with a wrong byte", "x.png", QByteArray(kPng).replace(kPng.size() - 20, 1, "\xff"),
            "the file is damaged: a checksum is wrong");
        row("JPEG cut", "x.jpg", encoded(kGrey, "jpg").chopped(4), "the file is truncated");
        row("JPEG cut in half", "x.jpg", encoded(kGrey, "jpg").left(300), "the file is truncated");
        row("BMP cut", "x.bmp", encoded(kGrey, "bmp").chopped(1), "the file is truncated");
        row("BMP of another depth", "x.bmp", encoded(colourImage(6, 5), "bmp").chopped(1),
            "the file is truncated");
        if (isReadable("webp"))
            row("WebP cut", "x.webp", encoded(kGrey, "webp").chopped(1), "the file is truncated");
        if (isReadable("tiff")) row("TIFF cut", "x.tif", encoded(kGrey, "tiff").left(100), "");
    }
    void skipped() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        const TestFolder folder;
        folder.put("a.png", kPng);
        folder.put("z.png", encoded(greyImage(6, 5, 9), "png"));
        folder.put(name, bytes);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), greyPixels(kGrey) + greyPixels(greyImage(6, 5, 9)));
        QCOMPARE(dataset->skippedCount, 1);
        const QString said = reasonFor(*dataset, name.toStdString());
        QVERIFY2(!said.isEmpty() && said.contains(reason), qPrintable(said));
        const TestFolder alone;
        alone.put(name, bytes);
        const QString sentence = failure(alone.path());
        QVERIFY2(sentence.startsWith(alone.path() + ": the folder holds no images that can be read; ") &&
                     sentence.contains(name),
                 qPrintable(sentence));
    }

    void thingsThatAreNoFiles() {
        const TestFolder folder;
        folder.put("a/1.png", kPng);
        folder.put("b/2.png", kPng);
        QVERIFY(QFile::link(folder.path(), folder.path("a/up")));
        QVERIFY(QFile::link(folder.path("a"), folder.path("b/beside")));
        QVERIFY(QFile::link(folder.path("nowhere"), folder.path("b/dangling.png")));
        QVERIFY(QFile::link(folder.path("b/self.png"), folder.path("b/self.png")));
        QVERIFY(QFile::link("1.png", folder.path("a/link.png"))); // a link to a picture counts as one
        QCOMPARE(mkfifo(qPrintable(folder.path("b/pipe.png")), 0600), 0);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 0, 1}));
        QCOMPARE(reasonFor(*dataset, "a/up"), QString("a link to a folder that was already read"));
        QCOMPARE(reasonFor(*dataset, "b/beside"), QString("a link to a folder that was already read"));
        QCOMPARE(reasonFor(*dataset, "b/pipe.png"), QString("not a regular file"));
        QCOMPARE(reasonFor(*dataset, "b/dangling.png"), QString("cannot be read: No such file or directory"));
        QVERIFY(reasonFor(*dataset, "b/self.png").startsWith("cannot be read: "));
        QCOMPARE(dataset->skippedCount, 5);
    }

    void unreadable() {
        const TestFolder folder;
        folder.put("a.png", kPng);
        folder.put("b.png", kPng);
        QVERIFY(QFile::setPermissions(folder.put("c.png", kPng), {}));
        folder.put("locked/d.png", kPng);
        QVERIFY(QFile::setPermissions(folder.path("locked"), {}));
        DatasetPtr dataset;
        {
            const Unprivileged nobody(folder.path());
            dataset = open(folder.path());
        }
        QVERIFY(QFile::setPermissions(folder.path("locked"),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QCOMPARE(dataset->size(), 2);
        QCOMPARE(reasonFor(*dataset, "c.png"), QString("cannot be read: Permission denied"));
        QCOMPARE(reasonFor(*dataset, "locked"), QString("cannot be read: Permission denied"));
    }

    void deepFolders() {
        const TestFolder folder;
        QString deep;
        for (int i = 0; i < 40; ++i) deep += "d/";
        folder.put("a.png", kPng);
        folder.put("b.png", kPng);
        folder.put(deep + "c.png", kPng);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->size(), 2);
        QCOMPARE(QString::fromStdString(dataset->skipped.at(0).reason), QString("more than 32 folders deep"));
    }

    void folderThatChangesWhileItIsRead() {
        const TestFolder folder;
        for (const char* const name : {"a.png", "b.png", "gone.png", "longer.png", "touched.png", "pipe.png"})
            folder.put(name, kPng);
        int reports = 0;
        Progress progress;
        progress.report = [&](double) {
            if (++reports != 2) return; // scanned, but not yet read
            QFile::remove(folder.path("gone.png"));
            folder.put("longer.png", kPng + "x");
            const timespec times[2] = {{1, 0}, {1, 0}};
            utimensat(AT_FDCWD, qPrintable(folder.path("touched.png")), times, 0);
            QFile::remove(folder.path("pipe.png"));
            mkfifo(qPrintable(folder.path("pipe.png")), 0600);
        };
        const DatasetPtr dataset = open(folder.path(), {}, progress);
        QCOMPARE(dataset->size(), 2);
        QCOMPARE(reasonFor(*dataset, "gone.png"), QString("cannot be read: No such file or directory"));
        for (const char* const name : {"longer.png", "touched.png", "pipe.png"}) {
            QCOMPARE(reasonFor(*dataset, name), QString("it changed while the folder was being read"));
        }
    }

    void foldersThatGoWhileTheyAreRead() {
        const TestFolder folder;
        for (const char* const name : {"a/1.png", "a/2.png", "b/3.png"}) folder.put(name, kPng);
        int reports = 0;
        Progress progress;
        progress.report = [&](double) {
            if (++reports == 3) QDir(folder.path("b")).removeRecursively(); // listed in the outer folder
        };
        const DatasetPtr dataset = open(folder.path(), {}, progress);
        QCOMPARE(dataset->size(), 2);
        QCOMPARE(reasonFor(*dataset, "b"), QString("cannot be read: No such file or directory"));
        progress.report = [&](double) { QDir(folder.path()).removeRecursively(); };
        const QString sentence = errorOf([&] { open(folder.path(), {}, progress); });
        QCOMPARE(sentence, folder.path() + ": cannot be read: No such file or directory");
    }

    void manySkipped() {
        const TestFolder folder;
        folder.put("a.png", kPng);
        folder.put("b.png", kPng);
        for (int i = 0; i < 1100; ++i) folder.put(QString("t%1.txt").arg(i), "text");
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->skippedCount, 1100);
        QCOMPARE(dataset->skipped.size(), kMaxSkippedListed);
    }

    void everyPrefixOfATiff() {
        if (!isReadable("tiff")) QSKIP("this Qt does not read it");
        const TestFolder folder;
        const QByteArray whole = tiffFromTheFront(kGrey);
        folder.put("a.png", kPng);
        folder.put("b.png", kPng);
        for (int length = 0; length <= whole.size(); ++length) {
            folder.put("c.tif", whole.left(length));
            const DatasetPtr dataset = open(folder.path());
            QVERIFY2(dataset->size() == (length == whole.size() ? 3 : 2),
                     qPrintable(QString::number(length)));
            if (length == whole.size()) QCOMPARE(pixelsOf(*dataset).right(30), greyPixels(kGrey));
        }
    }

    void everyPrefixIsSkippedOrRight_data() { formats_data(); }
    void everyPrefixIsSkippedOrRight() {
        QFETCH(QByteArray, format);
        QFETCH(QString, ending);
        if (!isReadable(format)) QSKIP("this Qt does not read it");
        const TestFolder folder;
        const QImage image = colourImage(9, 7);
        const QByteArray whole = encoded(image, format);
        const QByteArray pixels = colourPixels(format == "jpeg" ? QImage::fromData(whole) : image);
        folder.put("a.png", encoded(image, "png"));
        folder.put("b.png", encoded(image, "png"));
        for (int length = 0; length < whole.size(); ++length) {
            folder.put("c." + ending, whole.left(length));
            const DatasetPtr dataset = open(folder.path());
            const bool right = dataset->size() == 3 && pixelsOf(*dataset).right(pixels.size()) == pixels;
            const bool left = dataset->size() == 2 && dataset->skippedCount == 1;
            QVERIFY2(right || left, qPrintable(QString("%1 of %2").arg(length).arg(whole.size())));
        }
    }

    void progressGoesUpToOne() {
        const TestFolder folder;
        for (int i = 0; i < 200; ++i)
            folder.put(QString("%1.png").arg(i), i < 150 ? kPng : encoded(colourImage(9, 9), "png"));
        std::vector<double> fractions;
        Progress progress;
        const auto thread = QThread::currentThread();
        bool here = true;
        progress.report = [&](double fraction) {
            fractions.push_back(fraction);
            here = here && QThread::currentThread() == thread;
        };
        open(folder.path(), {}, progress);
        QVERIFY(here && fractions.size() > 3);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
    }

    void cancel_data() {
        QTest::addColumn<int>("report");
        for (const int report : {1, 2, 3, 4}) QTest::addRow("at report %d", report) << report;
    }
    void cancel() {
        QFETCH(int, report);
        const TestFolder folder;
        for (int i = 0; i < 300; ++i) folder.put(QString("%1.png").arg(i), kPng);
        std::stop_source stop;
        Progress progress;
        progress.stop = stop.get_token();
        int reports = 0;
        progress.report = [&](double) {
            if (++reports == report) stop.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, open(folder.path(), {}, progress));
        QVERIFY(reports <= report + 1);
    }
};

QTEST_GUILESS_MAIN(ImageFolderTest)
#include "image_folder_test.moc"
