// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

namespace {

const QByteArray kRows = "7,0,10,200,255\n3,1,2,3,4\n7,9,8,7,6\n"; // a label and four pixels
const QByteArray kHeader = "label,pixel0,pixel1,pixel2,pixel3\n";
const QByteArray kPixels("\x00\x0a\xc8\xff\1\2\3\4\x9\x8\7\6", 12);

// What a beginning of kHeader + kRows says; empty if it is no table of two images or more.
QByteArray expectedOf(const QByteArray& text) {
    QByteArray pixels;
    QList<QByteArray> lines = text.split('\n');
    lines.removeAll({});
    if (lines.size() < 3 || lines[0] + '\n' != kHeader) return {};
    for (const QByteArray& line : lines.mid(1)) {
        const QList<QByteArray> fields = line.split(',');
        if (fields.size() != 5) return {};
        for (const QByteArray& field : fields.mid(1)) {
            if (field.isEmpty()) return {};
            pixels.append(static_cast<char>(field.toInt()));
        }
    }
    return pixels;
}

} // namespace

class CsvTest : public QObject {
    Q_OBJECT
  private slots:
    void good_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
        QByteArray dos = kHeader + kRows;
        dos.replace("\n", "\r\n");
        QByteArray semicolons = kHeader + kRows;
        semicolons.replace(",", ";");
        QByteArray tabs = kHeader + kRows;
        tabs.replace(",", "\t");
        row("header", kHeader + kRows);
        row("no header", kRows);
        row("no last line end", kRows.chopped(1));
        row("CRLF", dos);
        row("byte order mark", "\xef\xbb\xbf" + kHeader + kRows);
        row("byte order mark without header", "\xef\xbb\xbf" + kRows);
        row("semicolons", semicolons);
        row("tabs", tabs);
        row("gzip", gzip(kHeader + kRows));
        row("quoted names", "\"label\",\"pixel, the first\",\"p \"\"1\"\"\",\"p\n2\",p3\n" + kRows);
        row("quoted values", "\"7\",\"0\",10,\"200\",255\n3,1,2,3,\"4\"\n\"7\",9,8,7,6\n");
        row("spaces", "7, 0, 10 ,200,255\n3,1,2,3,4 \n 7,9,8,7,6\n");
        row("blank lines", "\n" + kHeader + "\n\n7,0,10,200,255\n  \n3,1,2,3,4\r\n\r\n7,9,8,7,6\n\n");
        row("floats that are whole", "7.0,0.0,10.0,2e2,255.0\n3,1.0,2,3,4\n7,9,8,7,6\n");
        row("label last by name", "a,b,c,d,class\n0,10,200,255,7\n1,2,3,4,3\n9,8,7,6,7\n");
        row("label in the middle", "a,b,Label,c,d\n0,10,7,200,255\n1,2,3,3,4\n9,8,7,7,6\n");
        row("an index of pandas", ",label,0,1,2,3\n0,7,0,10,200,255\n1,3,1,2,3,4\n2,7,9,8,7,6\n");
        row("an id", "id,y,p0,p1,p2,p3\nx-0,7,0,10,200,255\nx-1,3,1,2,3,4\nx-2,7,9,8,7,6\n");
        row("label above numbers", "label,0,1,2,3\n" + kRows);
        row("names, none of the label", "c,p0,p1,p2,p3\n" + kRows);
    }
    void good() {
        QFETCH(QByteArray, text);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("train.csv", text));
        QCOMPARE(dataset->shape, (ImageShape{2, 2, 1}));
        QCOMPARE(pixelsOf(*dataset), kPixels);
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{7, 3, 7}));
        QCOMPARE(dataset->classCount(), 8);
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString(kBytesAsTheyAre));
    }

    void recognisedByContent() {
        const TestFolder folder;
        QCOMPARE(pixelsOf(*open(folder.put("train", kHeader + kRows))), kPixels);
        QCOMPARE(pixelsOf(*open(folder.put("train.png", gzip(kRows)))), kPixels);
    }

    void withoutLabels() {
        const TestFolder folder;
        DatasetPtr dataset = open(folder.put("a.csv", "p0,p1,p2,p3\n1,2,3,4\n5,6,7,88\n"));
        QVERIFY(!dataset->hasLabels());
        QCOMPARE(pixelsOf(*dataset), QByteArray("\1\2\3\4\5\6\7\x58"));
        dataset = open(folder.put("a.csv", "1,2,3,4\n5,6,7,8\n"));
        QVERIFY(!dataset->hasLabels());
        QCOMPARE(dataset->size(), 2);
        // Names of pandas: 0, 1, 2 …; sixteen pixels.
        dataset = open(folder.put("a.csv", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n" +
                                               QByteArray("9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9\n").repeated(2)));
        QCOMPARE(dataset->size(), 2);
        QCOMPARE(dataset->shape, (ImageShape{4, 4, 1}));
    }

    void labelsThatAreWords() {
        const TestFolder folder;
        const auto check = [&](const QByteArray& text) {
            const DatasetPtr dataset = open(folder.put("a.csv", text));
            QCOMPARE(labelsOf(*dataset), (std::vector<int>{1, 0, 1}));
            QCOMPARE(dataset->classNames, (std::vector<std::string>{"cat, small", "dog"}));
            QCOMPARE(dataset->size(), 3);
        };
        check("dog,1,2,3,4\n\"cat, small\",1,2,3,4\ndog,1,2,3,4\n");
        check("1,2,3,4,dog\n1,2,3,4,\"cat, small\"\n1,2,3,4,dog\n");
        check("label,a,b,c,d\ndog,1,2,3,4\n\"cat, small\",1,2,3,4\ndog,1,2,3,4\n");
        const DatasetPtr negative = open(folder.put("a.csv", "-1,1,2,3,4\n1,5,6,7,8\n"));
        QCOMPARE(negative->classNames, (std::vector<std::string>{"-1", "1"}));
    }

    void numbersOfOtherRanges_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("pixels");
        QTest::addColumn<QString>("rule");
        QTest::newRow("black and white") << QByteArray("0,1,1,0\n1,1,0,0\n")
                                         << QByteArray("\0\xff\xff\0\xff\xff\0\0", 8) << "multiplied by 255";
        QTest::newRow("fractions") << QByteArray("0,0.25,.5,1\n1,1e0,0,0\n")
                                   << QByteArray("\0\x40\x80\xff\xff\xff\0\0", 8) << "multiplied by 255";
        QTest::newRow("late fractions")
            << QByteArray("0,1,255,0\n0,0,0,127.5\n") << QByteArray("\0\1\xff\0\0\0\0\x80", 8)
            << "scaled from the data's own minimum 0 and maximum 255";
        QTest::newRow("negative") << QByteArray("-1,0,0.5,1\n-1,-1,1,1\n")
                                  << QByteArray("\0\x80\xbf\xff\0\0\xff\xff", 8)
                                  << "scaled from the data's own minimum −1 and maximum 1";
        QTest::newRow("wide") << QByteArray("0,1000,500,0\n0,0,0,0\n")
                              << QByteArray("\0\xff\x80\0\0\0\0\0", 8)
                              << "scaled from the data's own minimum 0 and maximum 1000";
    }
    void numbersOfOtherRanges() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, pixels);
        QFETCH(QString, rule);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(pixelsOf(*dataset), pixels);
        QCOMPARE(QString::fromStdString(dataset->pixelRule), rule);
    }

    void givenSize() {
        const TestFolder folder;
        const QString file = folder.put("a.csv", "1,2,3,4,5,6\n7,8,9,10,11,12\n");
        QVERIFY2(failure(file).contains("line 1: 6 columns of pixels are not square images"),
                 qPrintable(failure(file)));
        OpenOptions options;
        options.width = 3;
        options.height = 2;
        QCOMPARE(open(file, options)->shape, (ImageShape{3, 2, 1}));
        options.width = 2;
        options.height = 1;
        QCOMPARE(open(file, options)->shape, (ImageShape{2, 1, 3}));
        options.width = 5;
        QVERIFY(failure(file, options).contains("it is unclear which column holds the labels"));
        options.labelColumn = std::string("1");
        const DatasetPtr labelled = open(file, options);
        QCOMPARE(labelled->shape, (ImageShape{5, 1, 1}));
        QCOMPARE(labelsOf(*labelled), (std::vector<int>{1, 7}));
        options.height = 200;
        QVERIFY(failure(file, options).contains("do not make images of 5×200"));
    }

    void bad_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const QByteArray& text, const QString& sentence) {
            QTest::newRow(name) << text << sentence;
        };
        const QByteArray good = kHeader + kRows;
        row("a value too few", good + "1,2,3,4\n", "line 5: 4 values; the first line has 5");
        row("a value too many", good + "1,2,3,4,5,6\n", "line 5: 6 values; the first line has 5");
        row("a word", good + "1,2,three,4,5\n", "line 5, column 3: “three” is not a number");
        row("a decimal comma", good + "1,2,\"1,5\",4,5\n", "line 5, column 3: “1,5” is not a number");
        row("a decimal comma, unquoted", good + "1,2,1,5,4,5\n", "line 5: 6 values");
        row("nothing", good + "1,2,,4,5\n", "line 5, column 3: the pixel is empty");
        row("nan", good + "1,2,nan,4,5\n", "line 5, column 3: the pixel is not a finite number");
        row("inf", good + "1,2,-inf,4,5\n", "line 5, column 3: the pixel is not a finite number");
        row("too large for a double", good + "1,2,1e999,4,5\n", "line 5, column 3: “1e999” is not a number");
        row("control characters", good + "1,2,\"a\nb\xff\",4,5\n",
            "column 3: “a\uFFFDb\uFFFD” is not a number");
        row("hexadecimal", good + "1,2,0x10,4,5\n", "line 5, column 3: “0x10” is not a number");
        row("trailing junk", good + "1,2,10x,4,5\n", "line 5, column 3: “10x” is not a number");
        row("letters like digits", good + "1,2,\xd9\xa3,4,5\n", "line 5, column 3: ");
        row("NUL", good + QByteArray("1,2,\0003,4,5\n", 11), "line 5: there is a NUL byte");
        row("NUL at the end", good + QByteArray(100, '\0'), "line 5: there is a NUL byte");
        row("open quote", good + "1,2,\"3,4,5\n1,2,3,4,5\n", "line 5: a quote is not closed");
        row("text after a quote", good + "1,2,\"3\"3,4,5\n", "line 5, column 3: text follows a quoted field");
        row("header alone", kHeader, "there are no rows below the column names");
        row("blank", "\n\n\n", "the table is empty");
        row("one column", "5\n5\n", "");
        row("too many columns", QByteArray("1,").repeated(20000) + "1\n", "line 1: 20001 columns of pixels");
        row("million characters", QByteArray(5'000'000, '1'), "line 1: the row is longer");
        row("million characters in a field", good + "1,2," + QByteArray(1'000'000, '1') + ",4,5\n",
            "line 5, column 3: “111111111111111111111111111111111111111…” is not a number");
        row("million commas", good + QByteArray(1'000'000, ','), "line 5: 1000001 values");
        row("five million quotes", good + QByteArray(5'000'001, '"'), "line 5: the row is longer");
        row("gzip cut", gzip(good).chopped(4), "truncated");
        row("gzip bomb", gzip(QByteArray(100'000'000, '1')), "line 1: the row is longer");
    }
    void bad() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        const TestFolder folder;
        const QString file = folder.put("a.csv", text);
        if (sentence.isEmpty()) { // 1×1 images are images
            QCOMPARE(open(file)->size(), 2);
            return;
        }
        const QString said = failure(file);
        QVERIFY2(said.startsWith(file + ": "), qPrintable(said));
        QVERIFY2(said.contains(sentence), qPrintable(said));
        QVERIFY2(!said.contains('\n') && said.size() < 400, qPrintable(said));
    }

    void everyPrefixFailsOrIsRight() {
        const TestFolder folder;
        const QByteArray whole = kHeader + kRows;
        everyPrefix(folder, "a.csv", whole, {}, [&](const ImageDataset& dataset, int length) {
            const QByteArray expected = expectedOf(whole.left(length));
            return !expected.isEmpty() && pixelsOf(dataset) == expected;
        });
        everyPrefix(folder, "a.csv", gzip(whole), {}, never);
    }

    void rowsAcrossTheBuffer() {
        // Rows of every length around the reader's parts of 256 KiB, with quoted line ends among them.
        const TestFolder folder;
        QByteArray text = "label,a\n";
        QByteArray pixels;
        for (int i = 0; text.size() < 700'000; ++i) {
            const QByteArray label = "\"" + QByteArray(i % 97, 'x') + "\n\"\"" + "\"";
            text += label + "," + QByteArray::number(i % 256) + "\n";
            pixels.append(static_cast<char>(i % 256));
        }
        QCOMPARE(pixelsOf(*open(folder.put("a.csv", text))), pixels);
        QCOMPARE(pixelsOf(*open(folder.put("a.csv", gzip(text)))), pixels);
    }

    void theLocaleDoesNotMatter() {
        const TestFolder folder;
        const char* const german = setlocale(LC_ALL, "de_DE.UTF-8"); // may not be there: then nothing changes
        const DatasetPtr dataset = open(folder.put("a.csv", "0.5,0.5,0.5,1\n0,0,0,0\n"));
        setlocale(LC_ALL, "C.UTF-8");
        QCOMPARE(dataset->image(0)[0], 128);
        Q_UNUSED(german);
    }

    void tooManyLabelsAreLeftOut() {
        QByteArray text;
        for (int i = 0; i <= 65536; ++i) text += "n" + QByteArray::number(i) + ",5,6,7,8\n";
        text.prepend("label,a,b,c,d\n");
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QVERIFY(!dataset->hasLabels());
        QCOMPARE(dataset->size(), Index{65537});
        QCOMPARE(dataset->skipped.at(0).reason, std::string("more than 65,536 different labels"));
    }

    void fileThatChangesWhileItIsRead() {
        const TestFolder folder;
        QByteArray text = "0.5,0,0,1\n0,0,0,0\n";
        const QString file = folder.put("a.csv", text);
        Progress progress; // tells of the end of the first of two passes, too
        progress.report = [&](double) {
            text += "1,1,1,1\n";
            folder.put("a.csv", text);
        };
        QVERIFY(
            errorOf([&] { open(file, {}, progress); }).contains("the file changed while it was being read"));
    }

    void longRowsAndBlankLinesCanBeCancelled() {
        const TestFolder folder;
        const QByteArray row = QByteArray("100,").repeated(128 * 128 - 1) + "100\n";
        for (const QByteArray& text : {row.repeated(60), QByteArray(4'000'000, '\n')}) {
            const QString file = folder.put("a.csv", text);
            int reports = 0;
            std::stop_source stop;
            Progress progress;
            progress.stop = stop.get_token();
            progress.report = [&](double) {
                if (++reports == 5) stop.request_stop();
            };
            QVERIFY_THROWS_EXCEPTION(Cancelled, open(file, {}, progress));
            QCOMPARE(reports, 5);
        }
    }

    void cancel() {
        const TestFolder folder;
        const QString file = folder.put("a.csv", QByteArray("1,2,3,4\n").repeated(10000));
        std::stop_source stop;
        Progress progress;
        progress.stop = stop.get_token();
        progress.report = [&](double) { stop.request_stop(); };
        QVERIFY_THROWS_EXCEPTION(Cancelled, open(file, {}, progress));
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "csv_test.moc"
