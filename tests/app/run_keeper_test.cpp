// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a trained model that nobody saved. On the whole window, since closing it is what loses
// work.
#include "app/workbench.h"
#include "tests/app/tiny_idx.h"
#include "ui/window/top_bar.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latent;

class RunKeeperTest : public QObject {
    Q_OBJECT

    static constexpr int kPatience = 60'000;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Workbench> m_bench;

    std::filesystem::path settings() const { return m_folder->filePath("deep/window.json").toStdString(); }
    QString kept() const { return m_folder->filePath("deep/last-run.safetensors"); }
    QString data(const char* name = "tiny-idx3-ubyte") const { return m_folder->filePath(name); }
    NoticeBar* notices() const { return m_bench->window()->notices(); }
    std::int64_t step() const {
        const SnapshotPtr snapshot = m_bench->exploration()->snapshot();
        return snapshot ? snapshot->step : -1;
    }
    bool isPaused() const { return m_bench->run()->status().phase == TrainingStatus::Phase::Paused; }

    void open(const QString& nameOrPath) {
        m_bench = std::make_unique<Workbench>(settings(), nameOrPath);
        m_bench->window()->show();
        QTRY_COMPARE_WITH_TIMEOUT(step(), std::int64_t{0}, kPatience);
    }
    void train(int steps) {
        for (int i = 1; i <= steps; ++i) {
            m_bench->run()->stepOnce();
            QTRY_COMPARE_WITH_TIMEOUT(step(), std::int64_t{i}, kPatience);
            QTRY_VERIFY_WITH_TIMEOUT(isPaused(), kPatience);
        }
    }
    /// As WindowProgram::run() does.
    void close() {
        m_bench->window()->close();
        m_bench->keeper()->keep();
        m_bench.reset();
    }

  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(test::writeTinyIdx(data(), 120, 8));
        QVERIFY(test::writeTinyIdx(data("other-idx3-ubyte"), 60, 6));
    }
    void cleanup() { m_bench.reset(); }

    void aTrainedModelIsKeptAndOffered() {
        open(data());
        train(3);
        const auto weights = m_bench->exploration()->snapshot()->model.weights;
        close();
        QCOMPARE(loadModel(kept().toStdString()).steps, std::int64_t{3});

        m_bench = std::make_unique<Workbench>(settings(), QString());
        m_bench->window()->show();
        QVERIFY2(notices()->text().contains("was not saved; its model was kept"),
                 qPrintable(notices()->text()));
        QTest::mouseClick(notices()->offerButton(), Qt::LeftButton);
        // With its own data, not with the set that the window opens by itself.
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->exploration()->dataset() &&
                                     m_bench->exploration()->dataset()->origin == data().toStdString(),
                                 kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->exploration()->snapshot() &&
                                     m_bench->exploration()->snapshot()->model.weights == weights,
                                 kPatience);
    }

    void whatIsSavedOrUntrainedIsNotKept_data() {
        QTest::addColumn<int>("steps");
        QTest::newRow("nothing was trained") << 0;
        QTest::newRow("it was saved") << 3;
    }
    void whatIsSavedOrUntrainedIsNotKept() {
        QFETCH(int, steps);
        open(data());
        train(steps);
        if (steps > 0) {
            auto* const files = m_bench->window()->findChild<FileActions*>();
            QSignalSpy saved(files, &FileActions::modelSaved);
            QTimer answer; // the dialogue has an event loop of its own
            connect(&answer, &QTimer::timeout, this, [this] {
                auto* const dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
                if (dialog == nullptr) return;
                dialog->findChild<QLineEdit*>()->setText(m_folder->filePath("mine"));
                dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save)->click();
            });
            answer.start(10);
            m_bench->keeper()->saveModel();
            QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, kPatience);
            QVERIFY(QFile::exists(m_folder->filePath("mine.safetensors")));
        }
        close();
        QVERIFY(!QFile::exists(kept()));
        m_bench = std::make_unique<Workbench>(settings(), QString());
        m_bench->window()->show();
        QVERIFY(!notices()->isVisible());
    }

    void whatReplacesARunKeepsIt_data() {
        QTest::addColumn<QString>("how");
        for (const char* const how : {"reset", "other data", "a model"}) QTest::newRow(how) << how;
    }
    void whatReplacesARunKeepsIt() {
        QFETCH(QString, how);
        open(data());
        ModelFile other = m_bench->run()->modelFile();
        train(2);
        if (how == "reset")
            emit m_bench->window()->findChild<TopBar*>()->resetRequested();
        else if (how == "other data")
            m_bench->open(data("other-idx3-ubyte"));
        else
            emit m_bench->window()->findChild<FileActions*>()->modelRead(other, "other");
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kept()), kPatience);
        QCOMPARE(loadModel(kept().toStdString()).steps, std::int64_t{2});
    }

    void trainingAfterSavingIsKept() {
        open(data());
        train(1);
        m_bench->keeper()->keep();
        train(0);
        m_bench->run()->stepOnce();
        QTRY_COMPARE_WITH_TIMEOUT(step(), std::int64_t{2}, kPatience);
        close();
        QCOMPARE(loadModel(kept().toStdString()).steps, std::int64_t{2});
    }
};

QTEST_MAIN(RunKeeperTest)
#include "run_keeper_test.moc"
