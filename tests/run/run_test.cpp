// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run.h"
#include "tests/run/some_run.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <set>

using namespace latent;
using test::tinyDataset;

class RunTest : public QObject {
    Q_OBJECT
  private slots:
    void idsDiffer();
    void changesAreNoted();
    void changesAreBounded();
    void curvesAreShort();
    void theNewestModelIsTaken();
    void goesBackToAState();
    void goesBackToAnEpochsEndBeforeItsTest();
};

void RunTest::idsDiffer() {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) ids.insert(newRunId());
    QCOMPARE(ids.size(), std::size_t{1000});
    QVERIFY(std::all_of(ids.begin(), ids.end(), [](const std::string& id) { return id.size() == 16; }));
}

void RunTest::changesAreNoted() {
    RunInfo run;
    Configuration changed = run.configuration;
    noteChange(run, 3, changed); // none
    QVERIFY(run.changes.empty());
    changed.training.learningRate = 1e-3F;
    noteChange(run, 3, changed);
    changed.objective.beta = 2;
    noteChange(run, 3, changed); // before the same step
    QCOMPARE(run.changes.size(), std::size_t{1});
    changed.training.epochs = 20;
    changed.training.batch = 7; // stays what it was
    changed.objective.likelihood.deviation = 0.5F;
    noteChange(run, 9, changed);
    QCOMPARE(run.changes.size(), std::size_t{2});
    QCOMPARE(run.presentConfiguration().training.epochs, 20);
    QCOMPARE(run.presentConfiguration().objective.beta, 2.0F);
    QCOMPARE(run.presentConfiguration().training.batch, run.configuration.training.batch);
    QCOMPARE(run.presentConfiguration().objective.likelihood, run.configuration.objective.likelihood);
}

void RunTest::changesAreBounded() {
    RunInfo run;
    for (std::size_t i = 0; i < kMaxChanges + 10; ++i) {
        Configuration changed = run.configuration;
        changed.objective.beta = static_cast<float>(i + 2);
        noteChange(run, static_cast<std::int64_t>(i), changed);
    }
    QCOMPARE(run.changes.size(), kMaxChanges);
    QCOMPARE(run.presentConfiguration().objective.beta, static_cast<float>(kMaxChanges + 11));
}

void RunTest::curvesAreShort() {
    LossHistory history;
    QVERIFY(lossCurve(history).empty());
    for (int i = 1; i <= 5000; ++i) history.append({i, 0, {1.0 * i, 0, 1.0 * i}});
    const std::vector<float> curve = lossCurve(history, 50);
    QVERIFY(curve.size() > 40 && curve.size() <= 50);
    QVERIFY(std::is_sorted(curve.begin(), curve.end()));
    QVERIFY(curve.front() < 110 && curve.back() > 4890);

    LossHistory vast; // of doubles that no float holds
    for (const double loss : {1e300, -1e300}) {
        vast = LossHistory();
        vast.append({1, 0, {loss, 0, loss}});
        constexpr float kMost = std::numeric_limits<float>::max();
        QCOMPARE(lossCurve(vast), std::vector<float>{loss > 0 ? kMost : -kMost});
    }
}

void RunTest::theNewestModelIsTaken() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Run run = test::someRun("a", test::smallConfiguration(*dataset), dataset);
    QCOMPARE(newestModel(run), run.model);
    TrainingState later = *run.state;
    later.step += 1;
    later.average[0] = 7;
    run.state = std::make_shared<const TrainingState>(later);
    QCOMPARE(newestModel(run)->model.weights[0], 7.0F);
    QCOMPARE(newestModel(run)->steps, later.step);
    QCOMPARE(newestModel(run)->dataset, run.data.name);
    run.model.reset();
    QVERIFY(newestModel(run));
    run.state.reset();
    QVERIFY(!newestModel(run));
}

// As of a run that was saved while it trained: its losses are ahead of its state.
void RunTest::goesBackToAState() {
    const DatasetPtr dataset = tinyDataset(75, 12); // five steps an epoch
    const Configuration configuration = test::smallConfiguration(*dataset);
    const Run at = test::someRun("a", configuration, dataset, 8);
    Run ahead = test::someRun("a", configuration, dataset, 19);
    Configuration changed = configuration;
    changed.objective.beta = 3;
    noteChange(ahead, 12, changed);
    goBackTo(ahead, at.state);
    QCOMPARE(ahead.epochs.size(), at.epochs.size());
    QCOMPARE(ahead.history.train().size(), at.history.train().size());
    QCOMPARE(ahead.history.test().size(), at.history.test().size());
    QCOMPARE(ahead.history.lastTest().total, at.history.lastTest().total);
    QCOMPARE(ahead.status.step, std::int64_t{8});
    QCOMPARE(ahead.status.epoch, 1);
    QVERIFY(ahead.changes.empty());
    QVERIFY(ahead.curve == at.curve);
}

void RunTest::goesBackToAnEpochsEndBeforeItsTest() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Run run = test::someRun("a", test::smallConfiguration(*dataset), dataset, 12);
    const Run due = test::someRun("a", test::smallConfiguration(*dataset), dataset, 10);
    QCOMPARE(due.state->epoch, 1); // the second's test is still to come
    goBackTo(run, due.state);
    QCOMPARE(run.epochs.size(), std::size_t{1});
    QCOMPARE(run.history.test().back().lastStep, std::int64_t{5});
    QCOMPARE(run.history.train().back().lastStep, std::int64_t{10});
}

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
