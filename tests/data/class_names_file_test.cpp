// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/class_names_file.h"
#include "tests/data/opening.h"

using namespace latent;
using namespace latent::testing;

class ClassNamesFileTest : public QObject {
    Q_OBJECT

    TestFolder m_folder;

    std::vector<std::string> read(const QByteArray& text, std::size_t count) {
        return readClassNames(m_folder.put("names.txt", text).toStdString(), count);
    }
    QString sentence(const QByteArray& text, std::size_t count) {
        return errorOf([&] { read(text, count); }).section("names.txt: ", 1);
    }

  private slots:
    void oneNameALine() {
        const std::vector<std::string> wanted{"T-shirt", "Ankle boot", "Über"};
        QCOMPARE(read("T-shirt\nAnkle boot\nÜber", 3), wanted);
        QCOMPARE(read("\xEF\xBB\xBFT-shirt\r\n Ankle boot \r\nÜber\r\n\r\n", 3), wanted);
    }

    void whatIsWrongIsSaidInOneSentence() {
        QCOMPARE(sentence("a\nb\n", 3), QString("it holds 2 names; the set has 3 classes"));
        QCOMPARE(sentence("a\nb\n", 1), QString("it holds 2 names; the set has 1 class"));
        QCOMPARE(sentence("", 2), QString("it holds 0 names; the set has 2 classes"));
        QCOMPARE(sentence("a\n\nc\n", 3), QString("line 2: the name is empty"));
        QCOMPARE(sentence(QByteArray("a\n\0b\n", 5), 2), QString("it is not a text file"));
        QVERIFY(errorOf([&] { readClassNames(m_folder.path().toStdString(), 2); }).contains("folder"));
        QVERIFY(errorOf([&] { readClassNames("/nowhere/names.txt", 2); }).startsWith("/nowhere/names.txt: "));
    }

    void namesAreCleaned() {
        QCOMPARE(read("a\tb\n\xFFx\n", 2), (std::vector<std::string>{"a\xEF\xBF\xBD"
                                                                     "b",
                                                                     "\xEF\xBF\xBDx"}));
    }
};

QTEST_MAIN(ClassNamesFileTest)
#include "class_names_file_test.moc"
