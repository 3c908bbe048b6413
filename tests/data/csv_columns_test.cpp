// SPDX-License-Identifier: GPL-3.0-or-later
// The roles of a table's columns.
#include "core/data/questions.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

struct Drawn {
    QByteArray pixels;
    std::vector<int> labels;
    QList<QByteArrayList> rows; // of the pixels
};

/// 2×2 images whose first pixel is 0 and whose third is 200; labels cycle.
Drawn drawn(int count, int classes = 4) {
    Drawn set;
    for (int i = 0; i < count; ++i) {
        const std::vector<int> pixels{0, i * 37 % 251, 200, i * 91 % 256};
        QByteArrayList row;
        for (const int pixel : pixels) {
            set.pixels.append(static_cast<char>(pixel));
            row << QByteArray::number(pixel);
        }
        set.rows << row;
        set.labels.push_back(i % classes);
    }
    return set;
}

/// The rows with additional cells at a position; −1: at the end.
QByteArray table(const Drawn& set, int place, const std::function<QByteArray(int)>& cell,
                 const QByteArray& header = {}) {
    QByteArray text = header.isEmpty() ? QByteArray() : header + "\n";
    for (int i = 0; i < set.rows.size(); ++i) {
        QByteArrayList row = set.rows[i];
        row.insert(place < 0 ? row.size() : place, cell(i));
        text += row.join(',') + "\n";
    }
    return text;
}

QByteArray labelOf(int i) {
    return QByteArray::number(i % 4);
}

QByteArray wordOf(int i) {
    return QByteArrayList{"ant", "bat", "cup", "door"}.at(i % 4);
}

QString choicesOf(const ImageDataset& dataset) {
    QStringList choices;
    for (const std::string& choice : dataset.choices) choices << QString::fromStdString(choice);
    return choices.join('\n');
}

OpenOptions withColumn(const std::string& column) {
    OpenOptions options;
    options.labelColumn = column;
    return options;
}

OpenOptions unlabelled() {
    OpenOptions options;
    options.labels = false;
    return options;
}

} // namespace

