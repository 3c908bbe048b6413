// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_dialog.h"

#include "ui/controls/style.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace latent;

namespace {

ListedRun aRun(const std::string& id, const std::string& note = {}) {
    ListedRun run;
    run.info.id = id;
    run.info.name = "Run " + id;
    run.info.note = note;
    run.info.data.name = "Made up";
    return run;
}

std::string idOf(const QList<QVariant>& arguments) {
    return arguments[0].value<std::string>();
}

} // namespace

// Rows, newest first: "c", which is open, "b", "a".
class RunsDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<RunsDialog> m_dialog;

    QListView* list() { return m_dialog->list(); }
    QPlainTextEdit* note() { return m_dialog->findChild<QPlainTextEdit*>(); }
    QPushButton* button(const QString& text) {
        for (QPushButton* const one : m_dialog->findChildren<QPushButton*>())
            if (one->text() == text) return one;
        return nullptr;
    }
    void choose(int row) { list()->setCurrentIndex(list()->model()->index(row, 0)); }
    void press(const QString& text) { QTest::mouseClick(button(text), Qt::LeftButton); }

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void init() {
        m_dialog = std::make_unique<RunsDialog>();
        m_dialog->showRuns({aRun("a"), aRun("b", "wide"), aRun("c")}, "c");
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        list()->setFocus();
    }

    void buttonsConcernTheSelectedRun_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("signal");
        QTest::newRow("open") << "Open" << QByteArray(SIGNAL(openRequested(std::string)));
        QTest::newRow("beside") << "Beside" << QByteArray(SIGNAL(besideRequested(std::string)));
        QTest::newRow("settings") << "Use its settings" << QByteArray(SIGNAL(settingsRequested(std::string)));
        QTest::newRow("delete") << "Delete" << QByteArray(SIGNAL(deleteRequested(std::string)));
    }
    void buttonsConcernTheSelectedRun() {
        QFETCH(const QString, text);
        QFETCH(const QByteArray, signal);
        QSignalSpy asked(m_dialog.get(), signal.constData());
        choose(1);
        press(text);
        choose(2);
        press(text);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(idOf(asked[0]), std::string("b"));
        QCOMPARE(idOf(asked[1]), std::string("a"));
    }

    void theOpenRunCannotBeOpenedOrDeleted() {
        QCOMPARE(list()->currentIndex().row(), 0);
        for (const char* const text : {"Open", "Beside", "Delete"})
            QVERIFY2(!button(text)->isEnabled(), text);
        QVERIFY(button("Rename")->isEnabled() && button("Use its settings")->isEnabled());
        QVERIFY(note()->isEnabled());
        QSignalSpy opened(m_dialog.get(), &RunsDialog::openRequested);
        QSignalSpy deleted(m_dialog.get(), &RunsDialog::deleteRequested);
        QTest::keyClick(list(), Qt::Key_Return);
        QTest::keyClick(list(), Qt::Key_Delete);
        QVERIFY(opened.isEmpty() && deleted.isEmpty());
        choose(1);
        for (const char* const text : {"Open", "Beside", "Delete"}) QVERIFY2(button(text)->isEnabled(), text);
    }

    void withoutRunsNothingCanBeDone() {
        m_dialog->showRuns({}, {});
        for (const QPushButton* const one : m_dialog->findChildren<QPushButton*>())
            QVERIFY2(!one->isEnabled(), qPrintable(one->text()));
        QVERIFY(!note()->isEnabled() && !list()->isVisible());
    }

    void enterOpensAndDelDeletes() {
        QSignalSpy opened(m_dialog.get(), &RunsDialog::openRequested);
        QSignalSpy deleted(m_dialog.get(), &RunsDialog::deleteRequested);
        QVERIFY(button("Open")->isDefault());
        choose(1);
        QTest::keyClick(list(), Qt::Key_Return);
        QTest::keyClick(list(), Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(opened.count(), 2);
        QCOMPARE(idOf(opened[1]), std::string("b"));
        QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(opened.count(), 2);
        QTest::keyClick(list(), Qt::Key_Delete);
        QCOMPARE(deleted.count(), 1);
        QCOMPARE(idOf(deleted[0]), std::string("b"));
        QVERIFY(m_dialog->isVisible());
    }

    void aRunIsRenamed() {
        QSignalSpy renamed(m_dialog.get(), &RunsDialog::renameRequested);
        QSignalSpy opened(m_dialog.get(), &RunsDialog::openRequested);
        const auto type = [&](const QString& name, Qt::Key last) {
            auto* const field = list()->findChild<QLineEdit*>();
            QVERIFY(field);
            field->selectAll();
            QTest::keyClicks(field, name);
            QTest::keyClick(field, last);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            QCoreApplication::processEvents();
        };
        choose(1);
        press("Rename");
        type("  With   noise ", Qt::Key_Return);
        QCOMPARE(renamed.count(), 1);
        QCOMPARE(idOf(renamed[0]), std::string("b"));
        QCOMPARE(renamed[0][1].toString(), QString("With noise"));
        QVERIFY(opened.isEmpty()); // Enter was the field's
        QTest::keyClick(list(), Qt::Key_F2);
        type("   ", Qt::Key_Return);
        QTest::keyClick(list(), Qt::Key_F2);
        type("Other", Qt::Key_Escape);
        QCOMPARE(renamed.count(), 1);
        QVERIFY(m_dialog->isVisible());
    }

    void aNoteIsKeptWhenItsWriterRests() {
        QSignalSpy noted(m_dialog.get(), &RunsDialog::noteRequested);
        QSignalSpy opened(m_dialog.get(), &RunsDialog::openRequested);
        choose(1);
        QCOMPARE(note()->toPlainText(), QString("wide"));
        note()->moveCursor(QTextCursor::End);
        QTest::keyClicks(note(), ", slow");
        QTest::keyClick(note(), Qt::Key_Return); // a line, not a request
        QVERIFY(noted.isEmpty());
        QTRY_COMPARE(noted.count(), 1);
        QCOMPARE(idOf(noted[0]), std::string("b"));
        QCOMPARE(noted[0][1].toString(), QString("wide, slow\n"));
        QVERIFY(opened.isEmpty());
    }

    void aNoteIsKeptBeforeItGoesOutOfSight() {
        QSignalSpy noted(m_dialog.get(), &RunsDialog::noteRequested);
        choose(1);
        QTest::keyClicks(note(), "x");
        choose(2);
        QCOMPARE(noted.count(), 1);
        QCOMPARE(idOf(noted[0]), std::string("b"));
        QVERIFY(note()->toPlainText().isEmpty());
        QTest::keyClicks(note(), "y");
        m_dialog->close();
        QCOMPARE(noted.count(), 2);
        QCOMPARE(idOf(noted[1]), std::string("a"));
    }

    void theSelectionOutlivesANewList() {
        choose(2);
        QTest::keyClicks(note(), "half a se");
        m_dialog->showRuns({aRun("a"), aRun("b"), aRun("c"), aRun("d")}, "d");
        QCOMPARE(list()->currentIndex().row(), 3);
        QCOMPARE(note()->toPlainText(), QString("half a se"));
    }
};

QTEST_MAIN(RunsDialogTest)
#include "runs_dialog_test.moc"
