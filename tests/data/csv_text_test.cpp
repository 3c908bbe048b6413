// SPDX-License-Identifier: GPL-3.0-or-later
// Encodings, line ends and separators of tables.
#include "tests/data/opening.h"

#include <QStringEncoder>

using namespace latent;
using namespace latent::testing;

namespace {

const QByteArray kTable = "label,p0,p1,p2,p3\n7,0,10,200,255\n3,1,2,3,4\n7,9,8,7,6\n";
const QByteArray kPixels("\x00\x0a\xc8\xff\1\2\3\4\x9\x8\7\6", 12);
const QByteArray kFractions = "label,p0,p1,p2,p3\n7,0,0.25,0.5,1\n3,1,0,0.125,0.75\n7,0,0,0,0\n";
const QByteArray kFractionPixels("\x00\x40\x80\xff\xff\0\x20\xbf\0\0\0\0", 12);

QByteArray encoded(const QByteArray& utf8, QStringConverter::Encoding encoding) {
    QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
    return encoder(QString::fromUtf8(utf8));
}

QByteArray replaced(QByteArray text, const QByteArray& from, const QByteArray& to) {
    return text.replace(from, to);
}

QByteArray withoutNames(const QByteArray& table) {
    return table.mid(table.indexOf('\n') + 1);
}

} // namespace

