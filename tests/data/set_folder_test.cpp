// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/npy_files.h"
#include "tests/data/opening.h"
#include "tests/data/pictures.h"

using namespace latent;
using namespace latent::testing;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

// Three training images, two test images and two validation images, all 2×2.
constexpr int kImageBytes = 4;
const QByteArray kTrain = elements(3 * kImageBytes);
const QByteArray kTest = elements(2 * kImageBytes, 100);
const QByteArray kValidation = elements(2 * kImageBytes, 200);
const QByteArray kTrainLabels("\0\2\1", 3);
const QByteArray kTestLabels("\2\0", 2);
const std::vector<int> kLabels{0, 2, 1, 2, 0};

QByteArray shapeOf(const QByteArray& pixels) {
    return "(" + QByteArray::number(pixels.size() / kImageBytes) + ", 2, 2)";
}

QByteArray images(const QByteArray& pixels) {
    return npy("|u1", shapeOf(pixels).constData(), pixels);
}

QByteArray labels(const QByteArray& numbers) {
    return npy("|u1", ("(" + QByteArray::number(numbers.size()) + ",)").constData(), numbers);
}

QByteArray idx(const QByteArray& pixels) {
    return idxHeader(8, {static_cast<quint32>(pixels.size() / kImageBytes), 2, 2}) + pixels;
}

// Rows and columns swapped, as in EMNIST.
QByteArray turned(QByteArray pixels) {
    for (int i = 0; i < pixels.size(); i += kImageBytes) std::swap(pixels[i + 1], pixels[i + 2]);
    return pixels;
}

Files idxSet(const QString& before, const char* test = "t10k", const char* border = "-") {
    const auto name = [&](const char* part, const char* what, const char* kind) {
        return before + part + what + border + kind + "-ubyte";
    };
    return {{name("train", "-images", "idx3"), idx(kTrain)},
            {name("train", "-labels", "idx1"), idxLabels(kTrainLabels)},
            {name(test, "-images", "idx3"), idx(kTest)},
            {name(test, "-labels", "idx1"), idxLabels(kTestLabels)}};
}

Files npySet(const QString& trainImages, const QString& trainLabels, const QString& testImages,
             const QString& testLabels) {
    return {{trainImages, images(kTrain)},
            {trainLabels, labels(kTrainLabels)},
            {testImages, images(kTest)},
            {testLabels, labels(kTestLabels)}};
}

Files packed(Files files) {
    for (auto& [name, bytes] : files) {
        name += ".gz";
        bytes = gzip(bytes);
    }
    return files;
}

Files each(const Files& files, const std::function<QString(const QString&)>& rename) {
    Files renamed;
    for (const auto& [name, bytes] : files) renamed.append({rename(name), bytes});
    return renamed;
}

QByteArray npzOf(const QByteArray& pixels, const QByteArray& numbers) {
    QList<ZipPart> parts{{.name = "x.npy", .content = images(pixels)}};
    if (!numbers.isEmpty()) parts.append({.name = "y.npy", .content = labels(numbers)});
    return zip(parts);
}

QByteArray tableOf(const QByteArray& pixels, const QByteArray& numbers) {
    QByteArray text = "label,p0,p1,p2,p3\n";
    for (int i = 0; i < numbers.size(); ++i) {
        text += QByteArray::number(numbers[i]);
        for (int k = 0; k < kImageBytes; ++k)
            text += "," + QByteArray::number(static_cast<unsigned char>(pixels[i * kImageBytes + k]));
        text += "\n";
    }
    return text;
}

void putAll(const TestFolder& folder, const Files& files) {
    for (const auto& [name, bytes] : files) folder.put(name, bytes);
}

QStringList listOf(const std::vector<std::string>& texts) {
    QStringList list;
    for (const std::string& text : texts) list += QString::fromStdString(text);
    return list;
}

QStringList skippedIn(const ImageDataset& dataset) {
    QStringList list;
    for (const SkippedFile& file : dataset.skipped)
        list += QString::fromStdString(file.name + ": " + file.reason);
    return list;
}

} // namespace

