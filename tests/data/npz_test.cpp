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

QByteArray dsprites(const QByteArray& classes) {
    // colour, shape, scale, orientation, x, y
    const QByteArray values = bytesOfAll<double>({1, 1, .5, 0, 0, 1, 1, 2, .5, 0, 0, 0, 1, 3, .5, .1, 0, 0});
    return zip({part("metadata.npy", kObjects),
                part("imgs.npy", npy("|u1", "(3, 1, 2)", QByteArray("\0\1\1\1\0\0", 6))),
                part("latents_classes.npy", npy("<i8", "(3, 6)", classes)),
                part("latents_values.npy", npy("<f8", "(3, 6)", values))});
}

} // namespace

class NpzTest : public QObject {
    Q_OBJECT
  private slots:
    void chosenByName_data() {
        QTest::addColumn<QList<QByteArray>>("names"); // images, labels, test images, test labels; or fewer
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
        QVERIFY2(sentence.contains("not plain which array holds the images"), qPrintable(sentence));
        QVERIFY2(sentence.contains("one (3, 2, 2), two (2, 2, 2), of_one (3,)"), qPrintable(sentence));
        OpenOptions options;
        options.imagesKey = "two";
        QCOMPARE(open(file, options)->size(), 2);
        QVERIFY(!open(file, options)->hasLabels());
        options.imagesKey = "one.npy";
        options.labelsKey = "of_one";
        QCOMPARE(labelsOf(*open(file, options)), (std::vector<int>{1, 0, 2}));
        options.labelsKey = "two";
        QVERIFY(failure(file, options).contains("labels are one number an image"));
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
        QCOMPARE(dataset->skipped.at(0).reason, std::string("not one number an image, but (3, 2)"));
        file = folder.put("a.npz", zip({part("x.npy", kImages), part("y.npy", kMoreLabels)}));
        QVERIFY(failure(file).contains("2 labels for 3 images"));
        file = folder.put("a.npz", zip({part("x_train.npy", kImages), part("y_train.npy", kLabels),
                                        part("x_test.npy", kMore)}));
        QVERIFY(failure(file).contains("the training images have labels, the test images have none"));
        file = folder.put(
            "a.npz", zip({part("x_train.npy", kImages), part("x_test.npy", npy("|u1", "(1, 1, 2)", "ab"))}));
        QVERIFY(failure(file).contains("the test images are 2×1, the training images 2×2"));
    }

    void dSprites() {
        const TestFolder folder;
        QByteArray classes = bytesOfAll<qint64>({0, 0, 0, 0, 0, 9, 0, 1, 0, 0, 0, 0, 0, 2, 0, 5, 0, 0});
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
                    .contains("a shape that dSprites does not have"));
        QVERIFY(failure(folder.put("dsprites.npz", dsprites(classes.chopped(1))))
                    .contains("the file ends early"));
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
        row("twice", zip({part("x.npy", kImages), part("x.npy", kMore)}), "the name “x.npy” is there twice");
        row("encrypted", changed([](ZipPart& p) { p.flags = 1; }), "“x.npy” is encrypted");
        row("bzip2", changed([](ZipPart& p) { p.statedMethod = 12; }), "packed by method 12");
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
            "which no honest archive does");
        row("declared absurd, zip64", changed([](ZipPart& p) {
                p.zip64 = true;
                p.statedSize = qint64{1} << 60;
            }),
            "which no honest archive does");
        row("declared packed size absurd", changed([](ZipPart& p) { p.statedPackedSize = 0xfffff; }),
            "a.npz");
        row("ratio", changed([](ZipPart& p) {
                p.statedSize = 1'200'000;
                p.statedPackedSize = 100;
            }),
            "which no honest archive does");
        row("sizes for more than there is", zip({part("x.npy", npy("|u1", "(4, 2, 2)", elements(12)))}),
            "the file ends early: 4 images of 2×2");
        row("sizes for less than there is", zip({part("x.npy", npy("|u1", "(2, 2, 2)", elements(12)))}),
            "more bytes");
        row("Python objects", zip({part("x.npy", npy("|O", "(3, 2, 2)", elements(96)))}),
            "not plain which array");
        row("header cut", zip({part("x.npy", kImages.left(30))}), "ends within the NumPy header");
        row("broken deflate", zip({part("x.npy", kImages)}).replace(35, 4, "\xff\xff\xff\xff"), "a.npz");
        QList<ZipPart> many;
        for (int i = 0; i < 1001; ++i) many.append(part(QByteArray::number(i) + ".npy", "x"));
        row("1001 members", zip(many), "the archive has 1001 members, more than 1,000");
        row("gzip of a zip", gzip(zip({part("x.npy", kImages)})), "a.npz");
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

    void bomb() {
        // 100 MB of zeros in 100 kB: more than the header calls for, so no more than that is unpacked.
        const TestFolder folder;
        const QByteArray zeros(100'000'000, '\0');
        const QString file = folder.put("a.npz", zip({part("x.npy", npy("|u1", "(2, 2, 2)", zeros))}));
        QVERIFY(failure(file).contains("more bytes than the sizes call for"));
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
        options.imagesKey = "x"; // whatever the second name becomes
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
