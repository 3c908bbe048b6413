// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/opening.h"
#include "tests/data/pictures.h"

#include <filesystem>
#include <fstream>

using namespace latent;
using namespace latent::testing;

namespace {

// The content of a picture with this name; every name gives a different one.
QByteArray pictureOf(const QString& name) {
    return encoded(greyImage(6, 5, static_cast<int>(qHash(name) % 251)), "png");
}

void putAll(const TestFolder& folder, const QStringList& names) {
    for (const QString& name : names) folder.put(name, name.endsWith(".png") ? pictureOf(name) : "text");
}

/// A folder of files with names that need not be UTF-8, which QTemporaryDir cannot remove.
class ByteFolder : public TestFolder {
  public:
    ~ByteFolder() {
        for (const auto& entry : std::filesystem::directory_iterator(root()))
            std::filesystem::remove_all(entry);
    }
    void putBytes(const QByteArray& name) const {
        const std::filesystem::path file = root() / name.toStdString();
        std::filesystem::create_directories(file.parent_path());
        const QByteArray bytes = pictureOf(QString::fromLatin1(name));
        std::ofstream(file, std::ios::binary).write(bytes.constData(), bytes.size());
    }

  private:
    std::filesystem::path root() const { return path().toStdString(); }
};

/// The origin of each image, as "class < file".
QStringList imagesOf(const ImageDataset& dataset, const std::vector<std::uint32_t>& images) {
    QStringList names;
    for (const std::uint32_t image : images) {
        const QString name = QString::fromStdString(dataset.files.at(image));
        const int label = dataset.label(image);
        names << (label < 0 ? name
                            : QString::fromStdString(dataset.classNames.at(static_cast<std::size_t>(label))) +
                                  " < " + name);
    }
    return names;
}

QStringList namesOf(const std::vector<std::string>& texts) {
    QStringList names;
    for (const std::string& text : texts) names << QString::fromStdString(text);
    return names;
}

QStringList skippedOf(const ImageDataset& dataset) {
    QStringList lines;
    for (const SkippedFile& file : dataset.skipped)
        lines << QString::fromStdString(file.name + ": " + file.reason);
    return lines;
}

QByteArray pixelsOfFiles(const ImageDataset& dataset) {
    QByteArray pixels;
    for (const std::string& file : dataset.files)
        pixels += greyPixels(QImage::fromData(pictureOf(QString::fromStdString(file))));
    return pixels;
}

} // namespace