// Folders whose files can also be opened alone.
class SetFolderTest : public QObject {
    Q_OBJECT
  private slots:
    void setsOfTrainingAndTest_data() {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QString>("choice"); // part of the only choice; empty: there is none
        const auto row = [](const char* name, const Files& files, const char* choice = "") {
            QTest::newRow(name) << files << QString(choice);
        };
        const auto inOwnFolder = [](const QString& name) { return name + "/" + name; };
        const auto below = [](const QString& folder) {
            return [folder](const QString& name) { return folder + "/" + name; };
        };
        row("MNIST", idxSet(""));
        row("MNIST with dots", idxSet("", "t10k", "."));
        row("MNIST twice, plain and packed", idxSet("") + packed(idxSet("")));
        row("files in folders of their names", each(idxSet(""), inOwnFolder));
        row("files bare and in folders of their names",
            idxSet("", "t10k", ".") + each(idxSet(""), inOwnFolder));
        row("arrays in folders of their names",
            each(npySet("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"), inOwnFolder));
        row("any prefix", idxSet("digits-of-mine-", "test"));
        row("any prefix, packed", packed(idxSet("k49-", "test")));
        row("no test but validation", each(idxSet("", "valid"), [](const QString& name) { return name; }),
            "valid-images-idx3-ubyte are held out for testing");
        row("EMNIST",
            packed({{"emnist-letters-train-images-idx3-ubyte", idx(turned(kTrain))},
                    {"emnist-letters-train-labels-idx1-ubyte", idxLabels(kTrainLabels)},
                    {"emnist-letters-test-images-idx3-ubyte", idx(turned(kTest))},
                    {"emnist-letters-test-labels-idx1-ubyte", idxLabels(kTestLabels)}}),
            "(--transpose off)");
        row("one folder down", each(idxSet(""), below("raw")), "the images come from the folder raw,");
        row("two folders down, twice", each(idxSet("") + packed(idxSet("")), below("MNIST/raw")),
            "the images come from the folder MNIST/raw,");
        row("arrays three folders down",
            each(npySet("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"), below("a/b/c")),
            "the images come from the folder a/b/c,");
        row("beside what a Mac leaves",
            each(idxSet(""), below("raw")) + Files{{"__MACOSX/raw/._train-images-idx3-ubyte", "x"}},
            "the images come from the folder raw,");
        row("x_train and so on", npySet("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"));
        row("X_train and y_train", npySet("X_train.npy", "y_train.npy", "X_test.npy", "y_test.npy"));
        row("trainX and trainy", npySet("trainX.npy", "trainy.npy", "testX.npy", "testy.npy"));
        row("train_images",
            npySet("train_images.npy", "train_labels.npy", "test_images.npy", "test_labels.npy"));
        row("a prefix", npySet("face_train_x.npy", "face_train_y.npy", "face_test_x.npy", "face_test_y.npy"));
        row("packed arrays", packed(npySet("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy")));
        row("folders train and test",
            npySet("train/images.npy", "train/labels.npy", "test/images.npy", "test/labels.npy"));
        row("folders images and labels",
            npySet("images/train.npy", "labels/train.npy", "images/test.npy", "labels/test.npy"));
        row("IDX images with NumPy labels", {{"train-images-idx3-ubyte", idx(kTrain)},
                                             {"train-labels.npy", labels(kTrainLabels)},
                                             {"test-images-idx3-ubyte", idx(kTest)},
                                             {"test-labels.npy", labels(kTestLabels)}});
        row("archives",
            {{"train.npz", npzOf(kTrain, kTrainLabels)}, {"test.npz", npzOf(kTest, kTestLabels)}});
        row("tables",
            {{"train.csv", tableOf(kTrain, kTrainLabels)}, {"test.csv", tableOf(kTest, kTestLabels)}});
        row("tables one folder down",
            {{"set/train.csv", tableOf(kTrain, kTrainLabels)}, {"set/test.csv", tableOf(kTest, kTestLabels)}},
            "the images come from the folder set,");
    }
    void setsOfTrainingAndTest() {
        QFETCH(Files, files);
        QFETCH(QString, choice);
        const TestFolder folder;
        putAll(folder, files);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->shape, (ImageShape{2, 2, 1}));
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
        QCOMPARE(labelsOf(*dataset), kLabels);
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(dataset->train, (std::vector<std::uint32_t>{0, 1, 2}));
        QCOMPARE(dataset->test, (std::vector<std::uint32_t>{3, 4}));
        QVERIFY(dataset->testGiven);
        QCOMPARE(QString::fromStdString(dataset->origin), folder.path());
        QCOMPARE(skippedIn(*dataset), QStringList());
        QCOMPARE(static_cast<int>(dataset->choices.size()), choice.isEmpty() ? 0 : 1);
        if (!choice.isEmpty())
            QVERIFY2(QString::fromStdString(dataset->choices[0]).contains(choice),
                     dataset->choices[0].c_str());
        OpenOptions options;
        options.labels = false;
        options.places = DatasetPlaces{};
        if (files[0].first.contains("npz") || files[0].first.contains("csv")) return; // tested elsewhere
        const DatasetPtr unlabelled = open(folder.path(), options);
        QCOMPARE(pixelsOf(*unlabelled), kTrain + kTest);
        QVERIFY(!unlabelled->hasLabels() && unlabelled->classNames.empty());
    }

    void trainingAlone_data() {
        QTest::addColumn<Files>("files");
        QTest::newRow("IDX in a folder of its name")
            << Files{{"train-images-idx3-ubyte/train-images-idx3-ubyte", idx(kTrain)}};
        QTest::newRow("an array") << Files{{"set.npy", images(kTrain)}, {"notes.txt", "x\n"}};
        QTest::newRow("an archive one folder down") << Files{{"down/set.npz", npzOf(kTrain, {})}};
        QTest::newRow("a test file alone is all there is") << Files{{"t10k-images-idx3-ubyte", idx(kTrain)}};
    }
    void trainingAlone() {
        QFETCH(Files, files);
        const TestFolder folder;
        putAll(folder, files);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), kTrain);
        QVERIFY(!dataset->testGiven && !dataset->hasLabels());
    }

    void aFolderOfTheFilesNameFindsItsPartners() {
        const TestFolder folder;
        putAll(folder, each(idxSet(""), [](const QString& name) { return name + "/" + name; }));
        const QString file = "train-images-idx3-ubyte";
        for (const QString& opened : {file + "/" + file, file, file + "/"}) {
            const DatasetPtr dataset = open(folder.path(opened));
            QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
            QCOMPARE(labelsOf(*dataset), kLabels);
        }
    }

    void aFileOfEmnistFindsItsPartners() {
        const TestFolder folder;
        for (const char* const split : {"letters", "digits"}) {
            const QString stem = QString("emnist-%1-").arg(split);
            putAll(folder, packed({{stem + "train-images-idx3-ubyte", idx(turned(kTrain))},
                                   {stem + "train-labels-idx1-ubyte", idxLabels(kTrainLabels)},
                                   {stem + "test-images-idx3-ubyte", idx(turned(kTest))},
                                   {stem + "test-labels-idx1-ubyte", idxLabels(kTestLabels)}}));
        }
        const QString file = folder.path("emnist-letters-train-images-idx3-ubyte.gz");
        const DatasetPtr dataset = open(file);
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
        QCOMPARE(labelsOf(*dataset), kLabels);
        QVERIFY(dataset->testGiven);
        QCOMPARE(
            listOf(dataset->choices),
            (QStringList{"rows and columns are swapped, as EMNIST stores them (--transpose off)",
                         "the test images are those of emnist-letters-test-images-idx3-ubyte.gz beside it "
                         "(--test-fraction holds out others)"}));
        QCOMPARE(pixelsOf(*open(folder.path("emnist-digits-test-images-idx3-ubyte.gz"))), kTest);
        OpenOptions options;
        options.transpose = false;
        QCOMPARE(pixelsOf(*open(file, options)), turned(kTrain) + turned(kTest));
        const QString sentence = failure(folder.path());
        QVERIFY2(sentence.startsWith(folder.path() + ": the folder holds 2 sets of images (emnist-digits and "
                                                     "emnist-letters); open one of their files"),
                 qPrintable(sentence));
    }

    void whatLiesOnTheWayIsListed() {
        const TestFolder folder;
        putAll(folder, each(idxSet(""), [](const QString& name) { return "MNIST/raw/" + name; }));
        putAll(folder, {{"MNIST.zip", zip({{.name = "a.png", .content = "x"}})},
                        {"MNIST/notes/table.csv", tableOf(kTrain, kTrainLabels)},
                        {"MNIST/raw/set.7z", "7z\xbc\xaf\x27\x1c"}});
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
        QCOMPARE(skippedIn(*dataset),
                 (QStringList{"MNIST/raw/set.7z: a 7z archive: unpack it first, then open the folder",
                              "MNIST.zip: a zip archive: unpack it first, then open the folder",
                              "MNIST/notes: a folder of other arrays or tables"}));
    }

    void severalSetsBelowAreNamed() {
        const TestFolder folder;
        for (const char* const set : {"MNIST", "FashionMNIST"})
            putAll(folder,
                   each(idxSet(""), [&](const QString& name) { return QString(set) + "/raw/" + name; }));
        QCOMPARE(failure(folder.path()),
                 folder.path() +
                     ": the folder holds several sets of images; open one of FashionMNIST/raw and MNIST/raw");
    }

    void aFileAClass_data() {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QStringList>("classes");
        const QByteArray rows = npy("|u1", "(3, 4)", kTrain); // rows of square images
        QTest::newRow("arrays") << Files{{"cat.npy", images(kTrain)}, {"dog.npy", images(kTest)}}
                                << QStringList{"cat", "dog"};
        QTest::newRow("rows, with a prefix")
            << Files{{"full_numpy_bitmap_The Eiffel Tower.npy", rows},
                     {"full_numpy_bitmap_train.npy", npy("|u1", "(2, 4)", kTest)}}
            << QStringList{"The Eiffel Tower", "train"};
        QTest::newRow("numbers count")
            << Files{{"class 2.npy", images(kTrain)}, {"class 10.npy", images(kTest)}}
            << QStringList{"2", "10"};
        QTest::newRow("IDX") << Files{{"cat.idx", idx(kTrain)}, {"dog.idx.gz", gzip(idx(kTest))}}
                             << QStringList{"cat", "dog"};
        QTest::newRow("archives") << Files{{"cat.npz", npzOf(kTrain, {})}, {"dog.npz", npzOf(kTest, {})}}
                                  << QStringList{"cat", "dog"};
        QTest::newRow("one folder down")
            << Files{{"draw/cat.npy", images(kTrain)}, {"draw/dog.npy", images(kTest)}}
            << QStringList{"cat", "dog"};
    }
    void aFileAClass() {
        QFETCH(Files, files);
        QFETCH(QStringList, classes);
        const TestFolder folder;
        putAll(folder, files);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 0, 0, 1, 1}));
        QCOMPARE(listOf(dataset->classNames), classes);
        QVERIFY(!dataset->testGiven);
        QCOMPARE(QString::fromStdString(dataset->files[2]), files[0].first);
        QCOMPARE(dataset->pages, (std::vector<std::uint32_t>{1, 2, 3, 1, 2}));
        QVERIFY(listOf(dataset->choices).join("; ").contains("each file is a class, 2 in all"));
        OpenOptions options;
        options.labels = false;
        QVERIFY(!open(folder.path(), options)->hasLabels());
        options = {};
        options.subset = {SubsetKind::First, 2, {}};
        const DatasetPtr some = open(folder.path(), options);
        QCOMPARE(some->files.size(), std::size_t{3}); // one image is held out
        QCOMPARE(some->pages.size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(QString::fromStdString(some->files[i]), files[some->labels[i]].first);
    }

    void classesInTrainAndTest() {
        const TestFolder folder;
        putAll(folder, {{"train/cat.npy", images(kTrain)},
                        {"train/dog.npy", images(kTest)},
                        {"test/dog.npy", images(kValidation)}});
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest + kValidation);
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 0, 0, 1, 1, 1, 1}));
        QCOMPARE(dataset->test, (std::vector<std::uint32_t>{5, 6}));
        QVERIFY(dataset->testGiven);
    }

    void anArrayAnImage_data() {
        QTest::addColumn<Files>("files");
        QTest::addColumn<ImageShape>("shape");
        QTest::addColumn<QByteArray>("pixels");
        QTest::addColumn<QStringList>("classes");
        QTest::addColumn<int>("tested"); // 0: there is no test set
        const auto grey = [](int first) { return npy("|u1", "(4, 4)", elements(16, first)); };
        const QByteArray three = elements(16) + elements(16, 1) + elements(16, 2);
        QTest::newRow("flat") << Files{{"2.npy", grey(0)}, {"9.npy", grey(1)}, {"10.npy", grey(2)}}
                              << ImageShape{4, 4, 1} << three << QStringList() << 0;
        QTest::newRow("classes") << Files{{"a/1.npy", grey(0)}, {"a/2.npy", grey(1)}, {"b/1.npy", grey(2)}}
                                 << ImageShape{4, 4, 1} << three << QStringList{"a", "b"} << 0;
        QTest::newRow("train and test")
            << Files{{"test/b/1.npy", grey(2)}, {"train/a/1.npy", grey(0)}, {"train/b/1.npy", grey(1)}}
            << ImageShape{4, 4, 1} << three << QStringList{"a", "b"} << 1;
        QTest::newRow("validation for test")
            << Files{{"val/x/1.npy", grey(2)}, {"train/x/1.npy", grey(0)}, {"train/y/1.npy", grey(1)}}
            << ImageShape{4, 4, 1} << three << QStringList{"x", "y"} << 1;
        QTest::newRow("colour") << Files{{"1.npy", npy("|u1", "(2, 3, 3)", elements(18))},
                                         {"2.npy", npy("|u1", "(2, 3, 3)", elements(18, 1))}}
                                << ImageShape{3, 2, 3} << elements(18) + elements(18, 1) << QStringList()
                                << 0;
        QTest::newRow("planes") << Files{{"1.npy", npy("|u1", "(3, 2, 2)", "adgjbehkcfil")},
                                         {"2.npy", npy("|u1", "(3, 2, 2)", "ADGJBEHKCFIL")}}
                                << ImageShape{2, 2, 3} << QByteArray("abcdefghijklABCDEFGHIJKL")
                                << QStringList() << 0;
        QTest::newRow("Fortran's order")
            << Files{{"1.npy", npy("|u1", "(2, 3)", "adbecf", true)},
                     {"2.npy", npy("|u1", "(2, 3)", "ADBECF", true)}}
            << ImageShape{3, 2, 1} << QByteArray("abcdefABCDEF") << QStringList() << 0;
    }
    void anArrayAnImage() {
        QFETCH(Files, files);
        QFETCH(ImageShape, shape);
        QFETCH(QByteArray, pixels);
        QFETCH(QStringList, classes);
        QFETCH(int, tested);
        const TestFolder folder;
        putAll(folder, files);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->shape, shape);
        QCOMPARE(pixelsOf(*dataset), pixels);
        QCOMPARE(listOf(dataset->classNames), classes);
        QCOMPARE(dataset->hasLabels(), !classes.isEmpty());
        QCOMPARE(dataset->testGiven, tested > 0);
        if (tested > 0) QCOMPARE(static_cast<int>(dataset->test.size()), tested);
        QCOMPARE(dataset->files.size(), files.size());
        QCOMPARE(listOf(dataset->choices).join("; ").contains("validation images are held out"),
                 files[0].first.startsWith("val"));
        QVERIFY(listOf(dataset->choices)
                    .contains("each array is one image (open a single file to read it in another way)"));
        OpenOptions options;
        options.labels = false;
        QVERIFY(!open(folder.path(), options)->hasLabels());
        options.readAtMost = 2;
        QCOMPARE(open(folder.path(), options)->size(), Index{2});
    }
    void anArrayOfAnotherShapeIsSkipped() {
        const TestFolder folder;
        for (int i = 0; i < 19; ++i)
            folder.put(QString("%1.npy").arg(i), npy("|u1", "(2, 2)", elements(4, i)));
        folder.put("0.5.npy", npy("|u1", "(3, 2)", elements(6)));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->size(), Index{19});
        QCOMPARE(pixelsOf(*dataset).right(4), elements(4, 18));
        QCOMPARE(skippedIn(*dataset), QStringList{"0.5.npy: an image of another size"});
    }

    void evenlyManyOfEachClass() {
        const TestFolder folder;
        folder.put("a.npy", npy("|u1", "(40, 1, 1)", elements(40)));
        folder.put("b.npy", npy("|u1", "(20, 1, 1)", elements(20, 100)));
        OpenOptions options;
        options.readAtMost = 30;
        const DatasetPtr dataset = open(folder.path(), options);
        QCOMPARE(pixelsOf(*dataset), elements(20) + elements(10, 100));
        QCOMPARE(dataset->classSizes(), (std::vector<Index>{20, 10}));
    }

    void oneRuleForAllFiles_data() {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::newRow("a file a class") << "cat.npy"
                                        << "dog.npy";
        QTest::newRow("training and test") << "x_train.npy"
                                           << "x_test.npy";
    }
    void oneRuleForAllFiles() {
        QFETCH(QString, first);
        QFETCH(QString, second);
        const TestFolder folder;
        folder.put(first, npy("<f4", "(1, 1, 2)", bytesOfAll<float>({-1, 0})));
        folder.put(second, npy("<f4", "(1, 1, 2)", bytesOfAll<float>({0.5, 3})));
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), QByteArray("\x00\x40\x60\xff", 4));
        QCOMPARE(QString::fromStdString(dataset->pixelRule),
                 QString("scaled from the data's own minimum −1 and maximum 3"));
    }

    void imagesWithoutLabelsAreAClass_data() {
        QTest::addColumn<Files>("files");
        Files sets = idxSet("");
        sets.removeLast();
        QTest::newRow("IDX") << sets;
        sets = npySet("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy");
        sets.removeLast();
        QTest::newRow("NumPy") << sets;
        QTest::newRow("archives") << Files{{"train.npz", npzOf(kTrain, kTrainLabels)},
                                           {"test.npz", npzOf(kTest, {})}};
    }
    void imagesWithoutLabelsAreAClass() {
        QFETCH(Files, files);
        const TestFolder folder;
        putAll(folder, files);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{0, 2, 1, 3, 3}));
        QCOMPARE(listOf(dataset->classNames), (QStringList{"0", "1", "2", "no label"}));
        QVERIFY2(listOf(dataset->choices)
                     .contains("2 images without a label became the class “no label” (--no-labels)"),
                 qPrintable(listOf(dataset->choices).join("; ")));
    }

    void imagesAndLabelsInArchivesApart() {
        const TestFolder folder;
        const auto archiveOf = [](const QByteArray& array) {
            return zip({{.name = "arr_0.npy", .content = array}});
        };
        putAll(folder, {{"k-train-imgs.npz", archiveOf(images(kTrain))},
                        {"k-train-labels.npz", archiveOf(labels(kTrainLabels))},
                        {"k-test-imgs.npz", archiveOf(images(kTest))},
                        {"k-test-labels.npz", archiveOf(labels(kTestLabels))}});
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
        QCOMPARE(labelsOf(*dataset), kLabels);
        QVERIFY(dataset->testGiven);
        QCOMPARE(skippedIn(*dataset), QStringList());
    }

    void wordsOfTrainingAndTestAreTheSameClasses() {
        const TestFolder folder;
        putAll(folder, {{"x_train.npy", images(kTrain)},
                        {"y_train.npy", npy("|S3", "(3,)", "dogantdog")},
                        {"x_test.npy", images(kTest)},
                        {"y_test.npy", npy("|S3", "(2,)", "cowdog")}});
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{2, 0, 2, 1, 2}));
        QCOMPARE(listOf(dataset->classNames), (QStringList{"ant", "cow", "dog"}));
    }

    void whatIsLeftOutIsListed_data() {
        QTest::addColumn<Files>("more");
        QTest::addColumn<QString>("skipped");
        QTest::newRow("validation") << Files{{"x_val.npy", images(kValidation)},
                                             {"y_val.npy", labels(kTestLabels)}}
                                    << "x_val.npy: validation images; the test images come from x_test.npy";
        QTest::newRow("another array")
            << Files{{"mean.npy", images(kTest)}} << "mean.npy: it is not part of x_train.npy";
        QTest::newRow("the whole beside its parts")
            << Files{{"x.npy", images(kTrain + kTest)}} << "x.npy: x_train.npy is read instead";
        QTest::newRow("a table of the same") << Files{{"digits_train.csv", tableOf(kTrain, kTrainLabels)}}
                                             << "digits_train.csv: it is not part of x_train.npy";
        QTest::newRow("an archive") << Files{{"set.7z", "7z\xbc\xaf\x27\x1c"}}
                                    << "set.7z: a 7z archive: unpack it first, then open the folder";
        QTest::newRow("a picture") << Files{{"one.png", encoded(greyImage(2, 2), "png")}}
                                   << "one.png: a picture beside the other files";
        QTest::newRow("a folder") << Files{{"more/x.npy", images(kTrain)}}
                                  << "more: a folder beside the files that are read";
        QTest::newRow("labels of nothing")
            << Files{{"other_y.npy", labels(kTestLabels)}} << "other_y.npy: labels without images";
    }
    void whatIsLeftOutIsListed() {
        QFETCH(Files, more);
        QFETCH(QString, skipped);
        const TestFolder folder;
        putAll(folder, npySet("x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy") + more);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
        QCOMPARE(labelsOf(*dataset), kLabels);
        QCOMPARE(skippedIn(*dataset), QStringList{skipped});
        QCOMPARE(dataset->skippedCount, Index{1});
    }

    void tablesGoBehindFilesThatAreSure() {
        const TestFolder folder;
        putAll(folder, idxSet("") + Files{{"mine_train.csv", tableOf(kTest, kTestLabels)},
                                          {"mine_test.csv", tableOf(kTest, kTestLabels)}});
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(pixelsOf(*dataset), kTrain + kTest);
        QCOMPARE(skippedIn(*dataset),
                 (QStringList{"mine_train.csv: it is not part of train-images-idx3-ubyte",
                              "mine_test.csv: it is not part of train-images-idx3-ubyte"}));
    }

    void picturesGoBeforeStrayArrays() {
        const TestFolder folder;
        for (int i = 0; i < 4; ++i)
            folder.put(QString("class%1/%2.png").arg(i % 2).arg(i), encoded(greyImage(2, 2, i), "png"));
        folder.put("mean.npy", images(kTrain));
        folder.put("labels.csv", "file,label\n0.png,a\n");
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->size(), Index{4});
        QCOMPARE(listOf(dataset->classNames), (QStringList{"class0", "class1"}));
    }

    void badFolders_data() {
        QTest::addColumn<Files>("files");
        QTest::addColumn<QString>("file"); // the sentence starts with it; empty: the folder
        QTest::addColumn<QString>("cause");
        QTest::newRow("labels alone") << Files{{"train-labels-idx1-ubyte", idxLabels(kTrainLabels)}} << ""
                                      << "the folder holds labels (train-labels-idx1-ubyte) but no images";
        QTest::newRow("objects") << Files{{"x_train.npy", npy("|O", "(3,)", "x")}} << "x_train.npy"
                                 << "objects";
        QTest::newRow("archives of their own")
            << Files{{"image.npz", npzOf(kTrain, kTrainLabels)}, {"imgs.npz", npzOf(kTest, kTestLabels)}}
            << ""
            << "the folder holds 2 sets of images (image and imgs)";
        QTest::newRow("other sizes") << Files{{"cat.npy", images(kTrain)},
                                              {"dog.npy", npy("|u1", "(2, 1, 3)", elements(6))}}
                                     << "dog.npy"
                                     << "its images are 3×1, but those of FOLDER/cat.npy are 2×2";
        QTest::newRow("other numbers")
            << Files{{"cat.npy", images(kTrain)}, {"dog.npy", npy("<f4", "(1, 2, 2)", QByteArray(16, '\0'))}}
            << "dog.npy"
            << "its numbers differ in type";
        QTest::newRow("Fortran's order")
            << Files{{"cat.npy", images(kTrain)}, {"dog.npy", npy("|u1", "(2, 2, 2)", kTest, true)}}
            << "dog.npy"
            << "are not stored image by image";
        QTest::newRow("a class too short")
            << Files{{"cat.npy", images(kTrain).chopped(1)}, {"dog.npy", images(kTest)}} << "cat.npy"
            << "the file ends early";
        QTest::newRow("a class too long")
            << Files{{"cat.npy", images(kTrain) + 'x'}, {"dog.npy", images(kTest)}} << "cat.npy"
            << "more bytes";
        QTest::newRow("not a number")
            << Files{{"cat.npy", npy("<f4", "(1, 1, 1)", bytesOfAll<float>({1}))},
                     {"dog.npy", npy("<f4", "(2, 1, 1)", bytesOfAll<float>({1, qQNaN()}))}}
            << "dog.npy"
            << "byte 132: a pixel that is not a finite number";
        QTest::newRow("too few labels")
            << Files{{"x.npy", images(kTrain)}, {"y.npy", labels(kTestLabels)}} << "y.npy"
            << "2 labels for 3 images";
        QTest::newRow("damaged images") << Files{{"x_train.npy", "x"}} << "x_train.npy"
                                        << "";
    }
    void badFolders() {
        QFETCH(Files, files);
        QFETCH(QString, file);
        QFETCH(QString, cause);
        const TestFolder folder;
        putAll(folder, files);
        cause.replace("FOLDER", folder.path());
        const QString sentence = failure(folder.path());
        QVERIFY2(sentence.startsWith((file.isEmpty() ? folder.path() : folder.path(file)) + ": "),
                 qPrintable(sentence));
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
    }

    void openingCanBeCancelled_data() {
        QTest::addColumn<Files>("files");
        QTest::newRow("a file a class") << Files{{"a.npy", npy("<f4", "(3, 1, 1)", QByteArray(12, 1))},
                                                 {"b.npy", npy("<f4", "(3, 1, 1)", QByteArray(12, 1))}};
        QTest::newRow("archives") << Files{{"train.npz", npzOf(kTrain, kTrainLabels)},
                                           {"test.npz", npzOf(kTest, kTestLabels)}};
    }
    void openingCanBeCancelled() {
        QFETCH(Files, files);
        const TestFolder folder;
        putAll(folder, files);
        std::stop_source stop;
        Progress progress;
        progress.stop = stop.get_token();
        progress.report = [&](double) { stop.request_stop(); };
        QVERIFY_THROWS_EXCEPTION(Cancelled, open(folder.path(), {}, progress));
    }
};

QTEST_GUILESS_MAIN(SetFolderTest)
#include "set_folder_test.moc"
