// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

const QString kAsTheyAre = kBytesAsTheyAre;
const QString kRange = "scaled from the data's own minimum %1 and maximum %2";

} // namespace

class NpyTest : public QObject {
    Q_OBJECT
  private slots:
    void types_data() {
        QTest::addColumn<QByteArray>("descr");
        QTest::addColumn<QByteArray>("numbers"); // of two images of 2×1
        QTest::addColumn<QByteArray>("pixels");
        QTest::addColumn<QString>("rule");
        const QByteArray bytes("\0\3\xfe\xff", 4);
        const QByteArray blackWhite("\0\xff\xff\0", 4);
        const QByteArray spread("\x00\x80\xbf\xff", 4);
        const QString times255 = "multiplied by 255";
        const QString tenth = kRange.arg("−1000").arg("1000");
        const auto row = [](const char* descr, const QByteArray& numbers, const QByteArray& pixels,
                            const QString& rule) {
            QTest::addRow("%s %s", descr, qPrintable(rule)) << QByteArray(descr) << numbers << pixels << rule;
        };
        row("|u1", bytes, bytes, kAsTheyAre);
        row("|u1", QByteArray("\0\1\1\0", 4), blackWhite, times255);
        row("|b1", QByteArray("\0\1\1\0", 4), blackWhite, times255);
        row("|i1", bytesOfAll<qint8>({-128, 0, 64, 127}), QByteArray("\0\x80\xc0\xff", 4),
            kRange.arg("−128").arg("127"));
        row("<u2", bytesOfAll<quint16>({0, 257, 32896, 65535}), QByteArray("\0\1\x80\xff", 4),
            "divided by 65,535");
        row(">u2", bytesOfAll<quint16>({0, 257, 32896, 65535}, true), QByteArray("\0\1\x80\xff", 4),
            "divided by 65,535");
        row("<u2", bytesOfAll<quint16>({0, 3, 254, 255}), bytes, kAsTheyAre);
        row("<i2", bytesOfAll<qint16>({0, 129, 16384, 32767}), QByteArray("\0\1\x80\xff", 4),
            "divided by 32,767");
        row(">i2", bytesOfAll<qint16>({-1000, 0, 500, 1000}, true), spread, tenth);
        row("<u4", bytesOfAll<quint32>({0, 3, 254, 255}), bytes, kAsTheyAre);
        row(">u4", bytesOfAll<quint32>({4e9, 0, 0, 4e9}, true), QByteArray("\xff\0\0\xff", 4),
            kRange.arg("0").arg("4e+09"));
        row("<i4", bytesOfAll<qint32>({-1000, 0, 500, 1000}), spread, tenth);
        row(">i4", bytesOfAll<qint32>({-1000, 0, 500, 1000}, true), spread, tenth);
        row("<u8", bytesOfAll<quint64>({0, 3, 254, 255}), bytes, kAsTheyAre);
        row(">u8", bytesOfAll<quint64>({0, 1, 1, 0}, true), blackWhite, times255);
        row("<i8", bytesOfAll<qint64>({-1000, 0, 500, 1000}), spread, tenth);
        row("=i8", bytesOfAll<qint64>({-1000, 0, 500, 1000}), spread, tenth);
        row("<f2", bytesOfAll<quint16>({0, 0x3400, 0x3800, 0x3c00}), QByteArray("\0\x40\x80\xff", 4),
            times255);
        row(">f2", bytesOfAll<quint16>({0xc000, 0, 0x3c00, 0x4000}, true), spread, kRange.arg("−2").arg("2"));
        row("<f2", bytesOfAll<quint16>({0, 1, 0x7bff, 0x7bff}), QByteArray("\0\0\xff\xff", 4),
            kRange.arg("0").arg("65504"));
        row("<f4", bytesOfAll<float>({0, 0.25, 0.5, 1}), QByteArray("\0\x40\x80\xff", 4), times255);
        row(">f4", bytesOfAll<float>({-1.5, 0, 0.75, 1.5}, true), spread, kRange.arg("−1.5").arg("1.5"));
        row("<f8", bytesOfAll<double>({-1, 0, 0.5, 1}), spread, kRange.arg("−1").arg("1"));
        row(">f8", bytesOfAll<double>({0, 255, 127.4, 1}, true), QByteArray("\0\xff\x7f\1", 4),
            kRange.arg("0").arg("255"));
    }
    void types() {
        QFETCH(QByteArray, descr);
        QFETCH(QByteArray, numbers);
        QFETCH(QByteArray, pixels);
        QFETCH(QString, rule);
        const TestFolder folder;
        for (const int version : {1, 2, 3}) {
            const QByteArray file = npy(descr, "(2, 1, 2)", numbers, false, version);
            const DatasetPtr dataset = open(folder.put("a.npy", file));
            QCOMPARE(dataset->shape, (ImageShape{2, 1, 1}));
            QCOMPARE(pixelsOf(*dataset), pixels);
            QCOMPARE(QString::fromStdString(dataset->pixelRule), rule);
            QVERIFY(failure(folder.put("a.npy", file.chopped(1))).contains("the file ends early"));
            QVERIFY(failure(folder.put("a.npy", file + 'x')).contains("more bytes"));
        }
    }

