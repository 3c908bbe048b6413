// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/number_text.h"

#include <QLocale>
#include <QTest>

#include <limits>

namespace latent {

class NumberTextTest : public QObject {
    Q_OBJECT
  private slots:
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void numbersFollowTheLocale_data() {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("whole");
        QTest::addColumn<QString>("fraction");
        QTest::addColumn<QString>("negative");
        QTest::newRow("English") << QLocale(QLocale::English) << "60,000"
                                 << "1,234.50"
                                 << "−0.25";
        QTest::newRow("German") << QLocale(QLocale::German) << "60.000"
                                << "1.234,50"
                                << "−0,25";
        QTest::newRow("none") << QLocale::c() << "60,000"
                              << "1,234.50"
                              << "−0.25";
    }
    void numbersFollowTheLocale() {
        QFETCH(QLocale, locale);
        QLocale::setDefault(locale);
        QTEST(inLocale(std::int64_t{60'000}), "whole");
        QTEST(inLocale(1234.5, 2), "fraction");
        QTEST(signedText(-0.25, 2), "negative");
    }

    void zeroHasNoMinus() {
        QCOMPARE(signedText(-0.001, 2), QString("+0.00"));
        QCOMPARE(signedText(std::numeric_limits<double>::quiet_NaN(), 2), QString("–"));
    }

    void whatIsShownIsRead_data() {
        QTest::addColumn<QLocale>("locale");
        for (const auto language : {QLocale::English, QLocale::German, QLocale::French, QLocale::Chinese})
            QTest::newRow(qPrintable(QLocale::languageToString(language))) << QLocale(language);
    }
    void whatIsShownIsRead() {
        QFETCH(QLocale, locale);
        QLocale::setDefault(locale);
        for (const double value : {0.0, 0.25, -3.5, 1234.5, -1234.5}) {
            QCOMPARE(numberFrom(inLocale(value, 2)), std::optional(value));
            QCOMPARE(numberFrom(signedText(value, 2)), std::optional(value));
        }
    }

    void eitherDecimalMarkIsRead() {
        for (const auto language : {QLocale::English, QLocale::German}) {
            QLocale::setDefault(QLocale(language));
            QCOMPARE(numberFrom(" 0,5 "), std::optional(0.5));
            QCOMPARE(numberFrom("0.5"), std::optional(0.5));
            QCOMPARE(numberFrom("-0.5"), std::optional(-0.5));
        }
        QVERIFY(!numberFrom("nan"));
        QVERIFY(!numberFrom("a"));
        QVERIFY(!numberFrom(""));
    }
};

} // namespace latent

QTEST_GUILESS_MAIN(latent::NumberTextTest)
#include "number_text_test.moc"
