// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/clean_text.h"
#include "core/data/files/junk_files.h"
#include "core/data/files/natural_order.h"

#include <QTest>

#include <algorithm>
#include <string>
#include <vector>

using namespace latent;

class NaturalOrderTest : public QObject {
    Q_OBJECT
  private slots:
    void order_data() {
        QTest::addColumn<QStringList>("names"); // in order
        QTest::newRow("numbers") << QStringList{"0", "1", "2", "10", "11", "100"};
        QTest::newRow("numbers in words") << QStringList{"class 1", "class 2", "class 10", "class 10b"};
        QTest::newRow("several numbers") << QStringList{"1-2", "1-10", "2-1", "10-1"};
        QTest::newRow("zeros in front") << QStringList{"1", "01", "001", "2", "02", "010"};
        QTest::newRow("words") << QStringList{"", "Zebra", "ant", "ants", "bat"};
        QTest::newRow("digits before letters") << QStringList{"7", "7a", "a", "a7"};
        QTest::newRow("longer than any integer")
            << QStringList{"99999999999999999999", "100000000000000000000", "100000000000000000001"};
        QTest::newRow("beyond ASCII") << QStringList{"a", "z", "é", "ключ 2", "ключ 10", "猫"};
    }
    void order() {
        QFETCH(QStringList, names);
        std::vector<std::string> sorted;
        for (const QString& name : names) sorted.push_back(name.toStdString());
        const std::vector<std::string> expected = sorted;
        for (int turn = 0; turn < names.size(); ++turn) {
            std::rotate(sorted.begin(), sorted.begin() + 1, sorted.end());
            std::vector<std::string> again = sorted;
            std::sort(again.begin(), again.end(), NaturalOrder());
            QCOMPARE(again, expected);
        }
        for (std::size_t i = 0; i < expected.size(); ++i)
            for (std::size_t k = 0; k < expected.size(); ++k)
                QCOMPARE(naturallyLess(expected[i], expected[k]), i < k);
    }

    void fileNames() {
        QCOMPARE(fileNameText("gr\xc3\xbcn"), std::string("grün"));
        QCOMPARE(fileNameText("gr\xfcn"), std::string("grün")); // Latin-1
        QCOMPARE(fileNameText("cut\xc3"), std::string("cutÃ"));
        QCOMPARE(fileNameText("two\nlines\x1b[31m"), std::string("two�lines�[31m"));
        QCOMPARE(fileNameText("c1\x9b"), std::string("c1�"));
        QCOMPARE(fileNameText("cafe\xcc\x81"), std::string("cafe\xcc\x81")); // unchanged
        QCOMPARE(composedName("cafe\xcc\x81"), std::string("café"));
        QCOMPARE(composedName("caf\xe9"), std::string("café"));
        QVERIFY(composedName("a\nb") != composedName("a\tb"));
    }

    void junkFiles_data() {
        QTest::addColumn<bool>("junk");
        for (const char* const name :
             {"__MACOSX", ".DS_Store", "._a.png", "@eaDir", ".ipynb_checkpoints", "Thumbs.db", "thumbs.db",
              "desktop.ini", "$RECYCLE.BIN", "#recycle", "lost+found", "System Volume Information"})
            QTest::newRow(name) << true;
        for (const char* const name :
             {"", "a.png", "cats", "Thumbs", "thumbs.db.png", "recycle", "#1", "@home"})
            QTest::newRow(*name ? name : "no name") << false;
    }
    void junkFiles() {
        QFETCH(bool, junk);
        const std::string name = QTest::currentDataTag();
        QCOMPARE(isJunkFile(name == "no name" ? "" : name), junk);
    }
};

QTEST_GUILESS_MAIN(NaturalOrderTest)
#include "natural_order_test.moc"