    void shapes_data() {
        QTest::addColumn<QByteArray>("shape");
        QTest::addColumn<bool>("fortran");
        QTest::addColumn<QByteArray>("numbers");
        QTest::addColumn<ImageShape>("result");
        QTest::addColumn<QByteArray>("pixels");
        // Two images, 2 high and 3 wide: abcdef and ABCDEF; in colour 1 high and 2 wide.
        const QByteArray plain("abcdefABCDEF");
        QTest::newRow("(N, H, W)") << QByteArray("(2, 2, 3)") << false << plain << ImageShape{3, 2, 1}
                                   << plain;
        QTest::newRow("(N, H, W), Fortran")
            << QByteArray("(2, 2, 3)") << true << QByteArray("aAdDbBeEcCfF") << ImageShape{3, 2, 1} << plain;
        QTest::newRow("(N, H, W, 1)")
            << QByteArray("(2, 2, 3, 1)") << false << plain << ImageShape{3, 2, 1} << plain;
        QTest::newRow("(N, 1, H, W)")
            << QByteArray("(2, 1, 2, 3)") << false << plain << ImageShape{2, 1, 3} << plain;
        QTest::newRow("(N, 1, H, W), plainly")
            << QByteArray("(2, 1, 3, 2)") << false << plain << ImageShape{2, 3, 1} << plain;
        QTest::newRow("(N, H, W, C)")
            << QByteArray("(2, 1, 2, 3)") << false << plain << ImageShape{2, 1, 3} << plain;
        QTest::newRow("(N, H, W, C), Fortran") << QByteArray("(2, 1, 2, 3)") << true
                                               << QByteArray("aAdDbBeEcCfF") << ImageShape{2, 1, 3} << plain;
        QTest::newRow("(N, C, H, W)") << QByteArray("(2, 3, 1, 2)") << false << QByteArray("adbecfADBECF")
                                      << ImageShape{2, 1, 3} << plain;
        QTest::newRow("(N, C, H, W), Fortran") << QByteArray("(2, 3, 1, 2)") << true
                                               << QByteArray("aAbBcCdDeEfF") << ImageShape{2, 1, 3} << plain;
        QTest::newRow("(N, H·W)") << QByteArray("(3, 4)") << false << plain << ImageShape{2, 2, 1} << plain;
        QTest::newRow("(N, H·W), Fortran") << QByteArray("(3, 4)") << true << QByteArray("aeibfjcgkdhl")
                                           << ImageShape{2, 2, 1} << QByteArray("abcdefghijkl");
        QTest::newRow("one column of pixels")
            << QByteArray("(12L, 1L)") << false << plain << ImageShape{1, 1, 1} << plain;
    }
    void shapes() {
        QFETCH(QByteArray, shape);
        QFETCH(bool, fortran);
        QFETCH(QByteArray, numbers);
        QFETCH(ImageShape, result);
        QFETCH(QByteArray, pixels);
        const TestFolder folder;
        DatasetPtr dataset = open(folder.put("a.npy", npy("|u1", shape, numbers, fortran)));
        QCOMPARE(dataset->shape, result);
        QCOMPARE(pixelsOf(*dataset), pixels);
        // Wide numbers take another code path.
        QByteArray wide;
        for (const char byte : numbers) wide += bytesOf(static_cast<double>(byte));
        dataset = open(folder.put("a.npy", npy("<f8", shape, bytesOfAll<double>({}) + wide, fortran)));
        QCOMPARE(dataset->shape, result);
        QCOMPARE(dataset->pixels.bytes.size(), static_cast<std::size_t>(pixels.size()));
        const auto [low, high] = std::minmax_element(pixels.begin(), pixels.end());
        for (qsizetype i = 0; i < pixels.size(); ++i) {
            QCOMPARE(int{dataset->pixels.bytes[i]}, qRound((pixels[i] - *low) * 255.0 / (*high - *low)));
        }
    }

    void flatRows() {
        const TestFolder folder;
        const QString file = folder.put("a.npy", npy("|u1", "(2, 6)", "abcdefABCDEF"));
        QVERIFY2(failure(file).contains("images of 6 numbers are not square: give a width and a height"),
                 qPrintable(failure(file)));
        OpenOptions options;
        options.width = 3;
        options.height = 2;
        QCOMPARE(open(file, options)->shape, (ImageShape{3, 2, 1}));
        options = {};
        options.width = 2;
        options.height = 1;
        QCOMPARE(open(file, options)->shape, (ImageShape{2, 1, 3}));
        options.height = 2;
        QVERIFY(failure(file, options).contains("images of 6 numbers are not 2×2"));
    }