class CsvTextTest : public QObject {
    Q_OBJECT
  private slots:
    void texts_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
        row("CR alone", replaced(kTable, "\n", "\r"));
        row("CR alone, no last line end", replaced(kTable, "\n", "\r").chopped(1));
        row("CR alone, no names", replaced(withoutNames(kTable), "\n", "\r"));
        row("CR LF", replaced(kTable, "\n", "\r\n"));
        row("UTF-8 with a mark", "\xef\xbb\xbf" + kTable);
        row("UTF-16, little end first", encoded(kTable, QStringConverter::Utf16LE));
        row("UTF-16, big end first", encoded(kTable, QStringConverter::Utf16BE));
        row("UTF-16 with CR LF", encoded(replaced(kTable, "\n", "\r\n"), QStringConverter::Utf16LE));
        row("UTF-16 in gzip", gzip(encoded(kTable, QStringConverter::Utf16BE)));
        row("blanks", replaced(kTable, ",", " "));
        row("blanks, no names", replaced(withoutNames(kTable), ",", " "));
        row("several blanks", replaced(replaced(kTable, ",", "   "), "\n", "  \n  "));
        row("semicolons", replaced(kTable, ",", ";"));
        row("tabs and blanks", replaced(kTable, ",", " \t "));
    }
    void texts() {
        QFETCH(QByteArray, text);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(pixelsOf(*dataset), kPixels);
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{7, 3, 7}));
    }

    void contentTellsWithoutAName() {
        const TestFolder folder;
        const QByteArray blanks = replaced(withoutNames(kTable), ",", " ");
        QCOMPARE(pixelsOf(*open(folder.put("zip.train", blanks))), kPixels);
        QCOMPARE(pixelsOf(*open(folder.put("digits.txt", replaced(kTable, ",", " ")))), kPixels);
        QCOMPARE(pixelsOf(*open(folder.put("utf16", encoded(kTable, QStringConverter::Utf16LE)))), kPixels);
        QVERIFY(failure(folder.put("letter", "Dear all, 7 of 10 or 20 years ago it was so.\nYours\n"))
                    .contains("this is text, but not a table of numbers"));
    }

    void decimalCommas_data() {
        QTest::addColumn<QByteArray>("text");
        const QByteArray commas = replaced(replaced(kFractions, ",", "!"), ".", ",");
        const auto row = [&](const char* name, const char* separator, bool names = true) {
            const QByteArray text = replaced(commas, "!", separator);
            QTest::newRow(name) << (names ? text : withoutNames(text));
        };
        row("semicolons", ";");
        row("tabs", "\t");
        row("semicolons, no names", "; ", false);
        // As written by NumPy: every number with a comma.
        QTest::newRow("blanks") << QByteArray(
            "7,0 0,0 0,25 0,5 1,0\n3,0 1,0 0,0 0,125 0,75\n7,0 0,0 0,0 0,0 0,0\n");
        QTest::newRow("points") << replaced(kFractions, ",", ";");
    }
    void decimalCommas() {
        QFETCH(QByteArray, text);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(pixelsOf(*dataset), kFractionPixels);
        QCOMPARE(labelsOf(*dataset), (std::vector<int>{7, 3, 7}));
        QCOMPARE(QString::fromStdString(dataset->pixelRule), QString("multiplied by 255"));
    }

    void numbersOfNumpy() {
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put(
            "a.txt", "0.000000000000000000e+00 2.550000000000000000e+02 +1.0e+00 2.000000000000000000e+00\n"
                     "1.280000000000000000e+02 3.000000000000000000e+00 4.0e+00 5.000000000000000000e+00\n"));
        QCOMPARE(pixelsOf(*dataset), QByteArray("\0\xff\1\2\x80\3\4\5", 8));
        QVERIFY(!dataset->hasLabels());
    }

    void wordsInOtherEncodings_data() {
        QTest::addColumn<QByteArray>("text");
        const QByteArray table = "label,p0,p1,p2,p3\nÜber,0,10,200,255\ncafé,1,2,3,4\nÜber,9,8,7,6\n";
        QTest::newRow("UTF-8") << table;
        QTest::newRow("Latin-1") << QString::fromUtf8(table).toLatin1();
        QTest::newRow("UTF-16") << encoded(table, QStringConverter::Utf16BE);
        QTest::newRow("letters and accents apart")
            << QString::fromUtf8(table).normalized(QString::NormalizationForm_D).toUtf8();
        QTest::newRow("together and apart")
            << table + QString::fromUtf8("café,1,2,3,4\n").normalized(QString::NormalizationForm_D).toUtf8();
    }
    void wordsInOtherEncodings() {
        QFETCH(QByteArray, text);
        const TestFolder folder;
        const DatasetPtr dataset = open(folder.put("a.csv", text));
        QCOMPARE(dataset->classNames, (std::vector<std::string>{"café", "Über"}));
        QCOMPARE(labelsOf(*dataset)[0], 1);
        QCOMPARE(labelsOf(*dataset)[1], 0);
        QCOMPARE(pixelsOf(*dataset).first(12), kPixels);
    }

    void brokenTexts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("sentence");
        const QByteArray wide = encoded(kTable, QStringConverter::Utf16LE);
        QTest::newRow("half a character") << wide.chopped(1) << "the UTF-16 text ends within a character";
        QTest::newRow("NUL in UTF-16")
            << wide + QByteArray(2, '\0') << "line 5: the text contains a NUL byte";
        QTest::newRow("no mark") << wide.mid(2) << "line 1: the text contains a NUL byte";
        QTest::newRow("a value too few, CR") << replaced(kTable, "\n", "\r") + "1,2\r"
                                             << "line 5: 2 values; the first line has 5";
        QTest::newRow("a value too few, blanks") << replaced(kTable, ",", " ") + "1 2\n"
                                                 << "line 5: 2 values; the first line has 5";
        QTest::newRow("a thousand's comma") << replaced(kTable, ",", ";") + "1;2;3;4;1,000,000\n"
                                            << "line 5, column 5: “1,000,000” is not a number";
        QTest::newRow("a comma and a point") << replaced(kTable, ",", ";") + "1;2;3;4;1.000,5\n"
                                             << "line 5, column 5: “1.000,5” is not a number";
    }
    void brokenTexts() {
        QFETCH(QByteArray, text);
        QFETCH(QString, sentence);
        const TestFolder folder;
        const QString file = folder.put("a.csv", text);
        const QString said = failure(file);
        QVERIFY2(said.startsWith(file + ": ") && said.contains(sentence), qPrintable(said));
    }

    void everyPrefixOfUtf16FailsOrIsRight() {
        const TestFolder folder;
        const QByteArray whole = encoded(withoutNames(kTable), QStringConverter::Utf16LE);
        everyPrefix(folder, "a.csv", whole, {}, [](const ImageDataset& dataset, int) {
            return pixelsOf(dataset).left(7) == kPixels.left(7); // the last number may be truncated
        });
    }

    void utf16AcrossTheBuffer() {
        // Surrogate pairs at every position of the reader's blocks.
        const TestFolder folder;
        QByteArray text = "label,a\n";
        QByteArray pixels;
        for (int i = 0; text.size() < 700'000; ++i) {
            text +=
                QString("\U0001F642x").repeated(i % 41).toUtf8() + "y," + QByteArray::number(i % 256) + "\n";
            pixels.append(static_cast<char>(i % 256));
        }
        const DatasetPtr dataset = open(folder.put("a.csv", encoded(text, QStringConverter::Utf16LE)));
        QCOMPARE(pixelsOf(*dataset), pixels);
        QCOMPARE(dataset->classCount(), 41);
        QCOMPARE(QString::fromStdString(dataset->classNames.back()),
                 QString("\U0001F642x").repeated(40) + "y");
    }
};

QTEST_GUILESS_MAIN(CsvTextTest)
#include "csv_text_test.moc"
