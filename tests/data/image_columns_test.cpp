// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/image_columns.h"
#include "tests/data/opening.h"

#include <QTest>

#include <cmath>

using namespace latent;
using namespace latent::testing;

namespace {

ImageDataset images(std::vector<std::string> files, Index count) {
    ImageDataset dataset;
    dataset.shape = {.width = 1, .height = 1};
    dataset.pixels = PixelStore::own(std::vector<std::uint8_t>(static_cast<std::size_t>(count)));
    dataset.files = std::move(files);
    return dataset;
}

ImageDataset pictures() {
    return images({"cats/1.png", "cats/2.png", "dogs/1.png", "x.JPG"}, 4);
}

/// Of the only column of numbers; unknown ones are −1.
std::vector<float> numbersOf(const ImageColumns& table) {
    std::vector<float> numbers = table.columns.at(0).numbers;
    for (float& number : numbers)
        if (std::isnan(number)) number = -1;
    return numbers;
}

} // namespace

class ImageColumnsTest : public QObject {
    Q_OBJECT

    TestFolder m_folder;

    ImageColumns read(const QByteArray& text, const ImageDataset& dataset) const {
        return readImageColumns(m_folder.put("side.csv", text).toStdString(), dataset);
    }
    QString failureOf(const QByteArray& text, const ImageDataset& dataset) const {
        const QString file = m_folder.path("side.csv");
        const QString sentence = errorOf([&] { read(text, dataset); });
        return sentence.startsWith(file + ": ") ? sentence.mid(file.size() + 2)
                                                : "no file named: " + sentence;
    }

  private slots:
    void byNumber() {
        const ImageColumns table = read(
            "number,kind,score,\r\n2,late,1.5,\r\n0, early ,-3,\r\n7,never,9,\r\n1,,nan,\r\n", images({}, 3));
        QCOMPARE(table.key, std::string("number"));
        QCOMPARE(table.rows, std::uint64_t{4});
        QCOMPARE(table.matched, Index{3});
        QCOMPARE(table.unknown, std::string("7"));
        QCOMPARE(table.columns.size(), std::size_t{2});
        const ImageColumn& kind = table.columns[0];
        QCOMPARE(kind.name, std::string("kind"));
        QVERIFY(!kind.isNumber() && kind.numbers.empty());
        QCOMPARE(kind.categories, (std::vector<std::string>{"early", "late"})); // those of the set alone
        QCOMPARE(kind.words, (std::vector<int>{0, -1, 1}));
        const ImageColumn& score = table.columns[1];
        QVERIFY(score.isNumber());
        QCOMPARE(score.numbers[0], -3.0F);
        QVERIFY(std::isnan(score.numbers[1]));
        QCOMPARE(score.numbers[2], 1.5F);
    }