    void labelsBeside() {
        const TestFolder folder;
        folder.put("x_train.npy", npy("|u1", "(3, 2, 2)", elements(12)));
        QVERIFY(!open(folder.path("x_train.npy"))->hasLabels());
        folder.put("y_train.npy", npy("<i8", "(3,)", bytesOfAll<qint64>({2, 0, 2})));
        QCOMPARE(labelsOf(*open(folder.path("x_train.npy"))), (std::vector<int>{2, 0, 2}));
        QCOMPARE(open(folder.path("x_train.npy"))->classCount(), 3);
        folder.put("y_train.npy", npy(">f4", "(3, 1)", bytesOfAll<float>({1, 0, 1}, true)));
        QCOMPARE(labelsOf(*open(folder.path("x_train.npy"))), (std::vector<int>{1, 0, 1}));
        const auto broken = [&](const QByteArray& bytes) {
            folder.put("y_train.npy", bytes);
            return failure(folder.path("x_train.npy"));
        };
        QVERIFY(broken(npy("<i8", "(2,)", bytesOfAll<qint64>({2, 0}))).contains("2 labels for 3 images"));
        QVERIFY(broken(npy("<i8", "(3,)", QByteArray(23, 0))).contains("the file ends early"));
        const auto skipped = [&](const QByteArray& bytes) {
            folder.put("y_train.npy", bytes);
            const DatasetPtr dataset = open(folder.path("x_train.npy"));
            return dataset->hasLabels() ? QString() : QString::fromStdString(dataset->skipped.at(0).reason);
        };
        QCOMPARE(skipped(npy("<i8", "(3, 2)", QByteArray(48, 0))), "not one label per image, but (3, 2)");
        QCOMPARE(skipped(npy("<c8", "(3,)", QByteArray(24, 0))),
                 "it holds elements of type “<c8”, which cannot be labels");
        QCOMPARE(skipped(npy("|O", "(3,)", "pickle")), "it holds Python objects, which cannot be labels");
        QCOMPARE(skipped(npy("<U5", "(3,)", QByteArray(60, 0))), "no image has one");
        const QByteArray good = npy("<i8", "(3,)", bytesOfAll<qint64>({2, 0, 2}));
        for (qsizetype length = 0; length < good.size(); ++length)
            QVERIFY(broken(good.left(length)).startsWith(folder.path("y_train.npy: byte ")));
    }

