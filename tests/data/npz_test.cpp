// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

ZipPart part(const char* name, const QByteArray& content) {
    return {.name = name, .content = content};
}

const QByteArray kImages = npy("|u1", "(3, 2, 2)", elements(12));
const QByteArray kMore = npy("|u1", "(2, 2, 2)", elements(8, 7));
const QByteArray kLabels = npy("<i8", "(3,)", bytesOfAll<qint64>({1, 0, 2}));
const QByteArray kMoreLabels = npy("<i8", "(2, 1)", bytesOfAll<qint64>({0, 3}));
const QByteArray kObjects = npy("|O", "()", "pickle");

// For three images: colour, shape, scale, orientation, x, y
const QByteArray kFactors = bytesOfAll<double>({1, 1, .5, 0, 0, 1, 1, 2, .5, 0, 0, 0, 1, 3, .5, .1, 0, 0});
const QByteArray kFactorClasses = bytesOfAll<qint64>({0, 0, 0, 0, 0, 9, 0, 1, 0, 0, 0, 0, 0, 2, 0, 5, 0, 0});

QByteArray dsprites(const QByteArray& classes, const QByteArray& values = npy("<f8", "(3, 6)", kFactors)) {
    return zip({part("metadata.npy", kObjects),
                part("imgs.npy", npy("|u1", "(3, 1, 2)", QByteArray("\0\1\1\1\0\0", 6))),
                part("latents_classes.npy", npy("<i8", "(3, 6)", classes)),
                part("latents_values.npy", values)});
}

} // namespace

