// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/path_text.h"

#include <QTest>

using namespace latent;

class PathTextTest : public QObject {
    Q_OBJECT
  private slots:
    void bytesComeBackAsTheyWere_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QByteArray() << QString();
        QTest::newRow("plain") << QByteArray("a/b.png") << QString("a/b.png");
        QTest::newRow("UTF-8") << QByteArray("grün 漢 😀") << QString("grün 漢 😀");
        QTest::newRow("Latin-1") << QByteArray("b\xe4ume") << QString("b") + QChar(0xDCE4) + "ume";
        QTest::newRow("both") << QByteArray("gr\xc3\xbcn b\xe4ume")
                              << QString("grün b") + QChar(0xDCE4) + "ume";
        QTest::newRow("Shift-JIS") << QByteArray("\x93\xfa\x96{")
                                   << QString(QChar(0xDC93)) + QChar(0xDCFA) + QChar(0xDC96) + "{";
        QTest::newRow("cut off") << QByteArray("\xf0\x9f\x98")
                                 << QString(QChar(0xDCF0)) + QChar(0xDC9F) + QChar(0xDC98);
        QTest::newRow("cut off before a letter") << QByteArray("\xc3"
                                                               "a")
                                                 << QString(QChar(0xDCC3)) + "a";
        QTest::newRow("a surrogate in UTF-8")
            << QByteArray("\xed\xb2\x80") << QString(QChar(0xDCED)) + QChar(0xDCB2) + QChar(0xDC80);
        QTest::newRow("the replacement character itself")
            << QByteArray("\xef\xbf\xbd") << QString(QChar(0xFFFD));
        QTest::newRow("a byte order mark") << QByteArray("\xef\xbb\xbf"
                                                         "a")
                                           << QString(QChar(0xDCEF)) + QChar(0xDCBB) + QChar(0xDCBF) + "a";
    }
    void bytesComeBackAsTheyWere() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(pathFromBytes(bytes.toStdString()), text);
        QCOMPARE(QByteArray::fromStdString(pathToBytes(text)), bytes);
    }

    void everyPairOfBytesComesBack() {
        for (int first = 1; first < 256; ++first) {
            for (int second = 1; second < 256; ++second) {
                const std::string bytes{static_cast<char>(first), static_cast<char>(second)};
                if (pathToBytes(pathFromBytes(bytes)) != bytes)
                    QFAIL(qPrintable(QString("%1 %2").arg(first, 0, 16).arg(second, 0, 16)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(PathTextTest)
#include "path_text_test.moc"
