// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"
#include "ui/data/dataset_card.h"
#include "ui/data/datasets_dialog.h"

#include <QApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace latent;
using Phase = DownloadStatus::Phase;

class DatasetsDialogTest : public QObject {
    Q_OBJECT

    std::unique_ptr<DatasetsDialog> m_dialog;

    DatasetCard* card(const QString& name) { return m_dialog->findChild<DatasetCard*>(name); }
    QPushButton* button(const QString& name, const QString& text) {
        for (QPushButton* one : card(name)->findChildren<QPushButton*>())
            if (one->text() == text && one->isVisibleTo(card(name))) return one;
        return nullptr;
    }
    bool says(const QString& name, const QString& text) {
        for (QLabel* label : card(name)->findChildren<QLabel*>())
            if (label->isVisibleTo(card(name)) && label->text().contains(text)) return true;
        return false;
    }
    static DownloadStatus fetching() {
        return {.phase = Phase::Fetching,
                .received = 5'000'000,
                .total = 20'000'000,
                .bytesPerSecond = 2e6,
                .secondsLeft = 7.5,
                .failure = {}};
    }

  private slots:
    void init() {
        m_dialog = std::make_unique<DatasetsDialog>(publishedSets());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void everySetHasACard() {
        for (const PublishedSet& set : publishedSets()) {
            const QString name = QString::fromStdString(set.name);
            QVERIFY(card(name) != nullptr);
            QVERIFY(says(name, QString::fromStdString(set.description)));
            QVERIFY(says(name, QString::fromStdString(set.licence)));
            QVERIFY(says(name, QString::fromStdString(set.homepage)));
            QCOMPARE(says(name, "gives no checksum"), !set.hasChecksums());
        }
    }

    void whatIsNotThereCanBeGot() {
        QSignalSpy got(m_dialog.get(), &DatasetsDialog::getRequested);
        QTest::mouseClick(button("mnist", "Get"), Qt::LeftButton);
        QCOMPARE(got.size(), 1);
        QCOMPARE(got.first().first().toString(), QString("mnist"));
    }

    void whatIsThereCanBeOpened() {
        m_dialog->setCatalogue({{"mnist", "MNIST", "Digits.", "/somewhere", true}});
        QVERIFY(says("mnist", "On this machine"));
        QVERIFY(!button("mnist", "Get"));
        QSignalSpy opened(m_dialog.get(), &DatasetsDialog::openRequested);
        QTest::mouseClick(button("mnist", "Open"), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), QString("mnist"));
    }

    void aDownloadIsFollowedPausedAndCancelled() {
        m_dialog->showStatus("mnist", fetching());
        QVERIFY(says("mnist", "25 % · 2.0 MB/s · 8 s left"));
        auto* bar = card("mnist")->findChild<QProgressBar*>();
        QVERIFY(bar->isVisible());
        QCOMPARE(4 * bar->value(), bar->maximum());
        QSignalSpy paused(m_dialog.get(), &DatasetsDialog::pauseRequested);
        QSignalSpy resumed(m_dialog.get(), &DatasetsDialog::resumeRequested);
        QSignalSpy cancelled(m_dialog.get(), &DatasetsDialog::cancelRequested);
        QTest::mouseClick(button("mnist", "Pause"), Qt::LeftButton);
        QCOMPARE(paused.size(), 1);
        DownloadStatus status = fetching();
        status.phase = Phase::Paused;
        m_dialog->showStatus("mnist", status);
        QVERIFY(says("mnist", "25 % · paused"));
        QTest::mouseClick(button("mnist", "Resume"), Qt::LeftButton);
        QCOMPARE(resumed.size(), 1);
        QTest::mouseClick(button("mnist", "Cancel"), Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
        m_dialog->showStatus("mnist", {});
        QVERIFY(!bar->isVisible());
        QVERIFY(button("mnist", "Get"));
    }

    void theLinkFollowsTheTheme() {
        auto* application = qobject_cast<QApplication*>(QCoreApplication::instance());
        for (const style::Appearance appearance : {style::Appearance::Dark, style::Appearance::Light}) {
            style::apply(*application, appearance);
            QVERIFY(says("mnist", style::themeOf(application->palette()).accent.name()));
        }
    }

    void nothingMovesWhenItStarts() {
        const QRect place = card("kmnist")->geometry();
        QPushButton* const get = button("mnist", "Get");
        const QPoint at = get->mapTo(m_dialog.get(), QPoint());
        m_dialog->showStatus("mnist", fetching());
        QCoreApplication::processEvents();
        QCOMPARE(card("kmnist")->geometry(), place);
        QCOMPARE(button("mnist", "Pause")->mapTo(m_dialog.get(), QPoint()), at);
    }

    void aFailureIsToldInPlace() {
        DownloadStatus status;
        status.phase = Phase::Failed;
        status.failure = "x could not be fetched; a: b";
        m_dialog->showStatus("mnist", status);
        QVERIFY(says("mnist", "x could not be fetched; a: b"));
        QVERIFY(button("mnist", "Get"));
        m_dialog->showStatus("mnist", fetching());
        QVERIFY(!says("mnist", "could not"));
    }

    void theKeyboardWillDo() {
        QSignalSpy got(m_dialog.get(), &DatasetsDialog::getRequested);
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        button("mnist", "Get")->setFocus();
        QTest::keyClick(button("mnist", "Get"), Qt::Key_Space);
        QCOMPARE(got.size(), 1);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }
};

QTEST_MAIN(DatasetsDialogTest)
#include "datasets_dialog_test.moc"
