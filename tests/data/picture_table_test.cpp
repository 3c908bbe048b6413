// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that name pictures.
#include "tests/data/opening.h"
#include "tests/data/pictures.h"

using namespace latent;
using namespace latent::testing;

namespace {

constexpr int kCount = 12;

/// Writes pictures 0.png, 1.png, … of grey 10·i into a folder; returns their names.
QStringList putPictures(const TestFolder& folder, const QString& place) {
    QStringList names;
    for (int i = 0; i < kCount; ++i) {
        names << QString("%1.png").arg(i);
        folder.put(place + names.back(), encoded(greyImage(4, 4, i * 10), "png"));
    }
    return names;
}

/// Identifies each picture by its grey level, since they need not be in table order.
void checkClasses(const ImageDataset& dataset) {
    QCOMPARE(dataset.size(), Index{kCount});
    QCOMPARE(dataset.classNames, (std::vector<std::string>{"kind2", "kind10"}));
    for (Index i = 0; i < kCount; ++i)
        QCOMPARE(dataset.label(i), static_cast<int>(dataset.image(i)[0]) / 10 % 2);
}

QByteArray kind(int i) {
    return i % 2 == 0 ? "kind2" : "kind10";
}

template <class Name>
QByteArray tableOf(const QByteArray& header, Name name) {
    QByteArray text = header.isEmpty() ? QByteArray() : header + "\n";
    for (int i = kCount - 1; i >= 0; --i) text += name(QByteArray::number(i)) + "," + kind(i) + "\n";
    return text;
}

QString choicesOf(const ImageDataset& dataset) {
    QStringList choices;
    for (const std::string& choice : dataset.choices) choices << QString::fromStdString(choice);
    return choices.join('\n');
}

} // namespace

class PictureTableTest : public QObject {
    Q_OBJECT
  private slots:
    void theTableOpensItsPictures_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QByteArray>("table");
        const auto plain = [](const QByteArray& i) { return i + ".png"; };
        QTest::newRow("in a folder beside") << "images/" << tableOf("filename,label", plain);
        QTest::newRow("beside the table") << "" << tableOf("file,class", plain);
        QTest::newRow("with their folder")
            << "data/" << tableOf("path,label", [](const QByteArray& i) { return "data/" + i + ".png"; });
        QTest::newRow("paths of DOS")
            << "data/" << tableOf("path,label", [](const QByteArray& i) { return ".\\data\\" + i + ".png"; });
        QTest::newRow("numbers alone")
            << "train/" << tableOf("id,label", [](const QByteArray& i) { return i; });
        QTest::newRow("words without ending")
            << "train/" << tableOf("id,breed", [](const QByteArray& i) { return i; });
        QTest::newRow("no names of columns") << "images/" << tableOf("", plain);
    }
    void theTableOpensItsPictures() {
        QFETCH(QString, place);
        QFETCH(QByteArray, table);
        const TestFolder folder;
        putPictures(folder, place);
        const DatasetPtr dataset = open(folder.put("labels.csv", table));
        checkClasses(*dataset);
        QVERIFY2(choicesOf(*dataset).contains("labels.csv, column 2"), qPrintable(choicesOf(*dataset)));
        OpenOptions without;
        without.labels = false;
        QVERIFY(!open(folder.path("labels.csv"), without)->hasLabels());
    }

    void theFolderTakesTheTableInOrBesideIt() {
        for (const QString place : {"", "images/"}) {
            const TestFolder folder;
            putPictures(folder, place);
            folder.put("notes.csv", "a,b,c\n1,2,3\n"); // an unrelated table
            folder.put("labels.csv",
                       tableOf("filename,label", [](const QByteArray& i) { return i + ".png"; }));
            for (const QString& opened : {folder.path(), folder.path(place)}) {
                const DatasetPtr dataset = open(opened);
                checkClasses(*dataset);
                for (const SkippedFile& file : dataset->skipped) QVERIFY(file.name != "labels.csv");
            }
        }
    }

    void picturesThatTheTableLacks() {
        const TestFolder folder;
        putPictures(folder, "images/");
        folder.put("images/more.png", encoded(greyImage(4, 4, 200), "png"));
        const DatasetPtr dataset = open(folder.put(
            "labels.csv", tableOf("filename,label", [](const QByteArray& i) { return i + ".png"; })));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"kind2", "kind10", "no label"}));
        for (Index i = 0; i < dataset->size(); ++i)
            QCOMPARE(dataset->label(i) == 2, dataset->image(i)[0] == 200);
    }

    void aTableOfOtherPicturesIsLeftAlone() {
        const TestFolder folder;
        putPictures(folder, "images/");
        folder.put("labels.csv",
                   tableOf("filename,label", [](const QByteArray& i) { return "x" + i + ".png"; }));
        QVERIFY(!open(folder.path("images"))->hasLabels());
    }

    void classesOfFoldersStay() {
        const TestFolder folder;
        putPictures(folder, "a/");
        putPictures(folder, "b/");
        folder.put("labels.csv", tableOf("filename,label", [](const QByteArray& i) { return i + ".png"; }));
        QCOMPARE(open(folder.path())->classNames, (std::vector<std::string>{"a", "b"}));
    }

    void splitsAndOtherColumns() {
        const TestFolder folder;
        putPictures(folder, "images/");
        QByteArray text = "filename;split;angle;kind\n";
        for (int i = 0; i < kCount; ++i) {
            text += QByteArray::number(i) + ".png;" + (i < 9 ? "train" : "test") + ";" +
                    QByteArray::number(i) + ",5;" + kind(i) + "\n";
        }
        const QString file = folder.put("labels.csv", text);
        const DatasetPtr dataset = open(file);
        checkClasses(*dataset);
        QVERIFY(dataset->testGiven);
        QCOMPARE(dataset->test.size(), std::size_t{3});
        for (const std::uint32_t image : dataset->test) QVERIFY(dataset->image(image)[0] >= 90);
        OpenOptions options;
        options.labelColumn = "angle";
        const DatasetPtr angles = open(file, options);
        QVERIFY(!angles->hasLabels());
        for (Index i = 0; i < kCount; ++i)
            QCOMPARE(angles->factors[0].values[static_cast<std::size_t>(i)],
                     static_cast<float>(angles->image(i)[0]) / 10 + 0.5F);
    }

    void withoutPictures() {
        const TestFolder folder;
        const QString file = folder.put(
            "labels.csv", tableOf("filename,label", [](const QByteArray& i) { return i + ".png"; }));
        QCOMPARE(failure(file), file +
                                    ": the table names pictures such as “11.png”, which are not beside it: "
                                    "open the folder that holds them");
    }

    void pixelsBesideNamesArePixels() {
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put(
            "a.csv", "filename,label,p0,p1,p2,p3\na.png,1,0,1,2,255\nb.png,0,3,4,5,6\nc.png,1,7,8,9,10\n"));
        QCOMPARE(pixelsOf(*dataset), QByteArray("\0\1\2\xff\3\4\5\6\7\x8\x9\xa", 12));
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 1}));
    }
};

QTEST_GUILESS_MAIN(PictureTableTest)
#include "picture_table_test.moc"
