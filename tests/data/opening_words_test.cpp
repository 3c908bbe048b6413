// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/opening_words.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

class OpeningWordsTest : public QObject {
    Q_OBJECT
  private slots:
    void sizes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("x") << "32x24" << 32 << 24;
        QTest::newRow("X") << "28X28" << 28 << 28;
        QTest::newRow("as it is printed") << "24×32" << 24 << 32;
        QTest::newRow("with channels") << "16×16×3" << 16 << 16;
        QTest::newRow("mixed") << "16x8X1" << 16 << 8;
        QTest::newRow("blanks, as in the window") << "24 × 32" << 24 << 32;
        QTest::newRow("star") << "4096*1" << 4096 << 1;
    }
    void sizes() {
        QFETCH(QString, text);
        const WrittenSize size = parseSize(text.toStdString());
        QTEST(size.width, "width");
        QTEST(size.height, "height");
    }

    void noSizes_data() {
        QTest::addColumn<QString>("text");
        for (const char* const text : {"", "20", "x", "20x", "x20", "0x20", "20x4097", "-3x5", "3x5x2",
                                       "3x5x3x1", "3.5x2", "3xx5", "3x5 px", "99999999999x3"})
            QTest::newRow(text) << QString(text);
    }
    void noSizes() {
        QFETCH(QString, text);
        QCOMPARE(errorOf([&] { parseSize(text.toStdString()); }),
                 "\"" + text + "\" is not a width and height such as 32x24");
    }
};

QTEST_GUILESS_MAIN(OpeningWordsTest)
#include "opening_words_test.moc"