class CsvColumnsTest : public QObject {
    Q_OBJECT
  private slots:
    void theLabelIsFound_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("choice"); // empty: the name is unambiguous
        const Drawn set = drawn(40);
        const auto row = [&](const char* name, int place, const QByteArray& header, const QString& choice) {
            QTest::newRow(name) << table(set, place, labelOf, header) << choice;
        };
        row("last, without names", -1, {}, "column 5, the last, holds the labels (--label-column)");
        row("first, without names", 0, {}, "column 1, the first, holds the labels (--label-column)");
        row("label last, blanks after commas", -1, "p0, p1, p2, p3, label", {});
        row("label last, blank behind", -1, "p0,p1,p2,p3,label ", {});
        row("Label in the middle", 2, "p0,p1,Label,p2,p3", {});
        row("quoted after a blank", -1, "p0, \"p1\", \"p2\", p3, \"label\"", {});
        row("species", 0, "species,p0,p1,p2,p3", {});
        row("an unknown name in front", 0, "Outcome 7,p0,p1,p2,p3", "column 1, “Outcome 7”, holds");
        row("an unknown name behind", -1, "p0,p1,p2,p3,kind", "column 5, “kind”, holds");
        row("an unknown name within", 2, "1x1,1x2,kind,2x1,2x2", "column 3, “kind”, holds");
        row("names that are no help", -1, "a,b,c,d,e", "column 5, “e”, holds the labels");
        row("NumPy's comment", 0, "# label,p0,p1,p2,p3", {});
        row("a comment about the file", -1, "# digits, made by hand", "column 5, the last, holds");
    }
    void theLabelIsFound() {
        QFETCH(QByteArray, text);
        QFETCH(QString, choice);
        const Drawn set = drawn(40);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(pixelsOf(*dataset), set.pixels);
        QCOMPARE(labelsOf(*dataset), set.labels);
        QCOMPARE(dataset->choices.empty(), choice.isEmpty());
        QVERIFY2(choicesOf(*dataset).startsWith(choice), qPrintable(choicesOf(*dataset)));
    }

    void wordsAmongNumbersAreTheLabel_data() {
        QTest::addColumn<int>("place");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("behind, unknown name") << -1 << QByteArray("p0,p1,p2,p3,sort");
        QTest::newRow("in front, no names") << 0 << QByteArray();
        QTest::newRow("within, no names") << 2 << QByteArray();
        QTest::newRow("behind, names of pandas") << -1 << QByteArray("0,1,2,3,kind");
    }
    void wordsAmongNumbersAreTheLabel() {
        QFETCH(int, place);
        QFETCH(QByteArray, header);
        const Drawn set = drawn(40);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", table(set, place, wordOf, header)));
        QCOMPARE(pixelsOf(*dataset), set.pixels);
        QCOMPARE(labelsOf(*dataset), set.labels);
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"ant", "bat", "cup", "door"}));
        QVERIFY(choicesOf(*dataset).contains("holds the labels (--label-column)"));
    }

    void sortedByClassIsLookedThrough() {
        // In the first rows both end columns are constant, and only later does the last pixel vary.
        Drawn set = drawn(2000);
        QByteArray text;
        for (int i = 0; i < 2000; ++i) {
            set.rows[i][3] = i % 1000 == 999 ? "3" : "0";
            set.pixels[4 * i + 3] = i % 1000 == 999 ? 3 : 0;
            set.labels[static_cast<std::size_t>(i)] = i / 500;
            text += QByteArray::number(i / 500) + "," + set.rows[i].join(',') + "\n";
        }
        const TestFolder folder;
        // Two different last pixels are hardly fewer than four labels, but the labels have no gaps.
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(pixelsOf(*dataset), set.pixels);
        QCOMPARE(labelsOf(*dataset), set.labels);
    }

    void bothEndsCouldBeIt() {
        Drawn set = drawn(40);
        for (int i = 0; i < 40; ++i) set.rows[i][0] = QByteArray::number(i % 3);
        const TestFolder folder;
        const QString file = folder.put("a.csv", table(set, -1, labelOf));
        try {
            open(file);
            QFAIL("no question");
        } catch (const LabelColumnUnclear& question) {
            QCOMPARE(question.columns.size(), std::size_t{2});
            QCOMPARE(question.columns[0].number, std::size_t{1});
            QCOMPARE(question.columns[1].number, std::size_t{5});
            QCOMPARE(question.columns[1].values, std::string("0, 1, 2, 3"));
            QCOMPARE(QString(question.what()),
                     file + ": line 1: it is unclear which column holds the labels: column 1 (0, 1, 2) or "
                            "column 5 (0, 1, 2, 3); choose it with --label-column N");
            QVERIFY(questionIn(question).has_value());
        }
        const DatasetPtr last = open(file, withColumn("5"));
        QCOMPARE(labelsOf(*last), set.labels);
        QVERIFY(last->choices.empty()); // the column was given
        QCOMPARE(labelsOf(*open(file, withColumn("1")))[2], 2);
    }

    void theColumnIsNamed() {
        const Drawn set = drawn(40);
        const TestFolder folder;
        const QString file = folder.put("a.csv", table(set, 2, labelOf, "p0,p1,Sort,p2,p3"));
        for (const char* const name : {"Sort", "sort", "3"}) {
            const DatasetPtr dataset = open(file, withColumn(name));
            QCOMPARE(labelsOf(*dataset), set.labels);
            QCOMPARE(pixelsOf(*dataset), set.pixels);
        }
        QCOMPARE(failure(file, withColumn("kind")),
                 file + ": line 1: there is no column “kind” (--label-column); 5 columns can be given by "
                        "number, starting at 1");
        QVERIFY(failure(file, withColumn("0")).contains("there is no column “0”"));
        QVERIFY(failure(file, withColumn("6")).contains("there is no column “6”"));
    }

    void labelsAreLeftOut_data() {
        QTest::addColumn<QByteArray>("text");
        const Drawn set = drawn(40);
        QTest::newRow("named") << table(set, 0, labelOf, "label,p0,p1,p2,p3");
        QTest::newRow("found") << table(set, -1, labelOf);
        QTest::newRow("words") << table(set, 2, wordOf);
        QTest::newRow("none") << table(set, 4, [](int) { return QByteArray(); });
    }
    void labelsAreLeftOut() {
        QFETCH(QByteArray, text);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text), unlabelled());
        QVERIFY(!dataset->hasLabels());
        QVERIFY(dataset->factors.empty());
        QCOMPARE(pixelsOf(*dataset), drawn(40).pixels);
    }

    void separatorsThatEndLines_data() {
        QTest::addColumn<QByteArray>("text");
        const Drawn set = drawn(40);
        const auto ended = [](QByteArray text, const char* end) { return text.replace("\n", end); };
        const QByteArray header = "label,p0,p1,p2,p3";
        QTest::newRow("bare") << ended(table(set, 0, labelOf), ",\n");
        QTest::newRow("named") << ended(table(set, 0, labelOf, header), ",\n");
        QTest::newRow("blank after it") << ended(table(set, 0, labelOf, header), ", \r\n");
        QTest::newRow("not after the names") << header + "\n" + ended(table(set, 0, labelOf), ",\n");
        QTest::newRow("only after the names") << header + ",\n" + table(set, 0, labelOf);
        QTest::newRow("semicolons") << ended(table(set, 0, labelOf), ",\n").replace(',', ';');
        QTest::newRow("tabs") << ended(table(set, 0, labelOf), ",\n").replace(',', '\t');
    }
    void separatorsThatEndLines() {
        QFETCH(QByteArray, text);
        const Drawn set = drawn(40);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(pixelsOf(*dataset), set.pixels);
        QCOMPARE(labelsOf(*dataset), set.labels);
    }

    void pixelsInOneCell_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("labelled");
        const Drawn set = drawn(40);
        const auto made = [&](const QByteArray& header, const auto& row) {
            QByteArray text = header.isEmpty() ? QByteArray() : header + "\n";
            for (int i = 0; i < 40; ++i) text += row(i, set.rows[i].join(' ')) + "\n";
            return text;
        };
        QTest::newRow("bare") << made("emotion,pixels", [](int i, const QByteArray& cell) {
            return labelOf(i) + "," + cell;
        }) << true;
        QTest::newRow("quoted") << made("emotion,pixels", [](int i, const QByteArray& cell) {
            return labelOf(i) + ",\"" + cell + "\"";
        }) << true;
        QTest::newRow("commas in the cell") << made("label,image", [](int i, const QByteArray& cell) {
            return labelOf(i) + ",\"[" + QByteArray(cell).replace(" ", ", ") + "]\"";
        }) << true;
        QTest::newRow("rows of NumPy") << made("label;image", [](int i, const QByteArray& cell) {
            const QByteArrayList pixels = cell.split(' ');
            return labelOf(i) + ";\"[[" + pixels[0] + " " + pixels[1] + "]\n [" + pixels[2] + " " +
                   pixels[3] + "]]\"";
        }) << true;
        QTest::newRow("without names")
            << made("", [](int i, const QByteArray& cell) { return wordOf(i) + "," + cell; }) << true;
        QTest::newRow("without labels")
            << made("pixels", [](int, const QByteArray& cell) { return "\"" + cell + "\""; }) << false;
    }
    void pixelsInOneCell() {
        QFETCH(QByteArray, text);
        QFETCH(bool, labelled);
        const Drawn set = drawn(40);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("faces.csv", text));
        QCOMPARE(dataset->shape, (ImageShape{2, 2, 1}));
        QCOMPARE(pixelsOf(*dataset), set.pixels);
        QCOMPARE(labelsOf(*dataset), labelled ? set.labels : std::vector<int>());
    }

    void aCellThatDiffers() {
        const TestFolder folder;
        const auto said = [&](const QByteArray& last) {
            return failure(folder.put("a.csv", "label,pixels\n1,0 1 2 3\n2,4 5 6 7\n3," + last + "\n"));
        };
        QVERIFY2(said("1 2 3").contains("line 4, column 2: 3 pixels; the first row has 4"),
                 qPrintable(said("1 2 3")));
        QVERIFY(said("1 2 x 3").contains("line 4, column 2: “x” is not a number"));
        QVERIFY(said("1 2 nan 3").contains("line 4, column 2: the pixel is not a finite number"));
        QVERIFY(failure(folder.put("a.csv", "label,pixels\n1,0 1 2 3 4\n2,4 5 6 7 8\n"))
                    .contains("5 pixels in a cell are not square images"));
    }

    void furtherNumbersCanColourTheMap() {
        QByteArray text = "age,gender,pixels,note\n";
        for (int i = 0; i < 20; ++i) {
            text += QByteArray::number(20 + i % 4) + "," + QByteArray::number(i % 2) + ",0 1 2 " +
                    QByteArray::number(200 + i) + ",n" + QByteArray::number(i) + "\n";
        }
        const TestFolder folder;
        const QString file = folder.put("a.csv", text);
        const DatasetPtr dataset = open(file);
        QCOMPARE(dataset->classNames,
                 (std::vector<std::string>{"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",
                                           "8",  "9",  "10", "11", "12", "13", "14", "15",
                                           "16", "17", "18", "19", "20", "21", "22", "23"}));
        QCOMPARE(labelsOf(*dataset)[3], 23);
        QCOMPARE(dataset->factors.size(), std::size_t{1});
        QCOMPARE(dataset->factors[0].name, std::string("gender"));
        QCOMPARE(dataset->factors[0].values[1], 1.F);
        const QString choices = choicesOf(*dataset);
        QVERIFY(choices.contains("column 1, “age”, holds the labels (--label-column)"));
        QVERIFY(choices.contains("column 2, “gender”, can colour the map"));
        QVERIFY2(choices.contains("column 4, “note”, is not used (--label-column)"), qPrintable(choices));
        const DatasetPtr asked = open(file, withColumn("gender"));
        QCOMPARE(asked->classNames, (std::vector<std::string>{"0", "1"}));
        QCOMPARE(asked->factors[0].name, std::string("age"));
    }

    void splitsAreKept_data() {
        QTest::addColumn<QByteArray>("names"); // of the column and the parts
        QTest::addColumn<int>("images");
        QTest::addColumn<std::vector<std::uint32_t>>("test");
        using Images = std::vector<std::uint32_t>;
        QTest::newRow("emotions") << QByteArray("Usage Training PublicTest PrivateTest") << 8
                                  << Images{4, 5, 6, 7};
        QTest::newRow("train and test") << QByteArray("split train test test") << 8 << Images{4, 5, 6, 7};
        QTest::newRow("validation alone") << QByteArray("set TRAIN val val") << 8 << Images{4, 5, 6, 7};
        QTest::newRow("both") << QByteArray("subset train valid test") << 6 << Images{4, 5};
        QTest::newRow("dev and test") << QByteArray("partition training dev testing") << 6 << Images{4, 5};
    }
    void splitsAreKept() {
        QFETCH(QByteArray, names);
        QFETCH(int, images);
        QFETCH(std::vector<std::uint32_t>, test);
        const QByteArrayList words = names.split(' ');
        const Drawn set = drawn(8);
        const QByteArray text = table(
            set, -1,
            [&](int i) {
                return labelOf(i) + "," + words[i < 4 ? 1 : i < 6 ? 2 : 3];
            },
            "p0,p1,p2,p3,label," + words[0]);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(dataset->size(), Index{images});
        QVERIFY(dataset->testGiven);
        QCOMPARE(dataset->test, test);
        QCOMPARE(dataset->train, (std::vector<std::uint32_t>{0, 1, 2, 3}));
        const bool dropped = images < 8;
        QCOMPARE(pixelsOf(*dataset), set.pixels.left(16) + set.pixels.mid(dropped ? 24 : 16));
        QCOMPARE(labelsOf(*dataset)[4], dropped ? 2 : 0);
        QCOMPARE(choicesOf(*dataset).contains("2 validation images are left out"), dropped);
    }

    void otherWordsMakeNoSplit() {
        const Drawn set = drawn(8);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put(
            "a.csv", table(
                         set, -1, [](int i) { return i % 2 == 0 ? "large" : "small"; }, "p0,p1,p2,p3,set")));
        QVERIFY(!dataset->testGiven);
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"large", "small"}));
    }

    void rowNamesOfR() {
        const Drawn set = drawn(20);
        QByteArray text = "\"label\" \"p0\" \"p1\" \"p2\" \"p3\"\n";
        for (int i = 0; i < 20; ++i)
            text +=
                "\"" + QByteArray::number(i + 1) + "\" " + labelOf(i) + " " + set.rows[i].join(' ') + "\n";
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(pixelsOf(*dataset), set.pixels);
        QCOMPARE(labelsOf(*dataset), set.labels);
    }

    void greyLevels_data() {
        QTest::addColumn<int>("highest");
        QTest::addColumn<QString>("rule");
        QTest::newRow("16") << 16 << "divided by 16, the largest value";
        QTest::newRow("14") << 14 << "divided by 15; the largest value is 14";
        QTest::newRow("3") << 3 << "divided by 3, the largest value";
        QTest::newRow("63") << 63 << "divided by 63, the largest value";
        QTest::newRow("100") << 100 << QString(kBytesAsTheyAre);
    }
    void greyLevels() {
        QFETCH(int, highest);
        QFETCH(QString, rule);
        const TestFolder folder;
        const QByteArray level = QByteArray::number(highest);
        const DatasetPtr dataset =
            open(folder.put("a.csv", "label,p0,p1,p2,p3\n1,0,1,2," + level + "\n0,0,0,0,0\n"));
        QCOMPARE(QString::fromStdString(dataset->pixelRule), rule);
        const int top = rule.startsWith("divided") ? rule.split(' ')[2].remove(',').remove(';').toInt() : 255;
        QCOMPARE(int{dataset->image(0)[3]}, qRound(highest * 255.0 / top));
        QCOMPARE(int{dataset->image(0)[1]}, qRound(255.0 / top));
    }

    void noImages_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("words alone") << QByteArray("name,town\nx,y\nz,w\n");
        QTest::newRow("people") << QByteArray("name,age,town\nx,3,y\nz,4,w\n");
        QTest::newRow("labels alone") << QByteArray("label,id\n1,2\n3,4\n");
    }
    void noImages() {
        QFETCH(QByteArray, text);
        const TestFolder folder;
        const QString file = folder.put("a.csv", text);
        QVERIFY2(failure(file).startsWith(file + ": line 1: the table holds no images"),
                 qPrintable(failure(file)));
    }
};

QTEST_GUILESS_MAIN(CsvColumnsTest)
#include "csv_columns_test.moc"
