// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/pixel_rule.h"
#include "tests/data/opening.h"
#include "tests/data/picture_files.h"
#include "tests/data/pictures.h"

#include <QImageReader>

using namespace latent;
using namespace latent::testing;

namespace {

const QImage kGrey = greyImage(16, 12);
const QImage kColour = colourImage(16, 12);

QString choicesOf(const ImageDataset& dataset) {
    QStringList choices;
    for (const std::string& choice : dataset.choices) choices << QString::fromStdString(choice);
    return choices.join('|');
}

QString skippedOf(const ImageDataset& dataset) {
    QStringList lines;
    for (const SkippedFile& file : dataset.skipped)
        lines << QString::fromStdString(file.name + ": " + file.reason);
    return lines.join('|');
}

QByteArray rgbPixels(const QImage& image) {
    return image.allGray() ? greyPixels(image) : colourPixels(image);
}

} // namespace

class PictureKindsTest : public QObject {
    Q_OBJECT
  private slots:
    void kinds_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("pixels");
        const auto row = [](const char* what, const char* name, const QByteArray& bytes,
                            const QByteArray& pixels) { QTest::newRow(what) << name << bytes << pixels; };
        const QByteArray grey = greyPixels(kGrey);
        const QByteArray colour = colourPixels(kColour);
        const QImage bits = kGrey.convertToFormat(QImage::Format_Mono, Qt::ThresholdDither);
        for (const char* const ending : {"pgm", "PGM", "pnm", "glasses"}) // recognised by content
            row(qPrintable(QString("PGM named .%1").arg(ending)), qPrintable(QString("x.%1").arg(ending)),
                encoded(kGrey, "pgm"), grey);
        row("PGM as text", "x.pgm", plainPgm(kGrey), grey);
        row("PGM of 4,095", "x.pgm", deepPgm(kGrey), grey);
        row("PPM", "x.ppm", encoded(kColour, "ppm"), colour);
        row("PBM", "x.pbm", encoded(bits, "pbm"), greyPixels(bits));
        row("XBM", "x.xbm", encoded(bits, "xbm"), greyPixels(bits));
        row("XPM", "x.xpm", encoded(kColour, "xpm"), colour);
        row("GIF", "x.gif", gif(kGrey), grey);
        row("GIF without an ending", "x", gif(kGrey), grey);
        row("ICO", "x.ico", encoded(kColour, "ico"), colour);
        row("ICO of several sizes", "x.ico", icon({kColour.scaled(8, 6), kColour, kColour.scaled(4, 3)}),
            colour);
        row("TGA", "x.tga", tga(kColour), colour);
        row("WBMP", "x.wbmp", encoded(bits, "wbmp"), greyPixels(bits));
        row("packed BMP", "x.bmp", packedBmp(kGrey), grey);
        row("packed BMP of size 0", "x.bmp", packedBmp(kGrey, 0), grey);
        row("packed BMP of a wrong size", "x.bmp", packedBmp(kGrey, 99'999), grey);
        for (const int depth : {16, 24, 32})
            for (const bool fromTop : {false, true})
                row(qPrintable(
                        QString("BMP of %1 bits from the %2").arg(depth).arg(fromTop ? "top" : "bottom")),
                    "x.bmp", bmp(kColour, depth, fromTop),
                    colourPixels(depth == 16 ? in555(kColour) : kColour));
    }
    void kinds() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, pixels);
        const TestFolder folder;
        folder.put("s0/" + name, bytes);
        folder.put("s1/" + name, bytes);
        const DatasetPtr dataset = open(folder.path());
        QVERIFY2(dataset->skippedCount == 0, qPrintable(skippedOf(*dataset)));
        QCOMPARE(dataset->shape.width, 16);
        QCOMPARE(dataset->shape.height, 12);
        QCOMPARE(pixelsOf(*dataset), pixels + pixels);
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"s0", "s1"}));
        QCOMPARE(dataset->files,
                 (std::vector<std::string>{"s0/" + name.toStdString(), "s1/" + name.toStdString()}));
        QCOMPARE(choicesOf(*dataset), QString());
    }

    void prefixesAreSkippedOrRight_data() { kinds_data(); }
    void prefixesAreSkippedOrRight() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, pixels);
        if (QByteArray(QTest::currentDataTag()) == "PGM as text") QSKIP("its last number can be cut unseen");
        const TestFolder folder;
        const QByteArray good = encoded(pixels.size() == 16 * 12 ? kGrey : kColour, "png");
        folder.put("a.png", good);
        folder.put("b.png", good);
        for (int length = 0; length < bytes.size();
             length += length < 30 || bytes.size() - length < 30 ? 1 : 13) {
            folder.put(name, bytes.left(length));
            const DatasetPtr dataset = open(folder.path());
            const bool right = dataset->size() == 3 && pixelsOf(*dataset).right(pixels.size()) == pixels;
            const bool left = dataset->size() == 2 && dataset->skippedCount == 1;
            QVERIFY2(right || left, qPrintable(QString("%1 of %2").arg(length).arg(bytes.size())));
        }
    }

    void pages_data() {
        QTest::addColumn<bool>("bigEndian");
        QTest::addColumn<bool>("large");
        QTest::newRow("little-endian") << false << false;
        QTest::newRow("big-endian") << true << false;
        QTest::newRow("BigTIFF") << false << true;
    }
    void pages() {
        QFETCH(bool, bigEndian);
        QFETCH(bool, large);
        QList<QImage> cells;
        for (int i = 0; i < 12; ++i) cells << greyImage(9, 7, i * 13);
        const TestFolder folder;
        folder.put("stack.tif", tiffOf(cells, {bigEndian, large}));
        QByteArray pixels;
        for (const QImage& cell : cells) pixels += greyPixels(cell);
        DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), pixels);
        QCOMPARE(dataset->files, std::vector<std::string>(12, "stack.tif"));
        QCOMPARE(dataset->pages, (std::vector<std::uint32_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
        QCOMPARE(choicesOf(*dataset), QString("each page is an image: stack.tif"));
        folder.put("a/one.png", encoded(cells[0], "png"));
        folder.put("b/stack.tif", tiffOf({cells[3], cells[4]}, {bigEndian, large}));
        dataset = open(folder.path());
        QCOMPARE(dataset->size(), 15);
        QCOMPARE(pixelsOf(*dataset),
                 greyPixels(cells[0]) + greyPixels(cells[3]) + greyPixels(cells[4]) + pixels);
        QCOMPARE(dataset->pages.at(0), 0U); // its file holds no other
        QCOMPARE(dataset->pages.at(2), 2U);
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    void pagesThatBelongToOthers() {
        const TestFolder folder;
        TiffForm form;
        form.thumbnails = {1, 3};
        const QList<QImage> pages{greyImage(9, 7, 1), greyImage(4, 3), greyImage(9, 7, 2), greyImage(4, 3)};
        folder.put("scan.tif", tiffOf(pages, form));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), greyPixels(pages[0]) + greyPixels(pages[2]));
        QCOMPARE(dataset->pages, (std::vector<std::uint32_t>{1, 2}));
    }

    void pagesThatAreMissing() {
        QList<QImage> cells;
        for (int i = 0; i < 6; ++i) cells << greyImage(9, 7, i * 13);
        const QByteArray whole = tiffOf(cells, {});
        const TestFolder folder;
        folder.put("a.png", encoded(cells[0], "png"));
        folder.put("b.png", encoded(cells[0], "png"));
        for (int length = 0; length < whole.size(); ++length) {
            folder.put("c.tif", whole.left(length));
            const DatasetPtr dataset = open(folder.path());
            QVERIFY2(dataset->size() < 8 && dataset->skippedCount > 0, qPrintable(QString::number(length)));
            for (Index i = 2; i < dataset->size(); ++i) {
                const QByteArray image(reinterpret_cast<const char*>(dataset->image(i).data()), 63);
                QCOMPARE(image, greyPixels(cells[i - 2]));
            }
        }
        QByteArray circle = whole; // the last directory names the first as the next
        circle.replace(circle.size() - 4, 4, whole.mid(4, 4));
        folder.put("c.tif", circle);
        QCOMPARE(open(folder.path())->size(), 8);
        QCOMPARE(skippedOf(*open(folder.path())), QString("c.tif, page 7: the file is truncated"));
    }

    void readingAtMostSoMany() {
        QList<QImage> cells;
        for (int i = 0; i < 12; ++i) cells << greyImage(9, 7, i * 13);
        const TestFolder folder;
        for (const char* const name : {"a.tif", "b.tif", "c.tif"}) folder.put(name, tiffOf(cells, {}));
        OpenOptions options;
        options.readAtMost = 9;
        const DatasetPtr dataset = open(folder.path(), options);
        QCOMPARE(dataset->pages, (std::vector<std::uint32_t>{1, 2, 3, 1, 2, 3, 1, 2, 3}));
        QCOMPARE(pixelsOf(*dataset).left(63), greyPixels(cells[0]));
    }

    void animationsCountOnce() {
        if (!QImageReader::supportedImageFormats().contains("gif")) QSKIP("this Qt does not read it");
        const TestFolder folder;
        for (const char* const name : {"a.gif", "b.gif", "c.gif", "d.gif"})
            folder.put(name, gif(kGrey, {greyImage(16, 12, 90), greyImage(16, 12, 9)}));
        folder.put("e.gif", gif(kGrey));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), greyPixels(kGrey).repeated(5));
        QVERIFY(dataset->pages.empty());
        QCOMPARE(choicesOf(*dataset),
                 QString("only the first frame of an animation is read: a.gif, b.gif and 2 more"));
    }

    void withoutAnEnd_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("whole");
        const auto row = [](const char* what, const char* name, const QByteArray& bytes, bool whole) {
            QTest::newRow(what) << name << bytes << whole;
        };
        const QImage grey = greyImage(32, 24);
        const QByteArray jpeg = encoded(grey, "jpg", 95);
        const QByteArray coloured = encoded(colourImage(32, 24), "jpg", 80);
        const QByteArray progressive = progressiveJpeg(grey);
        const QByteArray png = encoded(grey, "png");
        row("JPEG without its mark", "x.jpg", jpeg.chopped(2), true);
        row("JPEG with half of its mark", "x.jpg", jpeg.chopped(1), true);
        row("JPEG with zeros for its mark", "x.jpg", jpeg.chopped(2) + QByteArray(16, '\0'), true);
        row("JPEG with a disk's block of zeros", "x.jpg", jpeg.chopped(2) + QByteArray(4096, '\0'), true);
        row("coloured JPEG", "x.jpg", coloured.chopped(2), true);
        row("progressive JPEG", "x.jpg", progressive.chopped(2), true);
        row("JPEG cut in its data", "x.jpg", jpeg.chopped(4), false);
        row("JPEG cut in half", "x.jpg", jpeg.left(jpeg.size() * 2 / 3), false);
        row("JPEG cut in half, then zeros", "x.jpg", jpeg.left(jpeg.size() * 2 / 3) + QByteArray(4096, '\0'),
            false);
        row("coloured JPEG cut", "x.jpg", coloured.chopped(5), false);
        row("progressive JPEG without its last scan", "x.jpg",
            progressive.left(progressive.lastIndexOf("\xff\xda")), false);
        row("progressive JPEG cut in its last scan", "x.jpg", progressive.chopped(8), false);
        row("PNG without IEND", "x.png", png.chopped(12), true);
        row("PNG with a part of IEND", "x.png", png.chopped(5), true);
        row("PNG with zeros for IEND", "x.png", png.chopped(12) + QByteArray(300, '\0'), true);
        row("PNG cut in its data", "x.png", png.chopped(20), false);
        row("GIF without its end", "x.gif", gif(grey).chopped(1), true);
        row("GIF cut in its second frame", "x.gif", gif(grey, {greyImage(32, 24, 9)}).chopped(40), true);
        row("GIF cut in its data", "x.gif", gif(grey).chopped(30), false);
    }
    void withoutAnEnd() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        QFETCH(bool, whole);
        const QByteArray good =
            encoded(QImage::fromData(bytes).allGray() ? greyImage(32, 24) : colourImage(32, 24), "png");
        const TestFolder folder;
        folder.put("a.png", good);
        folder.put("b.png", good);
        folder.put(name, bytes);
        const DatasetPtr dataset = open(folder.path());
        if (!whole) {
            QCOMPARE(skippedOf(*dataset), name + ": the file is truncated");
            QCOMPARE(choicesOf(*dataset), QString());
            return;
        }
        QCOMPARE(skippedOf(*dataset), QString());
        QCOMPARE(choicesOf(*dataset), "included although the end marker is missing: " + name);
        const QByteArray pixels = name.endsWith("jpg") ? rgbPixels(QImage::fromData(bytes + "\xff\xd9"))
                                                       : greyPixels(greyImage(32, 24));
        QCOMPARE(pixelsOf(*dataset).right(pixels.size()), pixels);
    }

    void depths_data() {
        QTest::addColumn<int>("highest");
        QTest::addColumn<int>("largest"); // of the intended number of bits
        QTest::addColumn<QString>("rule");
        QTest::newRow("8 bits") << 255 << 255 << kBytesAsTheyAre;
        QTest::newRow("10 bits") << 1000 << 1023 << "reduced from 10 to 8 bits";
        QTest::newRow("12 bits") << 4095 << 4095 << "reduced from 12 to 8 bits";
        QTest::newRow("12 bits, not filled") << 2100 << 4095 << "reduced from 12 to 8 bits";
        QTest::newRow("14 bits") << 16000 << 16383 << "reduced from 14 to 8 bits";
        QTest::newRow("15 bits") << 30000 << 32767 << "reduced from 15 to 8 bits";
        QTest::newRow("16 bits") << 65535 << 65535 << "reduced to 8 bits";
        QTest::newRow("a little of 16 bits") << 32768 << 65535 << "reduced to 8 bits";
    }
    void depths() {
        QFETCH(int, highest);
        QFETCH(int, largest);
        QFETCH(QString, rule);
        for (const bool colour : {false, true}) {
            const TestFolder folder;
            QByteArray pixels;
            for (int image = 0; image < 2; ++image) { // the brightest pixel is in the second image
                const QImage deep = deepImage(8, 6, image == 0 ? highest / 2 : highest, colour);
                folder.put(QString("%1.png").arg(image), encoded(deep, "png"));
                for (int y = 0; y < 6; ++y) {
                    for (int x = 0; x < 8; ++x) {
                        const QRgba64 pixel = deep.pixelColor(x, y).rgba64();
                        for (const int value : {pixel.red(), pixel.green(), pixel.blue()}) {
                            pixels.append(static_cast<char>((value * 255 + largest / 2) / largest));
                            if (!colour) break;
                        }
                    }
                }
            }
            const DatasetPtr dataset = open(folder.path());
            QCOMPARE(pixelsOf(*dataset), pixels);
            QCOMPARE(QString::fromStdString(dataset->pixelRule), rule);
        }
    }

    void depthsInATiff() {
        const QImage deep = deepImage(8, 6, 4000, false);
        const TestFolder folder;
        folder.put("a.tif", encoded(deep, "tiff"));
        folder.put("b.tif", encoded(deep, "tiff"));
        folder.put("c.png", encoded(greyImage(8, 6), "png")); // 8 bits stay unchanged
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString("reduced from 12 to 8 bits"));
        QCOMPARE(dataset->image(0)[47], (4000 * 255 + 2047) / 4095);
        QCOMPARE(pixelsOf(*dataset).right(48), greyPixels(greyImage(8, 6)));
    }

    void levels_data() {
        QTest::addColumn<int>("highest");
        for (const int highest : {0, 1, 3, 16, 64, 65, 255}) QTest::addRow("0 to %d", highest) << highest;
    }
    void levels() {
        QFETCH(int, highest);
        QImage dark(3, 1, QImage::Format_Grayscale8);
        for (int x = 0; x < 3; ++x) dark.scanLine(0)[x] = static_cast<uchar>(highest * x / 2);
        const TestFolder folder;
        folder.put("a.png", encoded(dark, "png"));
        folder.put("b.png", encoded(dark, "png"));
        const DatasetPtr dataset = open(folder.path());
        const bool few = highest > 0 && highest <= 64;
        const PixelRule rule = few ? pixelRuleFor({}, {0, static_cast<double>(highest), true})
                                   : PixelRule{0, 1, kBytesAsTheyAre};
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString::fromStdString(rule.text));
        for (int x = 0; x < 3; ++x) QCOMPARE(dataset->image(1)[std::size_t(x)], rule.pixel(highest * x / 2));
        if (highest == 1) QCOMPARE(pixelsOf(*dataset), QByteArray("\0\0\xff\0\0\xff", 6));
    }

    void depthsThatQtDoesNotRead() {
        const TestFolder folder;
        folder.put("a.png", encoded(kGrey, "png"));
        folder.put("b.png", encoded(kGrey, "png"));
        TiffForm form;
        form.bits = 32;
        folder.put("c.tif", tiffOf({kGrey}, form));
        form.format = 3;
        folder.put("d.tif", tiffOf({kGrey}, form));
        form.format = 2;
        form.bits = 16;
        folder.put("e.tif", tiffOf({kGrey}, form));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(
            skippedOf(*dataset),
            QString("c.tif: its pixels are numbers of 32 bits%1|d.tif: its pixels are floating-point numbers "
                    "of 32 bits%1|e.tif: its pixels are signed numbers of 16 bits%1")
                .arg("; save it with integers of 8 or 16 bits"));
    }

    void kindsThatQtDoesNotRead() {
        const TestFolder folder;
        folder.put("a.png", encoded(kGrey, "png"));
        folder.put("b.png", encoded(kGrey, "png"));
        QByteArray grey = tga(kGrey);
        grey[2] = 3;
        folder.put("c.tga", grey);
        folder.put("d.tga", tga(kGrey).chopped(26)); // the old format
        folder.put("e.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
        QCOMPARE(
            skippedOf(*open(folder.path())),
            QString(
                "e.svg: an SVG drawing: convert it to PNG or JPEG|c.tga: this kind of TGA is not supported; "
                "save it as PNG|d.tga: this kind of TGA is not supported; save it as PNG"));
    }

    void strays_data() {
        QTest::addColumn<int>("alike");    // pictures of 40×30
        QTest::addColumn<QSizeF>("stray"); // one each at the start and the end
        QTest::addColumn<int>("strays");   // number of strays
        QTest::addColumn<QSizeF>("shape");
        QTest::addColumn<QString>("choice");
        const auto row = [](const char* what, int alike, QSizeF stray, int strays, QSizeF shape,
                            const QString& choice) {
            QTest::newRow(what) << alike << stray << strays << shape << choice;
        };
        const QSizeF usual(40, 30);
        row("none", 5, {}, 0, usual, "");
        row("one a pixel narrower", 20, {39, 30}, 1, usual,
            "20 of 21 pictures are 40×30; the other one was cropped and resized to that (--side)");
        row("one large", 20, {400, 300}, 1, usual,
            "20 of 21 pictures are 40×30; the other one was cropped and resized to that (--side)");
        row("two of a tenth", 18, {40, 31}, 2, usual,
            "18 of 20 pictures are 40×30; the other 2 were cropped and resized to that (--side)");
        row("more than a tenth", 17, {40, 31}, 2, {28, 28},
            "the pictures differ in size, from 40×30 to 40×31, and became 28×28 (--side)");
        row("all large", 0, {300, 200}, 3, {28, 28},
            "all pictures are 300×200, larger than 128×128, and became 28×28 (--side)");
    }
    void strays() {
        QFETCH(int, alike);
        QFETCH(QSizeF, stray);
        QFETCH(int, strays);
        QFETCH(QSizeF, shape);
        QFETCH(QString, choice);
        const TestFolder folder;
        for (int i = 0; i < alike; ++i)
            folder.put(QString("m%1.png").arg(i, 2, 10, QChar('0')), encoded(greyImage(40, 30, i), "png"));
        for (int i = 0; i < strays; ++i)
            folder.put(i == 0 ? "a.png" : QString("z%1.png").arg(i),
                       encoded(greyImage(int(stray.width()), int(stray.height()), 50), "png"));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(QSizeF(dataset->shape.width, dataset->shape.height), shape);
        QCOMPARE(dataset->size(), alike + strays);
        QCOMPARE(choicesOf(*dataset), choice);
        const bool kept = shape == QSizeF(40, 30);
        QCOMPARE(dataset->pixelRule == kBytesAsTheyAre, kept);
        for (Index i = 0; kept && i < dataset->size(); ++i) {
            const std::string& file = dataset->files[static_cast<std::size_t>(i)];
            if (file[0] != 'm') continue;
            const QByteArray image(reinterpret_cast<const char*>(dataset->image(i).data()), 40 * 30);
            QCOMPARE(image, greyPixels(greyImage(40, 30, std::stoi(file.substr(1)))));
        }
        OpenOptions options;
        options.side = 16;
        QCOMPARE(choicesOf(*open(folder.path(), options)), QString());
        QCOMPARE(open(folder.path(), options)->shape.width, 16);
    }

    void aStrayKeepsItsProportions() {
        const TestFolder folder;
        for (int i = 0; i < 9; ++i) folder.put(QString("m%1.png").arg(i), encoded(greyImage(40, 30), "png"));
        QImage wide(160, 60, QImage::Format_Grayscale8); // the middle 80×60 is grey
        wide.fill(255);
        for (int y = 0; y < 60; ++y) std::memset(wide.scanLine(y) + 40, 100, 80);
        folder.put("z.png", encoded(wide, "png"));
        QCOMPARE(pixelsOf(*open(folder.path())).right(40 * 30), QByteArray(40 * 30, 100));
        OpenOptions options;
        options.fit = ImageFit::Stretch;
        const DatasetPtr stretched = open(folder.path(), options);
        QCOMPARE(stretched->image(9)[0], 255);
        QCOMPARE(stretched->image(9)[20], 100);
        QCOMPARE(choicesOf(*stretched),
                 QString("9 of 10 pictures are 40×30; the other one was resized to that (--side)"));
    }
};

QTEST_GUILESS_MAIN(PictureKindsTest)
#include "picture_kinds_test.moc"
