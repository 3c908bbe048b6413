// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/memory.h"
#include "core/train/network_memory.h"
#include "core/train/training_worker.h"
#include "tests/base/failing_memory.h"
#include "tests/base/failing_threads.h"
#include "tests/train/tiny_dataset.h"

#include <QTest>

#include <atomic>
#include <cmath>
#include <system_error>
#include <utility>

using namespace latent;
using test::tinyDataset;
using Phase = TrainingStatus::Phase;

namespace {

/// A worker whose mail is gathered; wakes are counted.
struct Reader {
    std::atomic<int> wakes{0};
    TrainingWorker worker{[this] { ++wakes; }};
    std::vector<StepRecord> steps;
    std::vector<EpochRecord> epochs;
    SnapshotPtr snapshot;
    TrainingStatus status;
    int run = 0;

    void read() {
        Mail mail = worker.takeMail();
        if (std::exchange(run, mail.run) != mail.run) {
            steps.clear();
            epochs.clear();
        }
        steps.insert(steps.end(), mail.steps.begin(), mail.steps.end());
        epochs.insert(epochs.end(), mail.epochs.begin(), mail.epochs.end());
        if (mail.snapshot) snapshot = mail.snapshot;
        if (mail.status) status = *mail.status;
    }
    template <class Condition>
    bool until(Condition condition) {
        return QTest::qWaitFor(
            [&] {
                read();
                return condition();
            },
            20'000);
    }
    bool untilPhase(Phase phase) {
        return until([&] { return status.phase == phase && !status.encodingAll; });
    }
};

Configuration small(const ImageDataset& dataset, int epochs) {
    Configuration configuration;
    configuration.architecture = {.shape = dataset.shape, .hidden = {16}, .latent = 2};
    configuration.training = {.batch = 16, .epochs = epochs, .learningRate = 1e-3F};
    return configuration;
}

} // namespace

class TrainingWorkerTest : public QObject {
    Q_OBJECT
  private slots:
    void preparesWithCodes();
    void runsToTheEnd();
    void pausedRunContinuesExactly();
    void stepsOneBatch();
    void aNewTrainerDropsTheOldMail();
    void failureIsPosted();
    void settingsOutOfRangeAreRefusedLive_data();
    void settingsOutOfRangeAreRefusedLive();
    void aRunThatFindsNoMemoryCanGoOn();
    void aNetworkBeyondAllMemoryIsRefused();
    void aThreadThatCannotStartIsTold();
    void diesWhileRunning();
};

void TrainingWorkerTest::preparesWithCodes() {
    const DatasetPtr dataset = tinyDataset(40, 10);
    Reader reader;
    reader.worker.prepare(dataset, small(*dataset, 1));
    QVERIFY(reader.until([&] { return reader.snapshot && reader.snapshot->codesExact; }));
    QCOMPARE(reader.snapshot->step, std::int64_t{0});
    QCOMPARE(reader.snapshot->codes->cols(), Index{50});
    QVERIFY(reader.untilPhase(Phase::Idle));
}

void TrainingWorkerTest::runsToTheEnd() {
    const DatasetPtr dataset = tinyDataset(64, 16);
    Reader reader;
    reader.worker.prepare(dataset, small(*dataset, 3));
    reader.worker.run();
    QVERIFY(reader.untilPhase(Phase::Finished));
    QCOMPARE(reader.epochs.size(), std::size_t{3});
    QCOMPARE(reader.steps.size(), std::size_t{12}); // none lost
    for (std::size_t i = 0; i < reader.steps.size(); ++i) QCOMPARE(reader.steps[i].step, std::int64_t(i + 1));
    QVERIFY(reader.until([&] { return reader.snapshot->codesExact; }));
    QCOMPARE(reader.snapshot->step, std::int64_t{12});
    QVERIFY(reader.wakes > 0);
}

void TrainingWorkerTest::pausedRunContinuesExactly() {
    const DatasetPtr dataset = tinyDataset(640, 16);
    constexpr std::size_t kSteps = 160; // four epochs
    const auto run = [&](const std::vector<std::size_t>& pauses) {
        Reader reader;
        reader.worker.prepare(dataset, small(*dataset, 0));
        reader.worker.run();
        for (const std::size_t after : pauses) {
            reader.until([&] { return reader.steps.size() >= after; });
            reader.worker.pause();
            reader.untilPhase(Phase::Paused);
            reader.worker.run();
        }
        reader.until([&] { return reader.steps.size() >= kSteps; });
        std::vector<double> totals;
        for (const StepRecord& record : reader.steps) totals.push_back(record.train.total);
        totals.resize(kSteps);
        return totals;
    };
    QCOMPARE(run({5, 40, 90}), run({}));
}

void TrainingWorkerTest::stepsOneBatch() {
    const DatasetPtr dataset = tinyDataset(64, 16);
    Reader reader;
    reader.worker.prepare(dataset, small(*dataset, 3));
    for (std::size_t i = 1; i <= 5; ++i) {
        reader.worker.stepOnce();
        QVERIFY(
            reader.until([&] { return reader.steps.size() == i && reader.status.phase == Phase::Paused; }));
    }
    QCOMPARE(reader.status.step, std::int64_t{5});
    QVERIFY(reader.until([&] { return reader.epochs.size() == 1; }));
}

void TrainingWorkerTest::aNewTrainerDropsTheOldMail() {
    const DatasetPtr dataset = tinyDataset(64, 16);
    Reader reader;
    reader.worker.prepare(dataset, small(*dataset, 0));
    reader.worker.run();
    QVERIFY(reader.until([&] { return reader.steps.size() > 3; }));
    const int second = reader.worker.prepare(tinyDataset(32, 8), small(*dataset, 1));
    QVERIFY(reader.until([&] { return reader.run == second; }));
    QVERIFY(reader.untilPhase(Phase::Idle));
    QVERIFY(reader.steps.empty());
    QCOMPARE(reader.snapshot->codes->cols(), Index{40});
}

void TrainingWorkerTest::failureIsPosted() {
    const DatasetPtr dataset = tinyDataset(64, 16);
    Configuration wrong = small(*dataset, 1);
    wrong.architecture.shape.width = 5;
    Reader reader;
    reader.worker.prepare(dataset, wrong);
    QVERIFY(reader.until([&] { return reader.status.phase == Phase::Failed; }));
    QVERIFY(!reader.status.failure.empty());
    reader.worker.prepare(dataset, small(*dataset, 1)); // and it goes on
    QVERIFY(reader.untilPhase(Phase::Idle));
    QVERIFY(reader.snapshot);
}

void TrainingWorkerTest::settingsOutOfRangeAreRefusedLive_data() {
    QTest::addColumn<float>("rate");
    QTest::addColumn<float>("beta");
    QTest::newRow("a subnormal rate") << 1e-40F << 1.0F;
    QTest::newRow("a rate that is no number") << NAN << 1.0F;
    QTest::newRow("a subnormal β") << 1e-3F << 1e-40F;
    QTest::newRow("an endless β") << 1e-3F << INFINITY;
}

void TrainingWorkerTest::settingsOutOfRangeAreRefusedLive() {
    QFETCH(float, rate);
    QFETCH(float, beta);
    const DatasetPtr dataset = tinyDataset(64, 16);
    Reader reader;
    reader.worker.prepare(dataset, small(*dataset, 0));
    reader.worker.run();
    QVERIFY(reader.until([&] { return reader.steps.size() > 3; }));
    Objective objective;
    objective.beta = beta;
    reader.worker.setObjective(objective);
    reader.worker.setLearningRate(rate);
    QVERIFY(reader.until([&] { return reader.status.phase == Phase::Failed; }));
    QVERIFY2(reader.status.failure.find(" must be ") != std::string::npos, reader.status.failure.c_str());
    const std::size_t before = reader.steps.size();
    reader.worker.run(); // as it was before
    QVERIFY(reader.until([&] { return reader.steps.size() > before + 3; }));
    QCOMPARE(reader.snapshot->model.objective.beta, 1.0F);
}

void TrainingWorkerTest::aRunThatFindsNoMemoryCanGoOn() {
    constexpr std::size_t kBytes = 2000; // enough for neither a step nor a snapshot
    const DatasetPtr dataset = tinyDataset(64, 16);
    Reader reader;
    reader.worker.prepare(dataset, small(*dataset, 3));
    QVERIFY(reader.until([&] { return reader.snapshot && reader.snapshot->codesExact; }));
    const SnapshotPtr before = reader.snapshot;
    {
        const testing::MemoryLimit limit(kBytes);
        reader.worker.run();
        QVERIFY(reader.until([&] { return reader.status.phase == Phase::Failed; }));
    }
    QCOMPARE(reader.status.failure, std::string("there is not enough memory for this"));
    QVERIFY(reader.snapshot);
    reader.worker.run();
    QVERIFY(reader.untilPhase(Phase::Finished));
    QCOMPARE(reader.epochs.size(), std::size_t{3});
    QVERIFY(reader.snapshot->model.weights != before->model.weights);
}

void TrainingWorkerTest::aNetworkBeyondAllMemoryIsRefused() {
    const DatasetPtr dataset = tinyDataset(64, 16, 512);
    Configuration huge = small(*dataset, 1);
    huge.architecture.hidden = std::vector<int>(kMaxHiddenLayers, kMaxHidden);
    huge.training.earlyStop = 1;
    huge.training.batch = kMaxBatch;
    if (trainingMemory(huge, dataset->size(), {.watched = 3}) < availableMemory())
        QSKIP("this machine has the memory for it");
    Reader reader;
    reader.worker.prepare(dataset, huge);
    QVERIFY(reader.until([&] { return reader.status.phase == Phase::Failed; }));
    QVERIFY2(reader.status.failure.find(" GiB are free") != std::string::npos, reader.status.failure.c_str());
    const DatasetPtr modest = tinyDataset(64, 16);
    reader.worker.prepare(modest, small(*modest, 1));
    QVERIFY(reader.untilPhase(Phase::Idle));
}

void TrainingWorkerTest::aThreadThatCannotStartIsTold() {
    if (!testing::ThreadLimit::kWorks) QSKIP("not under this sanitizer");
    const testing::ThreadLimit limit(0);
    QVERIFY_THROWS_EXCEPTION(std::system_error, TrainingWorker([] {}));
}

void TrainingWorkerTest::diesWhileRunning() {
    const DatasetPtr dataset = tinyDataset(64, 16);
    for (int i = 0; i < 200; ++i) {
        std::atomic<int> wakes{0};
        TrainingWorker worker([&] { ++wakes; });
        worker.prepare(dataset, small(*dataset, 0));
        worker.run();
        if (i % 4 == 1) worker.pause();
        if (i % 4 == 2) QVERIFY(QTest::qWaitFor([&] { return wakes > 0; }));
        if (i % 4 == 3) worker.stepOnce();
    }
}

QTEST_GUILESS_MAIN(TrainingWorkerTest)
#include "training_worker_test.moc"
