// SPDX-License-Identifier: GPL-3.0-or-later
// The roles of arrays, in archives and in files beside each other.
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

const QByteArray kImages = npy("|u1", "(3, 2, 2)", elements(12));
const QByteArray kMore = npy("|u1", "(2, 2, 2)", elements(8, 7));
const QByteArray kOther = npy("|u1", "(2, 2, 2)", elements(8, 99));
const QByteArray kLabels = npy("<i8", "(3,)", bytesOfAll<qint64>({1, 0, 2}));
const QByteArray kMoreLabels = npy("<i8", "(2, 1)", bytesOfAll<qint64>({0, 3}));
const QByteArray kObjects = npy("|O", "(3,)", "pickle");

using Parts = QList<std::pair<QByteArray, QByteArray>>; // key, array

QByteArray archive(const Parts& parts) {
    QList<ZipPart> members;
    for (const auto& [key, array] : parts) members << ZipPart{.name = key + ".npy", .content = array};
    return zip(members);
}

QString choicesOf(const ImageDataset& dataset) {
    QStringList choices;
    for (const std::string& choice : dataset.choices) choices << QString::fromStdString(choice);
    return choices.join('\n');
}

QByteArray ucs4(const QList<QString>& words, int length, bool bigEndian) {
    QByteArray bytes;
    for (const QString& word : words) {
        QList<uint> letters = word.toUcs4();
        letters.resize(length);
        for (const uint letter : letters) bytes += bytesOf(static_cast<quint32>(letter), bigEndian);
    }
    return bytes;
}

} // namespace

