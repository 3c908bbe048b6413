// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/failure.h"

#include <QTest>

#include <new>
#include <system_error>
#include <vector>

using namespace latent;

class ErrorTest : public QObject {
    Q_OBJECT
  private slots:
    void wordsFitOnOneLine_data() {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char* name, const QByteArray& words, const QByteArray& line) {
            QTest::newRow(name) << words << line;
        };
        row("plain", "three words here", "three words here");
        row("nothing", "", "");
        row("two bytes", "grün", "grün");
        row("three bytes", "β₂ 漢", "β₂ 漢");
        row("four bytes", "😀", "😀");
        row("colours of a terminal", "\x1b[31mred", "?[31mred");
        row("its title", "\x1b]0;mine\x07", "?]0;mine?");
        row("line breaks", "a\r\nb", "a??b");
        row("delete", "a\x7f", "a?");
        row("C1 in UTF-8",
            "a\xc2\x9b"
            "5m",
            "a?5m");
        row("C1 as a byte",
            "a\x9b"
            "5m",
            "a?5m");
        row("no-break space, which is none",
            "a\xc2\xa0"
            "b",
            "a\xc2\xa0"
            "b");
        row("line separator",
            "a\xe2\x80\xa8"
            "b",
            "a?b");
        row("paragraph separator",
            "a\xe2\x80\xa9"
            "b",
            "a?b");
        row("Latin-1", "b\xe4ume", "b?ume");
        row("cut off", "gr\xc3", "gr?");
        row("cut off after three of four", "\xf0\x9f\x98", "???");
        row("longer than need be", "\xc0\xaf", "??");
        row("a surrogate", "\xed\xa0\x80", "???");
        row("beyond Unicode", "\xf4\x90\x80\x80", "????");
        row("a zero", QByteArray("a\0b", 3), "a?b");
    }
    void wordsFitOnOneLine() {
        QFETCH(QByteArray, words);
        QFETCH(QByteArray, line);
        QCOMPARE(QByteArray::fromStdString(onOneLine(words.toStdString())), line);
        QCOMPARE(QByteArray(Error(words.toStdString()).what()), line);
    }

    void anErrorNamesFilePositionAndCause() {
        QCOMPARE(Error("a\nb", "byte 3", "is odd").what(), "a?b: byte 3: is odd");
        QCOMPARE(Error("a", "", "is odd").what(), "a: is odd");
    }

    void failuresAreSentences_data() {
        QTest::addColumn<std::exception_ptr>("failure");
        QTest::addColumn<QByteArray>("sentence");
        const auto row = [](const char* name, const auto& failure, const char* sentence) {
            QTest::newRow(name) << std::make_exception_ptr(failure) << QByteArray(sentence);
        };
        row("an error", Error("a", "", "is odd"), "a: is odd");
        row("no memory", std::bad_alloc(), "there is not enough memory for this");
        row("more than all memory", std::length_error("vector::_M_default_append"),
            "there is not enough memory for this");
        row("no thread", std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again)),
            "the system cannot start another thread");
        row("in a library's words", std::runtime_error("two\nlines"), "two?lines");
        row("no exception of C++'s", 7, "an unknown error occurred");
    }
    void failuresAreSentences() {
        QFETCH(std::exception_ptr, failure);
        QFETCH(QByteArray, sentence);
        QByteArray told;
        try {
            std::rethrow_exception(failure);
        } catch (...) {
            told = QByteArray::fromStdString(failureSentence());
        }
        QCOMPARE(told, sentence);
    }
};

QTEST_GUILESS_MAIN(ErrorTest)
#include "error_test.moc"