    void byFileName_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("image"); // −1: none
        const auto row = [](const char* name, int image) {
            QTest::newRow(name) << QByteArray(name) << image;
        };
        row("cats/2.png", 1);
        row("2.png", 1);
        row("2", 1);
        row("./cats/2", 1);
        row("/home/me/pictures/cats/2.png", 1);
        row("C:\\pictures\\dogs\\1.png", 2);
        row("x.JPG", 3);
        row("x", 3);
        row("x.png", 3);  // whatever it was converted to
        row("1.png", -1); // ambiguous
        row("birds/1.png", -1);
        row("", -1);
    }
    void byFileName() {
        QFETCH(QByteArray, name);
        QFETCH(int, image);
        const ImageColumns table = read("File Name,v\n\"" + name + "\",5\ncats/1.png,6\n", pictures());
        std::vector<float> expected{6, -1, -1, -1};
        if (image >= 0) expected[static_cast<std::size_t>(image)] = 5;
        QCOMPARE(numbersOf(table), expected);
        QCOMPARE(table.matched, Index{image >= 0 ? 2 : 1});
    }

    void numbersAreForSetsWithoutFiles() {
        const QByteArray text = "image,file,v\n1,x.jpg,4\n0,cats/2.png,5\n";
        QCOMPARE(numbersOf(read("index,v\n1,4\n", pictures())), (std::vector<float>{-1, 4, -1, -1}));
        QCOMPARE(read(text, pictures()).key, std::string("file"));
        QCOMPARE(read(text, images({}, 4)).key, std::string("image"));
        QCOMPARE(read(text, images({}, 4)).columns.at(1).numbers[1], 4.0F);
    }

    void otherWritings() {
        const QByteArray german = "Nr;index;wert\na;0;0,5\nb;1;1,25\n";
        QCOMPARE(read(german, images({}, 2)).columns.at(1).numbers, (std::vector<float>{0.5F, 1.25F}));
        QCOMPARE(numbersOf(read(gzip("index\tv\n1\t2\n"), images({}, 2))), (std::vector<float>{-1, 2}));
        const ImageColumns words = read("index,v,huge\n0,10,1e300\n1,9b,1\n2,10,1\n", images({}, 3));
        QCOMPARE(words.columns.at(0).categories, (std::vector<std::string>{"9b", "10"})); // as people count
        QCOMPARE(words.columns.at(0).words, (std::vector<int>{1, 0, 1}));
        QVERIFY(!words.columns.at(1).isNumber()); // no float holds it
    }

    void remarksAreNotCategories() {
        QByteArray text = "number,remark,v\n";
        const Index count = static_cast<Index>(kMostCategories) + 1;
        for (Index i = 0; i < count; ++i)
            text += QByteArray::number(i) + ",word" + QByteArray::number(i) + ",1\n";
        const ImageColumns table = read(text, images({}, count));
        QCOMPARE(table.columns.size(), std::size_t{1});
        QCOMPARE(table.notUsed, std::vector<std::string>{"remark"});
    }

    void brokenTables_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* text, const char* sentence) {
            QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(sentence);
        };
        row("empty", "", "the table is empty");
        row("names alone", "number,v\n", "the table has names, but no rows");
        row("no key", "a,b\n1,2\n",
            "line 1: no column names the images: one must be called “file”, with the names of the pictures, "
            "or “number”, from 0");
        row("short row", "number,v\n0,1\n1\n", "line 3: 1 values; the first line has 2 names");
        row("word as a number", "number,v\n0,1\nb,2\n", "line 3, column 1: “b” is no number of an image");
        row("fraction", "number,v\n0.5,1\n", "line 2, column 1: “0.5” is no number of an image");
        row("negative", "number,v\n-1,1\n", "line 2, column 1: “-1” is no number of an image");
        row("twice", "v,number\n1,0\n2,1\n3,0\n",
            "line 4, column 2: “0” is an image that row 1 of the table is about already");
        row("another set", "number,v\n9,1\n8,2\n",
            "none of its rows is about an image of this set; the first names “9”");
        row("open quote", "number,v\n0,\"1\n", "line 2: a quote is not closed");
    }
    void brokenTables() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        QCOMPARE(failureOf(text, images({}, 3)), sentence);
    }

    void everyPrefixFailsOrIsWhole() {
        const QByteArray text = "file,v,kind\ncats/1.png,1,a\nx.JPG,2,b\n";
        for (int length = 0; length < text.size(); ++length) {
            const QString sentence = failureOf(text.left(length), pictures());
            QVERIFY(!sentence.contains('\n'));
        }
    }

    void aMissingFileAndCancel() {
        QVERIFY(!errorOf([&] { readImageColumns("/nowhere/side.csv", pictures()); }).isEmpty());
        const QString file = m_folder.put("side.csv", "number,v\n0,1\n");
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, readImageColumns(file.toStdString(), images({}, 3),
                                                             {[](double) {}, stop.get_token()}));
    }
};

QTEST_GUILESS_MAIN(ImageColumnsTest)
#include "image_columns_test.moc"