class NpzTest : public QObject {
    Q_OBJECT
  private slots:
    void chosenByName_data() {
        QTest::addColumn<QList<QByteArray>>("names"); // images, labels, test images, test labels, or fewer
        const auto row = [](const QList<QByteArray>& names) {
            QTest::newRow(names[0] + " " + names.value(1)) << names;
        };
        row({"x_train", "y_train", "x_test", "y_test"});
        row({"X_train", "Y_train", "X_test", "Y_test"});
        row({"train_images", "train_labels", "test_images", "test_labels"});
        row({"x_train", "y_train"});
        row({"images", "labels"});
        row({"images"});
        row({"imgs", "labels"});
        row({"x", "y"});
        row({"X", "y"});
        row({"data", "target"});
        row({"data", "labels"});
        row({"arr_0", "arr_1"});
        row({"arr_0"});
        row({"anything"});
        row({"anything", "labels"});
    }
    void chosenByName() {
        QFETCH(QList<QByteArray>, names);
        const QList<QByteArray> contents{kImages, kLabels, kMore, kMoreLabels};
        for (const bool zip64 : {false, true}) {
            for (const bool packed : {false, true}) {
                QList<ZipPart> parts{part("readme.txt", "hello"), part("metadata.npy", kObjects)};
                for (int i = 0; i < names.size(); ++i) {
                    parts.prepend(part(names[i] + ".npy", contents[i]));
                    parts.front().deflated = packed;
                    parts.front().zip64 = zip64;
                }
                const TestFolder folder;
                const DatasetPtr dataset = open(folder.put("a.npz", zip(parts)));
                const bool tested = names.size() > 2;
                QCOMPARE(pixelsOf(*dataset), elements(12) + (tested ? elements(8, 7) : QByteArray()));
                QCOMPARE(dataset->testGiven, tested);
                QCOMPARE(dataset->hasLabels(), names.size() > 1);
                if (names.size() == 2) QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 2}));
                if (tested) QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 2, 0, 3}));
                if (tested) QCOMPARE(dataset->test, (std::vector<std::uint32_t>{3, 4}));
            }
        }
    }

    void chosenByOption() {
        const TestFolder folder;
        const QString file = folder.put(
            "a.npz", zip({part("one.npy", kImages), part("two.npy", kMore), part("of_one.npy", kLabels)}));
        const QString sentence = failure(file);
        QVERIFY2(sentence.contains("it is unclear which array holds the images"), qPrintable(sentence));
        QVERIFY2(sentence.contains("one (3, 2, 2), two (2, 2, 2), of_one (3,)"), qPrintable(sentence));
        OpenOptions options;
        options.imagesKey = "two";
        QCOMPARE(open(file, options)->size(), 2);
        QVERIFY(!open(file, options)->hasLabels());
        options.imagesKey = "one.npy";
        options.labelsKey = "of_one";
        QCOMPARE(labelsOf(*open(file, options)), (std::vector<int>{1, 0, 2}));
        options.labelsKey = "two";
        QVERIFY(failure(file, options).contains("labels are one number or word per image"));
        options.labelsKey = "three";
        QVERIFY(failure(file, options).contains("there is no array “three”, only one (3, 2, 2), "));
    }

    void labelsThatAreNone() {
        const TestFolder folder;
        QString file = folder.put(
            "a.npz", zip({part("x.npy", kImages), part("y.npy", npy("|u1", "(3, 2)", elements(6)))}));
        const DatasetPtr dataset = open(file);
        QVERIFY(!dataset->hasLabels());
        QCOMPARE(dataset->skippedCount, 1);
        QCOMPARE(dataset->skipped.at(0).name, std::string("y"));
        QCOMPARE(dataset->skipped.at(0).reason, std::string("not one label per image, but (3, 2)"));
        file = folder.put("a.npz", zip({part("x.npy", kImages), part("y.npy", kMoreLabels)}));
        QVERIFY(failure(file).contains("2 labels for 3 images"));
        file = folder.put("a.npz", zip({part("x_train.npy", kImages), part("y_train.npy", kLabels),
                                        part("x_test.npy", kMore)}));
        QCOMPARE(open(file)->classNames.back(), std::string("no label"));
        file = folder.put(
            "a.npz", zip({part("x_train.npy", kImages), part("x_test.npy", npy("|u1", "(1, 1, 2)", "ab"))}));
        QVERIFY(failure(file).contains("the test images are 2×1, but the training images are 2×2"));
    }

    void dSprites() {
        const TestFolder folder;
        QByteArray classes = kFactorClasses;
        const DatasetPtr dataset = open(folder.put("dsprites.npz", dsprites(classes)));
        QCOMPARE(pixelsOf(*dataset), QByteArray("\0\xff\xff\xff\0\0", 6));
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString("multiplied by 255"));
        QCOMPARE(dataset->factors.size(), 3U); // colour, scale and x do not vary here
        QCOMPARE(dataset->factors[0].name, std::string("shape"));
        QCOMPARE(dataset->factors[0].values, (std::vector<float>{1, 2, 3}));
        QCOMPARE(dataset->factors[2].name, std::string("y"));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 1, 2}));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"square", "ellipse", "heart"}));
        classes[8 * 7] = '\7';
        QVERIFY(failure(folder.put("dsprites.npz", dsprites(classes)))
                    .contains("byte 184: a shape that dSprites does not have"));
        QVERIFY(failure(folder.put("dsprites.npz", dsprites(classes.chopped(1))))
                    .contains("the file ends early"));
    }

    void factorsThatAreNone_data() {
        QTest::addColumn<QByteArray>("values");
        QTest::addColumn<QString>("cause");
        QByteArray nan = kFactors;
        nan.replace(8 * 8, 8, bytesOf(qQNaN()));
        QTest::newRow("one too few") << npy("<f8", "(2, 6)", kFactors.left(96))
                                     << "shape (2, 6); dSprites has (3, 6)";
        QTest::newRow("Fortran's order") << npy("<f8", "(3, 6)", kFactors, true) << "dSprites has (3, 6)";
        QTest::newRow("bytes missing") << npy("<f8", "(3, 6)", kFactors.chopped(1)) << "ends early";
        QTest::newRow("bytes left") << npy("<f8", "(3, 6)", kFactors + 'x') << "more bytes";
        QTest::newRow("not a number")
            << npy("<f8", "(3, 6)", nan) << "byte 192: a factor that is not a finite number";
        QTest::newRow("Python objects") << npy("|O", "(3, 6)", "pickle") << "Python objects";
    }
    void factorsThatAreNone() {
        QFETCH(QByteArray, values);
        QFETCH(QString, cause);
        const TestFolder folder;
        const QString sentence = failure(folder.put("d.npz", dsprites(kFactorClasses, values)));
        QVERIFY2(sentence.startsWith(folder.path("d.npz/latents_values.npy: ")), qPrintable(sentence));
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
    }

    void everyPrefixOfDspritesFails() {
        const TestFolder folder;
        everyPrefix(folder, "d.npz", dsprites(kFactorClasses), {}, never);
    }

    void arraysThatAreNoNumbers() {
        const TestFolder folder;
        OpenOptions options;
        options.imagesKey = "x";
        QString file = folder.put("a.npz", zip({part("x.npy", npy("|O", "(3, 2, 2)", elements(96)))}));
        QVERIFY(failure(file, options).contains("Python objects"));
        const QByteArray structured =
            "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3, 2, 2), }";
        file = folder.put("a.npz", zip({part("x.npy", npyWithDictionary(structured, elements(48)))}));
        QVERIFY(failure(file, options).contains("structured array"));
    }

    void aThousandMembersAreRead() {
        QList<ZipPart> parts{part("x.npy", kImages)};
        for (int i = 1; i < 1000; ++i) parts.append(part(QByteArray::number(i) + ".txt", "x"));
        const TestFolder folder;
        QCOMPARE(open(folder.put("a.npz", zip(parts)))->size(), 3);
    }

    void bad_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cause");
        const auto row = [](const char* name, const QByteArray& bytes, const QString& cause) {
            QTest::newRow(name) << bytes << cause;
        };
        const auto changed = [](const auto& change) {
            ZipPart images = part("x.npy", kImages);
            change(images);
            return zip({images});
        };
        row("nothing", zip({}), "the archive holds no NumPy arrays");
        row("no arrays", zip({part("a.txt", "hello"), part("b.zip", zip({part("x.npy", kImages)}))}),
            "the archive holds no NumPy arrays");
        row("leads up", zip({part("../x.npy", kImages)}), "“../x.npy” leads outside");
        row("leads up further on", zip({part("a/../../x.npy", kImages)}), "leads outside");
        row("leads to the root", zip({part("/x.npy", kImages)}), "leads outside");
        row("leads up as in DOS", zip({part("..\\x.npy", kImages)}), "leads outside");
        row("twice", zip({part("x.npy", kImages), part("x.npy", kMore)}), "the name “x.npy” appears twice");
        row("encrypted", changed([](ZipPart& p) { p.flags = 1; }), "“x.npy” is encrypted");
        row("bzip2", changed([](ZipPart& p) { p.statedMethod = 12; }), "compressed with method 12");
        row("wrong sum", changed([](ZipPart& p) { p.statedSum = 1; }), "checksum is wrong");
        row("wrong sum, not packed", changed([](ZipPart& p) {
                p.deflated = false;
                p.statedSum = 1;
            }),
            "checksum is wrong");
        row("declared too small", changed([](ZipPart& p) { p.statedSize = p.content.size() - 1; }),
            "a.npz/x.npy: ");
        row("declared too large", changed([](ZipPart& p) { p.statedSize = p.content.size() + 1; }),
            "a.npz/x.npy: ");
        row("declared absurd", changed([](ZipPart& p) { p.statedSize = 0xfffffff0; }),
            "which is implausible");
        row("declared absurd, zip64", changed([](ZipPart& p) {
                p.zip64 = true;
                p.statedSize = qint64{1} << 60;
            }),
            "which is implausible");
        row("declared packed size absurd", changed([](ZipPart& p) { p.statedPackedSize = 0xfffff; }),
            "larger than the archive");
        row("2^32 images", zip({part("x.npy", npy("|u1", "(4294967296, 2, 2)", {}))}), "more than 2^32");
        row("huge sides", zip({part("x.npy", npy("|u1", "(3, 4294967296, 4294967296)", {}))}),
            "sides are 1 to 128");
        row("nan", zip({part("x.npy", npy("<f4", "(3, 1, 1)", bytesOfAll<float>({0, 1, qQNaN()})))}),
            "not a finite number");
        row("ratio", changed([](ZipPart& p) {
                p.statedSize = 1'200'000;
                p.statedPackedSize = 100;
            }),
            "which is implausible");
        row("sizes for more than there is", zip({part("x.npy", npy("|u1", "(4, 2, 2)", elements(12)))}),
            "the file ends early: 4 images of 2×2");
        row("sizes for less than there is", zip({part("x.npy", npy("|u1", "(2, 2, 2)", elements(12)))}),
            "more bytes");
        row("Python objects", zip({part("x.npy", npy("|O", "(3, 2, 2)", elements(96)))}),
            "none of the arrays holds images: x (3, 2, 2)");
        row("header cut", zip({part("x.npy", kImages.left(30))}), "ends within the NumPy header");
        row("broken deflate", zip({part("x.npy", kImages)}).replace(35, 4, "\xff\xff\xff\xff"),
            "the archive is damaged");
        QList<ZipPart> many;
        for (int i = 0; i < 1001; ++i) many.append(part(QByteArray::number(i) + ".npy", "x"));
        row("1001 members", zip(many), "the archive has 1001 members, more than 1,000");
        row("gzip of a zip", gzip(zip({part("x.npy", kImages)})), "cannot be read: ");
        row("text", "hello", "the zip archive cannot be read: ");
    }
    void bad() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, cause);
        const TestFolder folder;
        const QString file = folder.put("a.npz", bytes);
        const QString sentence = failure(file);
        QVERIFY2(sentence.startsWith(file), qPrintable(sentence));
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
        QVERIFY2(!sentence.contains('\n'), qPrintable(sentence));
        OpenOptions options;
        options.imagesKey = "x";
        QVERIFY(failure(file, options).startsWith(file));
    }

    void aBombThatIsDeclaredSmall() {
        const TestFolder folder;
        const QByteArray zeros(100'000'000, '\0');
        ZipPart images = part("x.npy", npy("|u1", "(1000000, 10, 10)", zeros));
        images.statedSize = 200'000;
        const QString sentence = failure(folder.put("a.npz", zip({images})));
        QVERIFY2(sentence.contains("the file ends early: 1000000 images of 10×10"), qPrintable(sentence));
    }

    void bomb() {
        // 100 MB of zeros in 100 kB: more than the header requires, so the rest is never decompressed.
        const TestFolder folder;
        const QByteArray zeros(100'000'000, '\0');
        const QString file = folder.put("a.npz", zip({part("x.npy", npy("|u1", "(2, 2, 2)", zeros))}));
        QVERIFY(failure(file).contains("more bytes than the sizes require"));
    }

    void everyPrefixFails() {
        const TestFolder folder;
        const QByteArray bytes = zip({part("x.npy", kImages), part("y.npy", kLabels)});
        everyPrefix(folder, "a.npz", bytes, {}, never);
        QCOMPARE(open(folder.put("a.npz", bytes))->size(), 3);
    }

    void everyFlippedByteFailsOrReadsTheSame() {
        const TestFolder folder;
        const QByteArray good = zip({part("x.npy", kImages), part("y.npy", kLabels)});
        OpenOptions options;
        options.imagesKey = "x"; // whatever the second array is called
        for (int i = 0; i < good.size(); ++i) {
            QByteArray bytes = good;
            bytes[i] = static_cast<char>(~bytes[i]);
            const QString file = folder.put("a.npz", bytes);
            DatasetPtr dataset;
            const QString sentence = errorOf([&] { dataset = open(file, options); });
            QVERIFY2(!sentence.isEmpty() || pixelsOf(*dataset) == elements(12),
                     qPrintable(QString::number(i)));
        }
    }
};

QTEST_GUILESS_MAIN(NpzTest)
#include "npz_test.moc"
