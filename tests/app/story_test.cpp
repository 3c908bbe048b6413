// SPDX-License-Identifier: GPL-3.0-or-later
// An afternoon with the program, as one story: what is done in one window is there in the next.
#include "tests/app/session_window.h"
#include "tests/app/tiny_idx.h"

#include <QPushButton>
#include <QUndoStack>

namespace latent {
namespace {

using Window = test::SessionWindow;
using Phase = TrainingStatus::Phase;
constexpr int kPatienceMs = test::kSessionPatienceMs;

std::vector<float> weightsOf(const SnapshotPtr& snapshot) {
    return {snapshot->model.weights.begin(), snapshot->model.weights.end()};
}

} // namespace

class StoryTest : public QObject {
    Q_OBJECT
  private slots:
    void anAfternoon();

  private:
    void train(Window& window);
    void lookAround(Window& window);
    void trainOneBeside(Window& window);
    void goBackAndBranch(Window& window);
    void comeBack(Window& window);
    void undoAll(Window& window);

    QTemporaryDir m_folder;
    std::vector<Looking> m_looked; // before each gesture
    Looking m_atTheEnd;
    std::string m_vae, m_ae, m_branch; // ids
    std::vector<float> m_weights;      // of the branch
};

void StoryTest::anAfternoon() {
    const QString data = m_folder.filePath("images.idx");
    QVERIFY(test::writeTinyIdx(data, 400, 8));
    {
        Window window(m_folder, data);
        QVERIFY(window.waitForData());
        for (const auto chapter : {&StoryTest::train, &StoryTest::trainOneBeside, &StoryTest::goBackAndBranch,
                                   &StoryTest::lookAround}) {
            (this->*chapter)(window);
            if (QTest::currentTestFailed()) return;
        }
    }
    Window window(m_folder, {});
    comeBack(window);
    if (!QTest::currentTestFailed()) undoAll(window);
}

void StoryTest::train(Window& window) {
    window.useSmallModel(1000); // moments come by time: as many epochs as take a while
    QVERIFY(window.train());
    m_vae = window.run()->info().id;
    QVERIFY(window.looked()->hasPrior());
}

void StoryTest::trainOneBeside(Window& window) {
    window.bench.sides()->trainOther();
    LiveRun* const beside = window.bench.sides()->stages()[0]->run();
    QTRY_COMPARE_WITH_TIMEOUT(beside->status().phase, Phase::Finished, kPatienceMs);
    QTRY_VERIFY(window.bench.session()->runs().find(beside->info().id) != nullptr);
    m_ae = beside->info().id;
    QVERIFY(!window.bench.sides()->stages()[0]->exploration()->hasPrior());
}

void StoryTest::goBackAndBranch(Window& window) {
    QTRY_VERIFY(!window.looked()->moments().empty());
    const SnapshotPtr newest = window.looked()->snapshot();
    window.looked()->setMoment(window.looked()->moments().front());
    QTRY_VERIFY(window.looked()->snapshot() != newest && window.looked()->mapFrame());
    QVERIFY(window.looked()->snapshot()->step < newest->step);
    const auto branch = window.bench.window()->findChild<QPushButton*>("branch");
    QTest::mouseClick(branch, Qt::LeftButton);
    QTRY_COMPARE(window.run()->info().parent, m_vae);
    QVERIFY(window.train());
    m_branch = window.run()->info().id;
    m_weights = weightsOf(window.looked()->snapshot());
    QVERIFY(m_weights != weightsOf(newest));
}

void StoryTest::lookAround(Window& window) {
    window.bench.steps()->clear();
    Exploration* const looked = window.looked();
    const std::vector<std::function<void()>> gestures{
        [&] { looked->select(7); },
        [&] { looked->setCoordinate(0, 1.5F); },
        [&] { looked->setCoordinate(1, -1.0F); },
        [&] { looked->setAxes({.x = 2, .y = 3}); },
        [&] { looked->setWindow(MapWindow{.x = 0.5, .y = -0.5, .unitsPerPixel = 0.01}); },
        [&] { looked->setSplit(MapSplit::All); },
        [&] { looked->setClassHidden(1, true); },
        [&] { looked->drawAgain(); },
        [&] { looked->select(11); },
        [&] { looked->setAxes({.pca = true}); },
    };
    for (const auto& gesture : gestures) {
        window.gesture();
        m_looked.push_back(looked->looking());
        gesture();
        QVERIFY(looked->looking() != m_looked.back());
    }
    m_atTheEnd = looked->looking();
    QCOMPARE(window.bench.steps()->count(), 10);
}

void StoryTest::comeBack(Window& window) {
    QTRY_COMPARE_WITH_TIMEOUT(window.run()->info().id, m_branch, kPatienceMs);
    QVERIFY(window.waitForData());
    QTRY_VERIFY(window.looked()->looking() == m_atTheEnd);
    QCOMPARE(window.run()->info().parent, m_vae);
    QTRY_VERIFY(window.looked()->snapshot()->step > 0);
    QCOMPARE(weightsOf(window.looked()->snapshot()), m_weights);
    QTRY_VERIFY_WITH_TIMEOUT(window.bench.sides()->holds(m_ae), kPatienceMs);
    QCOMPARE(window.bench.session()->runs().all().size(), std::size_t{3});
}

void StoryTest::undoAll(Window& window) {
    for (std::size_t i = m_looked.size(); i > 0; --i) {
        QTest::keyClick(window.bench.window(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY2(window.looked()->looking() == m_looked[i - 1], qPrintable(QString::number(i)));
    }
    QVERIFY(!window.bench.steps()->canUndo());
    QCOMPARE(window.run()->info().id, m_branch); // runs are left as they are
}

} // namespace latent

QTEST_MAIN(latent::StoryTest)
#include "story_test.moc"