    void bad_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cause");
        const auto row = [](const char* name, const QByteArray& bytes, const QString& cause) {
            QTest::newRow(name) << bytes << cause;
        };
        const auto shaped = [](const char* shape) { return npy("|u1", shape, elements(12)); };
        row("Python objects", npy("|O", "(2, 2, 3)", elements(96)), "an array of Python objects");
        row("structured",
            npyWithDictionary("{'descr': [('a', '<i4'), ('b', '<f4')], 'fortran_order': False, "
                              "'shape': (3, 2, 2), }",
                              elements(96)),
            "a structured array");
        row("structured within structured",
            npyWithDictionary(
                "{'descr': [('a', [('b', '<i4')])], 'fortran_order': False, 'shape': (3, 2, 2)}",
                elements(96)),
            "a structured array");
        row("list without end", npyWithDictionary("{'descr': [('a', ", {}), "a list is not closed");
        row("complex", npy("<c8", "(3, 2, 2)", elements(96)), "elements of type “<c8”");
        row("text", npy("<U1", "(3, 2, 2)", elements(48)), "elements of type “<U1”");
        row("dates", npy("<M8[us]", "(3, 2, 2)", elements(96)), "elements of type “<M8[us]”");
        row("f1", npy("|f1", "(3, 2, 2)", elements(12)), "elements of type “|f1”");
        row("i3", npy("<i3", "(3, 2, 2)", elements(36)), "elements of type “<i3”");
        row("f16", npy("<f16", "(3, 2, 2)", elements(192)), "elements of type “<f16”");
        row("no images", shaped("(0, 2, 2)"), "the array holds no images");
        row("no pixels", shaped("(3, 0, 2)"), "images of 2×0 pixels");
        row("no flat pixels", shaped("(3, 0)"), "images of 0×0 pixels");
        row("a number", shaped("()"), "shape (); images are");
        row("one dimension", shaped("(12,)"), "shape (12,); images are");
        row("five dimensions", shaped("(1, 1, 3, 2, 2)"), "shape (1, 1, 3, 2, 2); images are");
        row("33 dimensions",
            npyWithDictionary("{'descr': '|u1', 'fortran_order': False, 'shape': (" +
                                  QByteArray("1, ").repeated(33) + ")}",
                              {}),
            "more than 32 dimensions");
        row("negative", shaped("(-3, 2, 2)"), "not a whole number");
        row("fraction", shaped("(3.0, 2, 2)"), "no “)” here");
        row("2^64", shaped("(18446744073709551616, 2, 2)"), "not a whole number");
        row("2^64 - 1", shaped("(18446744073709551615, 2, 2)"), "more than 2^32");
        row("2^32", shaped("(4294967296, 2, 2)"), "more than 2^32");
        row("2^32 - 1", shaped("(4294967295, 128, 128)"), "the file ends early");
        row("huge sides", shaped("(3, 4294967296, 4294967296)"), "sides are 1 to 128");
        row("huge flat", shaped("(3, 18446744073709551615)"), "not square");
        row("huge flat square", shaped("(1, 18446744065119617025)"), "sides are 1 to 128");
        row("huge colours", shaped("(1, 2, 2, 18446744073709551615)"),
            "channels; supported are 1 (grey), 3 (colour) and 4");
        row("two channels", shaped("(3, 2, 1, 2)"), "2 channels");
        row("four channels", shaped("(1, 3, 1, 4)").replace("3, 1, 4", "1, 3, 4"), "");
        row("too few bytes", shaped("(4, 2, 2)"), "the file ends early: 4 images of 2×2");
        row("too many bytes", shaped("(2, 2, 2)"), "more bytes");
        row("no shape", npyWithDictionary("{'descr': '|u1', 'fortran_order': False}", elements(12)),
            "is missing");
        row("empty dictionary", npyWithDictionary("{}", elements(12)), "is missing");
        row("key twice",
            npyWithDictionary("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 2, 2), 'shape': "
                              "(2, 2, 2)}",
                              elements(12)),
            "a key appears twice");
        row("unknown key", npyWithDictionary("{'descr': '|u1', 'order': 'C'}", {}), "an unknown key");
        row("neither True nor False", npyWithDictionary("{'descr': '|u1', 'fortran_order': 0}", {}),
            "neither True");
        row("text after the end",
            npyWithDictionary("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 2, 2)} x", elements(12)),
            "text after the end");
        row("NUL", npyWithDictionary(QByteArray("{'descr'\0: '|u1'}", 17), {}), "no “:” here");
        row("no dictionary", npyWithDictionary("import os", {}), "no “{” here");
        row("word without end", npyWithDictionary("{'descr", {}), "a quoted word is not closed");
        row("version 4", npy("|u1", "(3, 2, 2)", elements(12), false, 4), "version 4.0 of the NumPy format");
        row("version 1.1", npy("|u1", "(3, 2, 2)", elements(12)).replace(7, 1, "\1"), "version 1.1");
        row("huge header", QByteArray("\x93NUMPY\2\0\xff\xff\xff\xff", 12),
            "4294967295 bytes, which is too long");
        row("header cut", QByteArray("\x93NUMPY\1\0\x76\0{'desc", 16),
            "the file ends within the NumPy header");
        row("nan", npy("<f4", "(3, 1, 1)", bytesOfAll<float>({0, 1, qQNaN()})), "not a finite number");
        row("inf in f2", npy("<f2", "(3, 1, 1)", bytesOfAll<quint16>({0, 1, 0x7c00})), "not a finite number");
    }
    void bad() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, cause);
        const TestFolder folder;
        const QString file = folder.put("a.npy", bytes);
        const QString sentence = failure(file);
        QVERIFY2(sentence.startsWith(file + ": "), qPrintable(sentence));
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
        QVERIFY2(!sentence.contains('\n'), qPrintable(sentence));
    }

    void everyPrefixFails() {
        const TestFolder folder;
        const QByteArray bytes = npy("<f4", "(3, 1, 2)", bytesOfAll<float>({1, 2, 3, 4, 5, 6}));
        everyPrefix(folder, "a.npy", bytes, {}, never);
        everyPrefix(folder, "a", bytes, {}, never);
        everyPrefix(folder, "a.npy.gz", gzip(bytes), {}, never);
        QCOMPARE(open(folder.put("a.npy.gz", gzip(bytes)))->size(), 3);
    }

    void largeFileIsMapped() {
        const TestFolder folder;
        const QString file = folder.put("a.npy", npy("|u1", "(5120, 128, 128)", QByteArray(1, 'a')));
        QVERIFY(QFile::resize(file, 128 + qint64{5120} * 128 * 128));
        const DatasetPtr dataset = open(file);
        QFile maps("/proc/self/maps");
        QVERIFY(maps.open(QIODevice::ReadOnly) && maps.readAll().contains(QFile::encodeName(file)));
        QCOMPARE(dataset->image(0)[0], 'a');
        QCOMPARE(dataset->size(), 5120);
    }
};

QTEST_GUILESS_MAIN(NpyTest)
#include "npy_test.moc"