class FolderLayoutTest : public QObject {
    Q_OBJECT
  private slots:
    void parts_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("train");
        QTest::addColumn<QStringList>("test"); // empty: no test set given
        QTest::addColumn<QStringList>("skipped");
        QTest::addColumn<QString>("choice"); // part of the only choice; empty: there is none
        const auto row = [](const char* what, const QStringList& files, const QStringList& train,
                            const QStringList& test, const QStringList& skipped, const QString& choice) {
            QTest::newRow(what) << files << train << test << skipped << choice;
        };
        const QStringList trained{"ant < train/ant/1.png", "bat < train/bat/1.png"};
        for (const QString name : {"val", "valid", "validation", "dev", "Val", "validation_set"}) {
            row(qPrintable(name + " where there is no test"),
                {"train/ant/1.png", "train/bat/1.png", name + "/ant/2.png", name + "/bat/2.png"}, trained,
                {"ant < " + name + "/ant/2.png", "bat < " + name + "/bat/2.png"}, {},
                "“" + name + "” holds the test images, since there is no folder “test” (--test-fraction");
        }
        row("val beside test", {"train/ant/1.png", "train/bat/1.png", "val/ant/2.png", "test/bat/3.png"},
            trained, {"bat < test/bat/3.png"}, {"val: left out, since the test images come from “test”"}, "");
        row("a word behind the name",
            {"training_set/ant/1.png", "training_set/bat/1.png", "test_set/ant/1.png"},
            {"ant < training_set/ant/1.png", "bat < training_set/bat/1.png"}, {"ant < test_set/ant/1.png"},
            {}, "");
        row("no train: classes", {"test/1.png", "val/1.png"}, {"test < test/1.png", "val < val/1.png"}, {},
            {}, "");
        row("a file called val", {"train/ant/1.png", "train/bat/1.png", "val"}, trained, {},
            {"val: not a picture"}, "the images come from “train”");
        row("other things beside the parts",
            {"train/ant/1.png", "train/bat/1.png", "test/ant/1.png", "x/1.png", "y"}, trained,
            {"ant < test/ant/1.png"}, {"x: outside train and test", "y: outside train and test"}, "");
        row("classes a level deeper in each part",
            {"train/images/ant/1.png", "train/images/bat/1.png", "test/images/ant/2.png",
             "test/images/bat/2.png"},
            {"ant < train/images/ant/1.png", "bat < train/images/bat/1.png"},
            {"ant < test/images/ant/2.png", "bat < test/images/bat/2.png"}, {}, "");
        row("one class to test on", {"train/ant/1.png", "train/bat/1.png", "test/bat/2.png"}, trained,
            {"bat < test/bat/2.png"}, {}, "");
    }
    void parts() {
        QFETCH(QStringList, files);
        QFETCH(QStringList, train);
        QFETCH(QStringList, test);
        QFETCH(QStringList, skipped);
        QFETCH(QString, choice);
        const TestFolder folder;
        putAll(folder, files);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->testGiven, !test.isEmpty());
        if (dataset->testGiven) QCOMPARE(imagesOf(*dataset, dataset->test), test);
        std::vector<std::uint32_t> trained = dataset->train;
        if (!dataset->testGiven) trained.insert(trained.end(), dataset->test.begin(), dataset->test.end());
        std::sort(trained.begin(), trained.end());
        QCOMPARE(imagesOf(*dataset, trained), train);
        QCOMPARE(pixelsOf(*dataset), pixelsOfFiles(*dataset));
        QCOMPARE(skippedOf(*dataset), skipped);
        QCOMPARE(dataset->choices.size(), choice.isEmpty() ? std::size_t{0} : std::size_t{1});
        if (!choice.isEmpty())
            QVERIFY2(dataset->choices[0].find(choice.toStdString()) != std::string::npos,
                     dataset->choices[0].c_str());
    }

    void levels_data() {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("classes");
        QTest::addColumn<int>("testImages"); // 0: no test set given
        QTest::addColumn<QString>("inside"); // the folder that was entered
        QTest::newRow("the archive's own folder")
            << QStringList{"pets/train/ant/1.png", "pets/train/bat/1.png", "pets/test/ant/2.png",
                           "__MACOSX/pets/train/ant/._1.png", "README.md"}
            << QStringList{"ant", "bat"} << 1 << "pets";
        QTest::newRow("two levels") << QStringList{"data/pets/ant/1.png", "data/pets/bat/1.png"}
                                    << QStringList{"ant", "bat"} << 0 << "data/pets";
        QTest::newRow("a picture beside the classes")
            << QStringList{"pets/cover.png", "pets/train/ant/1.png", "pets/train/bat/1.png"}
            << QStringList{"ant", "bat"} << 0 << "pets";
        QTest::newRow("pictures in the only folder")
            << QStringList{"photographs/1.png", "photographs/2.png"} << QStringList{} << 0 << "";
        QTest::newRow("a picture outside") << QStringList{"1.png", "pets/ant/1.png", "pets/bat/1.png"}
                                           << QStringList{"(no folder)", "pets"} << 0 << "";
        QTest::newRow("only train") << QStringList{"train/ant/1.png", "train/bat/1.png"}
                                    << QStringList{"ant", "bat"} << 0 << "train";
    }
    void levels() {
        QFETCH(QStringList, files);
        QFETCH(QStringList, classes);
        QFETCH(int, testImages);
        QFETCH(QString, inside);
        const TestFolder folder;
        putAll(folder, files);
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(namesOf(dataset->classNames), classes);
        QCOMPARE(dataset->testGiven ? static_cast<int>(dataset->test.size()) : 0, testImages);
        QCOMPARE(pixelsOf(*dataset), pixelsOfFiles(*dataset));
        QCOMPARE(namesOf(dataset->choices), inside.isEmpty()
                                                ? QStringList()
                                                : QStringList("the images come from “" + inside +
                                                              "”, the only folder in the opened one"));
        const bool readme = files.contains("README.md");
        QCOMPARE(skippedOf(*dataset).contains("README.md: not a picture"), readme);
        for (const QString& line : skippedOf(*dataset)) QVERIFY2(!line.contains("MACOSX"), qPrintable(line));
    }

    void aPartOpenedByItself() {
        const TestFolder folder;
        putAll(folder, {"train/ant/1.png", "train/bat/1.png", "val/ant/2.png"});
        const DatasetPtr dataset = open(folder.path("train"));
        QCOMPARE(namesOf(dataset->classNames), QStringList({"ant", "bat"}));
        QCOMPARE(namesOf(dataset->choices),
                 QStringList(
                     "only “train” was opened; to test on “val” beside it, open the folder that holds both"));
        QVERIFY(open(folder.path("train/"))->choices == dataset->choices);
        QVERIFY(open(folder.path())->choices != dataset->choices);
    }

    void aLinkThatLeadsBackEnds() {
        const TestFolder folder;
        folder.put("notes.txt", "text");
        QVERIFY(QFile::link(folder.path(), folder.path("up")));
        QVERIFY(failure(folder.path()).contains("the folder holds no images that can be read"));
    }

    void junkFilesAreNotListed() {
        const TestFolder folder;
        putAll(folder, {"ant/1.png", "bat/1.png", "@eaDir/1.png", ".ipynb_checkpoints/1.png", "Thumbs.db",
                        "desktop.ini", "$RECYCLE.BIN/1.png", "#recycle/1.png", "lost+found/x",
                        "ant/__MACOSX/1.png", "ant/.DS_Store"});
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(namesOf(dataset->classNames), QStringList({"ant", "bat"}));
        QCOMPARE(dataset->size(), 2);
        QCOMPARE(dataset->skippedCount, 0);
    }

    void classesInNaturalOrder_data() {
        QTest::addColumn<QStringList>("classes"); // in order
        QTest::newRow("numbers") << QStringList{"1", "2", "3", "10", "11", "12"};
        QTest::newRow("words and numbers") << QStringList{"class 2", "class 10", "class 100"};
        QTest::newRow("zeros in front") << QStringList{"08", "9", "010"};
        QTest::newRow("words") << QStringList{"Zebra", "ant", "bat"};
    }
    void classesInNaturalOrder() {
        QFETCH(QStringList, classes);
        const TestFolder folder;
        for (const QString& name : classes) putAll(folder, {name + "/1.png", name + "/2.png"});
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(namesOf(dataset->classNames), classes);
        for (Index i = 0; i < dataset->size(); ++i) {
            const QString file = QString::fromStdString(dataset->files[static_cast<std::size_t>(i)]);
            QCOMPARE(classes.at(dataset->label(i)), file.section('/', 0, 0));
        }
    }

    void oneClassHoweverItIsComposed_data() {
        QTest::addColumn<QByteArray>("train");
        QTest::addColumn<QByteArray>("test");
        QTest::newRow("composed and not") << QByteArray("caf\xc3\xa9") << QByteArray("cafe\xcc\x81");
        QTest::newRow("not and composed") << QByteArray("u\xcc\x88") << QByteArray("\xc3\xbc");
        QTest::newRow("Hangul") << QString("\uac00").toUtf8() << QString("\u1100\u1161").toUtf8();
        QTest::newRow("Latin-1 and UTF-8") << QByteArray("gr\xfcn") << QByteArray("gr\xc3\xbcn");
    }
    void oneClassHoweverItIsComposed() {
        QFETCH(QByteArray, train);
        QFETCH(QByteArray, test);
        const ByteFolder folder;
        folder.putBytes("train/" + train + "/1.png");
        folder.putBytes("train/other/1.png");
        folder.putBytes("test/" + test + "/2.png");
        const DatasetPtr dataset = open(folder.path());
        QCOMPARE(dataset->classCount(), 2);
        const auto label = [&](const QByteArray& file) {
            const auto found = std::find(dataset->files.begin(), dataset->files.end(), file.toStdString());
            return dataset->label(found - dataset->files.begin()); // in its own bytes, to be opened
        };
        QCOMPARE(label("train/" + train + "/1.png"), label("test/" + test + "/2.png"));
        QVERIFY(label("train/" + train + "/1.png") != label("train/other/1.png"));
    }

    void namesThatAreNotUtf8() {
        const ByteFolder folder;
        for (const QByteArray name :
             {"b\xe4ume/gr\xfcn/1.png", "b\xe4ume/gr\xf6n/1.png", "b\xe4ume/rot/1.png"})
            folder.putBytes(name);
        const std::string path = folder.path().toStdString() + "/b\xe4ume";
        const DatasetPtr dataset = openDataset(path, {}, {});
        QCOMPARE(namesOf(dataset->classNames), QStringList({"grön", "grün", "rot"}));
        QCOMPARE(dataset->files, (std::vector<std::string>{"gr\xf6n/1.png", "gr\xfcn/1.png", "rot/1.png"}));
        QCOMPARE(dataset->origin, path);
        for (const std::string& file : dataset->files)
            QVERIFY(std::filesystem::is_regular_file(std::filesystem::path(dataset->origin) / file));
    }

    void withoutLabels() {
        const TestFolder folder;
        putAll(folder, {"train/ant/1.png", "train/bat/1.png", "test/bat/2.png"});
        OpenOptions options;
        options.labels = false;
        const DatasetPtr dataset = open(folder.path(), options);
        QVERIFY(!dataset->hasLabels());
        QCOMPARE(dataset->classCount(), 0);
        QCOMPARE(imagesOf(*dataset, dataset->test), QStringList("test/bat/2.png"));
        QVERIFY(open(folder.path())->hasLabels());
    }

    void filesStayWithTheirImages() {
        const TestFolder folder;
        QStringList names;
        for (int i = 0; i < 20; ++i) names << QString("c%1/%2.png").arg(i % 4).arg(i);
        putAll(folder, names);
        folder.put("c1/bad.png", "text");
        const auto check = [](const ImageDataset& dataset) {
            QCOMPARE(static_cast<Index>(dataset.files.size()), dataset.size());
            QCOMPARE(pixelsOf(dataset), pixelsOfFiles(dataset));
            QVERIFY(dataset.pages.empty());
        };
        check(*open(folder.path()));
        OpenOptions options;
        options.testFraction = 0.5;
        options.subset.classes = {"c1", "c3"};
        check(*open(folder.path(), options));
        options.subset = {SubsetKind::Random, 4, {}};
        check(*open(folder.path(), options));
        options = {};
        options.readAtMost = 7;
        check(*open(folder.path(), options));
    }
};

QTEST_GUILESS_MAIN(FolderLayoutTest)
#include "folder_layout_test.moc"