class NpzRolesTest : public QObject {
    Q_OBJECT
  private slots:
    void pairsUnderAnyKeys_data() {
        QTest::addColumn<QByteArray>("images");
        QTest::addColumn<QByteArray>("labels");
        QTest::addColumn<bool>("told"); // chosen by its shape alone, and so reported
        const auto row = [](const char* images, const char* labels, bool told = false) {
            QTest::addRow("%s %s", images, labels) << QByteArray(images) << QByteArray(labels) << told;
        };
        row("X", "Y");
        row("trainX", "trainy");
        row("train_data", "train_labels");
        row("image", "label");
        row("img", "target");
        row("faces", "names", true);
        row("pictures", "kinds", true);
        row("arr_0", "arr_1", true);
        row("train", "test", true);
        row("digits_images", "digits_labels");
    }
    void pairsUnderAnyKeys() {
        QFETCH(QByteArray, images);
        QFETCH(QByteArray, labels);
        QFETCH(bool, told);
        const TestFolder folder;
        const DatasetPtr dataset =
            open(folder.put("a.npz", archive({{labels, kLabels}, {images, kImages}, {"notes", kObjects}})));
        QCOMPARE(pixelsOf(*dataset), elements(12));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 2}));
        QCOMPARE(choicesOf(*dataset), told ? labels + " holds the labels (--labels-key)" : QString());
    }

    void twoThatCouldBeTheLabels() {
        const TestFolder folder;
        const DatasetPtr dataset =
            open(folder.put("a.npz", archive({{"faces", kImages}, {"ages", kLabels}, {"names", kLabels}})));
        QVERIFY(!dataset->hasLabels());
        QCOMPARE(choicesOf(*dataset),
                 QString("not used: ages (3,), names (3,) (--images-key, --labels-key)"));
    }

    void splits_data() {
        QTest::addColumn<QByteArrayList>("keys"); // images, labels, test images, test labels
        QTest::addColumn<QString>("choice");
        QTest::newRow("capitals") << QByteArrayList{"XTrain", "YTrain", "XTest", "YTest"} << QString();
        QTest::newRow("test_data") << QByteArrayList{"train_data", "train_labels", "test_data", "test_labels"}
                                   << QString();
        QTest::newRow("train and test alone") << QByteArrayList{"train", "", "test", ""} << QString();
        QTest::newRow("validation alone")
            << QByteArrayList{"x_train", "y_train", "x_val", "y_val"}
            << "x_val is held out for testing (--test-fraction holds out others)";
        QTest::newRow("dev alone") << QByteArrayList{"train_images", "train_labels", "dev_images",
                                                     "dev_labels"}
                                   << "dev_images is held out for testing (--test-fraction holds out others)";
    }
    void splits() {
        QFETCH(QByteArrayList, keys);
        QFETCH(QString, choice);
        const QByteArrayList arrays{kImages, kLabels, kMore, kMoreLabels};
        Parts parts;
        for (int i = 0; i < 4; ++i)
            if (!keys[i].isEmpty()) parts.prepend({keys[i], arrays[i]});
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.npz", archive(parts)));
        QCOMPARE(pixelsOf(*dataset), elements(12) + elements(8, 7));
        QCOMPARE(dataset->test, (std::vector<std::uint32_t>{3, 4}));
        QCOMPARE(labelsOf(*dataset),
                 keys[1].isEmpty() ? std::vector<int>() : (std::vector<int>{1, 0, 2, 0, 3}));
        QCOMPARE(choicesOf(*dataset), choice);
    }

    void validationBesideATestIsTold() {
        const TestFolder folder;
        const QString file = folder.put("a.npz", archive({{"train_images", kImages},
                                                          {"train_labels", kLabels},
                                                          {"val_images", kOther},
                                                          {"val_labels", kMoreLabels},
                                                          {"test_images", kMore},
                                                          {"test_labels", kMoreLabels}}));
        const DatasetPtr dataset = open(file);
        QCOMPARE(pixelsOf(*dataset), elements(12) + elements(8, 7));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 2, 0, 3}));
        QCOMPARE(choicesOf(*dataset),
                 QString("not used: val_images (2, 2, 2), val_labels (2, 1) (--images-key, --labels-key)"));
        OpenOptions options;
        options.imagesKey = "val_images";
        const DatasetPtr validation = open(file, options);
        QCOMPARE(pixelsOf(*validation), elements(8, 99));
        QCOMPARE(labelsOf(*validation), (std::vector<int>{0, 3}));
    }

    void onlyOnePartHasLabels() {
        const TestFolder folder;
        const DatasetPtr dataset = open(
            folder.put("a.npz", archive({{"x_train", kImages}, {"y_train", kLabels}, {"x_test", kMore}})));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 2, 3, 3}));
        QCOMPARE(dataset->classNames.back(), std::string("no label"));
    }

    void labelsBeside_data() {
        QTest::addColumn<QString>("images");
        QTest::addColumn<QString>("labels");
        const auto row = [](const char* images, const char* labels) {
            QTest::newRow(images) << QString(images) << QString(labels);
        };
        row("k-train-imgs.npz", "k-train-labels.npz");
        row("X_train.npy", "y_train.npz");
        row("images.npz", "labels.npy");
        row("digits.npy", "digits_labels.npy");
        row("train.images.npy", "train.labels.npy");
    }
    void labelsBeside() {
        QFETCH(QString, images);
        QFETCH(QString, labels);
        const auto kept = [](const QString& name, const QByteArray& array) {
            return name.endsWith(".npz") ? archive({{"arr_0", array}}) : array;
        };
        const TestFolder folder;
        folder.put(labels, kept(labels, kLabels));
        folder.put("k-test-labels.npz", kept(".npz", kMoreLabels)); // labels of another set
        const QString file = folder.put(images, kept(images, kImages));
        const DatasetPtr dataset = open(file);
        QCOMPARE(pixelsOf(*dataset), elements(12));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 2}));
        QCOMPARE(choicesOf(*dataset), "the labels come from " + labels + " beside the images (--no-labels)");
        OpenOptions without;
        without.labels = false;
        QVERIFY(!open(file, without)->hasLabels());
        folder.put(labels, kept(labels, kMoreLabels));
        QVERIFY2(failure(file).contains("2 labels for 3 images (--no-labels opens the images alone)"),
                 qPrintable(failure(file)));
        QCOMPARE(open(file, without)->size(), Index{3});
        folder.put(labels, kept(labels, kObjects));
        const DatasetPtr bare = open(file);
        QCOMPARE(bare->skipped.at(0).name, labels.toStdString());
        QCOMPARE(bare->skipped.at(0).reason, std::string("it holds Python objects, which cannot be labels"));
    }

    void labelsThatAreWords_data() {
        QTest::addColumn<QByteArray>("labels");
        const QList<QString> words{"cup", "änt", "bat10"};
        QTest::newRow("<U5") << npy("<U5", "(3,)", ucs4(words, 5, false));
        QTest::newRow(">U6") << npy(">U6", "(3, 1)", ucs4(words, 6, true));
        QTest::newRow("|S7") << npy("|S7", "(3,)", QByteArray("cup\0\0\0\0\xc3\xa4nt\0\0\0bat10\0\0", 21));
        QTest::newRow("Latin-1 |S5") << npy("|S5", "(3,)", QByteArray("cup\0\0\xe4nt\0\0bat10", 15));
    }
    void labelsThatAreWords() {
        QFETCH(QByteArray, labels);
        const TestFolder folder;
        folder.put("y.npy", labels);
        for (const QString& file : {folder.put("x.npy", kImages),
                                    folder.put("a.npz", archive({{"images", kImages}, {"labels", labels}})),
                                    folder.put("b.npz", archive({{"faces", kImages}, {"names", labels}}))}) {
            const DatasetPtr dataset = open(file);
            QCOMPARE(dataset->classNames, (std::vector<std::string>{"bat10", "cup", "änt"}));
            QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 2, 0}));
        }
    }

    void brokenWordsAreNoCrash() {
        const TestFolder folder;
        const QByteArray words = npy("<U2", "(3,)", ucs4({"ab", "c", "d"}, 2, false));
        for (qsizetype length = 0; length < words.size(); ++length) {
            folder.put("y.npy", words.left(length));
            QVERIFY(failure(folder.put("x.npy", kImages)).startsWith(folder.path("y.npy: byte ")));
        }
        folder.put("y.npy", words + "x");
        QVERIFY(failure(folder.path("x.npy")).contains("more bytes"));
        QByteArray wild = words;
        wild.replace(words.size() - 8, 4, "\xff\xff\xff\xff");
        folder.put("y.npy", wild);
        QCOMPARE(open(folder.path("x.npy"))->classNames.back(), std::string("\xef\xbf\xbd"));
    }

    void smallRangesOfWholeNumbers_data() {
        QTest::addColumn<QByteArray>("descr");
        QTest::addColumn<QByteArray>("numbers"); // of two images of 2×1
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QByteArray>("pixels");
        const QByteArray sixteenths("\0\x80\xff\x10", 4);
        const QString sixteen = "divided by 16, the largest value";
        QTest::newRow("0 to 16 in 8 bits")
            << QByteArray("|u1") << QByteArray("\0\x8\x10\1", 4) << sixteen << sixteenths;
        QTest::newRow("0 to 16 in 64 bits")
            << QByteArray("<i8") << bytesOfAll<qint64>({0, 8, 16, 1}) << sixteen << sixteenths;
        QTest::newRow("0 to 16 in floats")
            << QByteArray("<f8") << bytesOfAll<double>({0, 8, 16, 1})
            << "scaled from the data's own minimum 0 and maximum 16" << sixteenths;
        QTest::newRow("10 bits in 16")
            << QByteArray("<u2") << bytesOfAll<quint16>({0, 511, 1023, 4})
            << "divided by 1,023, the largest value of 10 bits" << QByteArray("\0\x7f\xff\1", 4);
        QTest::newRow("12 bits in 16")
            << QByteArray(">u2") << bytesOfAll<quint16>({0, 2047, 4000, 16}, true)
            << "divided by 4,095, the largest value of 12 bits" << QByteArray("\0\x7f\xf9\1", 4);
        QTest::newRow("14 bits in 16, signed")
            << QByteArray("<i2") << bytesOfAll<qint16>({0, 8192, 16383, 64})
            << "divided by 16,383, the largest value of 14 bits" << QByteArray("\0\x80\xff\1", 4);
        QTest::newRow("dark bytes") << QByteArray("|u1") << QByteArray("\0\x8\x90\1", 4)
                                    << QString(kBytesAsTheyAre) << QByteArray("\0\x8\x90\1", 4);
    }
    void smallRangesOfWholeNumbers() {
        QFETCH(QByteArray, descr);
        QFETCH(QByteArray, numbers);
        QFETCH(QString, rule);
        QFETCH(QByteArray, pixels);
        const TestFolder folder;
        const QByteArray array = npy(descr, "(2, 1, 2)", numbers);
        for (const QString& file :
             {folder.put("a.npy", array), folder.put("a.npz", archive({{"x", array}}))}) {
            const DatasetPtr dataset = open(file);
            QCOMPARE(pixelsOf(*dataset), pixels);
            QCOMPARE(QString::fromStdString(dataset->pixelRule), rule);
        }
    }
};

QTEST_GUILESS_MAIN(NpzRolesTest)
#include "npz_roles_test.moc"
