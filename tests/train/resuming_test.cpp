// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"
#include "core/train/training_worker.h"
#include "tests/train/tiny_dataset.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace latent;
using test::tinyDataset;

namespace {

/// What a run leaves from some step on.
struct Trace {
    std::vector<double> losses; // of steps and of epochs, in their order
    FlatVector<float> weights;
    int epochs = 0;

    bool operator==(const Trace&) const = default;
};

void note(Trace& trace, const LossTerms& loss) {
    trace.losses.push_back(loss.reconstruction);
    trace.losses.push_back(loss.kl);
}

// A change of every live knob, in mid-epoch.
constexpr std::int64_t kChangeAt = 9;
void changeKnobs(Trainer& trainer) {
    Objective objective = trainer.configuration().objective;
    objective.beta = 0.5F;
    objective.corruption = {Corruption::Kind::Gaussian, 0.1F};
    trainer.setObjective(objective);
    trainer.setLearningRate(2e-3F);
    trainer.setEpochs(trainer.configuration().training.epochs + 2);
}

/// Where a run's state is kept.
struct Keep {
    std::int64_t step = 0;
    bool beforeTest = false; // at the end of an epoch that is not finished yet
    TrainingStatePtr state{};
};

/// Trains to the end of the run. The trace begins where the state is kept, else at once.
Trace train(Trainer& trainer, Keep* keep = nullptr) {
    Trace trace;
    const auto keepHere = [&] {
        keep->state = trainer.state();
        trace = {};
    };
    for (;;) {
        const std::int64_t step = trainer.status().step;
        if (trainer.epochEnded()) {
            if (keep != nullptr && keep->beforeTest && step == keep->step) keepHere();
            const EpochRecord record = trainer.finishEpoch();
            note(trace, record.train);
            note(trace, record.test);
            if (record.validation) note(trace, *record.validation);
        }
        if (keep != nullptr && !keep->beforeTest && step == keep->step) keepHere();
        if (trainer.finished()) break;
        if (step == kChangeAt) changeKnobs(trainer);
        note(trace, trainer.step().train);
    }
    trace.weights = trainer.model().weights;
    trace.epochs = trainer.status().epoch;
    return trace;
}

TrainingStatePtr stateAt(const DatasetPtr& dataset, const Configuration& configuration, std::int64_t step) {
    Keep kept{step};
    Trainer trainer(dataset, configuration);
    train(trainer, &kept);
    return kept.state;
}

Configuration small(const ImageDataset& dataset) {
    Configuration configuration;
    configuration.architecture = {.shape = dataset.shape, .hidden = {24}, .latent = 3};
    configuration.training.batch = 16;
    configuration.training.epochs = 3;
    return configuration;
}

void addRows() {
    QTest::addColumn<Configuration>("configuration");
    const DatasetPtr dataset = tinyDataset(75, 12);
    const Configuration usual = small(*dataset);
    const auto row = [&](const char* name, auto change) {
        Configuration configuration = usual;
        change(configuration);
        QTest::newRow(name) << configuration;
    };
    row("dense, fast", [](Configuration&) {});
    row("classic", [](Configuration& c) { c.training = withPace(c.training, Pace::Classic); });
    row("one thread", [](Configuration& c) { c.training.threads = 1; });
    row("autoencoder", [](Configuration& c) { c.objective = objectiveOf(Preset::Autoencoder); });
    row("denoising", [](Configuration& c) { c.objective = objectiveOf(Preset::Denoising); });
    row("convolutional", [](Configuration& c) {
        c.architecture.channels = {4, 6};
        c.architecture.kernel = 4;
    });
    row("sigma", [](Configuration& c) { c.objective.likelihood = {.kind = Likelihood::Kind::Sigma}; });
    row("binarised", [](Configuration& c) { c.objective.likelihood = parseLikelihood("binarised"); });
    row("free bits", [](Configuration& c) { c.objective.freeBits = 0.2F; });
    row("warm-up of β", [](Configuration& c) { c.training.warmUp = 2; });
    row("clipped", [](Configuration& c) { c.training.clip = 1; });
    row("early stopping", [](Configuration& c) {
        c.training.earlyStop = 1;
        c.training.learningRate = 0.05F;
        c.training.epochs = 60;
    });
}

} // namespace

Q_DECLARE_METATYPE(latent::Configuration)

class ResumingTest : public QObject {
    Q_OBJECT
  private slots:
    void goesOnBitForBit_data() { addRows(); }
    void goesOnBitForBit();
    void goesOnWithOtherThreads();
    void goesOnFromAnEpochsEndBeforeItsTest();
    void goesOnWhenStoppedEarly();
    void aStateOfAStateIsTheSame();
    void statesTakeTheMemoryOfOldOnes();
    void theShownModelIsTheTrainers();
    void refusesOtherImages();
    void refusesUnsoundStates_data();
    void refusesUnsoundStates();
    void theWorkerPostsStates();
    void aRunWithoutStepsPostsNoStateByItself();
    void aStateSaysWhichOfTheMailItHolds();
    void theWorkerGoesOn();
    void theWorkerTellsOfAStateThatDoesNotFit();
    void statesCarryLiveChanges();
};

void ResumingTest::goesOnBitForBit() {
    QFETCH(const Configuration, configuration);
    const DatasetPtr dataset = tinyDataset(75, 12); // the last batch of an epoch is a small one
    for (std::int64_t step = 0; step <= 15; ++step) {
        Keep kept{step};
        Trainer whole(dataset, configuration);
        const Trace expected = train(whole, &kept);
        if (!kept.state) break; // it stopped early
        Trainer resumed(dataset, *kept.state);
        QCOMPARE(resumed.status().step, step);
        QVERIFY2(train(resumed) == expected, qPrintable(QString("from step %1").arg(step)));
    }
}

void ResumingTest::goesOnWithOtherThreads() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Configuration configuration = small(*dataset);
    configuration.training.threads = 1;
    Keep kept{7};
    Trainer whole(dataset, configuration);
    const Trace expected = train(whole, &kept);
    TrainingState wider = *kept.state;
    wider.configuration.training.threads = 3;
    Trainer resumed(dataset, wider);
    QVERIFY(train(resumed) == expected);
}

void ResumingTest::goesOnFromAnEpochsEndBeforeItsTest() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Keep kept{10, true};
    Trainer whole(dataset, small(*dataset));
    const Trace expected = train(whole, &kept);
    Trainer resumed(dataset, *kept.state);
    QVERIFY(resumed.epochEnded());
    QCOMPARE(resumed.status().epoch, 1);
    QVERIFY(train(resumed) == expected);
}

// At the end the best weights have taken the place of the last ones; asked for more epochs, it waits anew.
void ResumingTest::goesOnWhenStoppedEarly() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Configuration configuration = small(*dataset);
    configuration.training.earlyStop = 1;
    configuration.training.epochs = 60;
    configuration.training.learningRate = 0.05F;
    Trainer whole(dataset, configuration);
    train(whole);
    const TrainingStatePtr kept = whole.state();
    QVERIFY(whole.finished() && kept->epoch < 60);
    for (int back = 1; back <= 12; ++back) { // the last epochs: waiting and taking the best weights
        Keep before{kept->step - back};
        Trainer again(dataset, configuration);
        const Trace expected = train(again, &before);
        Trainer resumed(dataset, *before.state);
        QVERIFY(train(resumed) == expected);
    }
    Trainer resumed(dataset, *kept);
    QVERIFY(resumed.finished());
    for (Trainer* trainer : {&whole, &resumed}) trainer->setEpochs(kept->epoch + 2);
    QVERIFY(!resumed.finished());
    QVERIFY(train(whole) == train(resumed));
}

void ResumingTest::aStateOfAStateIsTheSame() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Configuration configuration = small(*dataset);
    configuration.training.earlyStop = 3;
    configuration.objective.likelihood = {.kind = Likelihood::Kind::Sigma};
    const TrainingStatePtr kept = stateAt(dataset, configuration, 8);
    const TrainingStatePtr again = Trainer(dataset, *kept).state();
    QCOMPARE(again->configuration, kept->configuration);
    QCOMPARE(again->deviation, kept->deviation);
    QVERIFY(kept->deviation != configuration.objective.likelihood.deviation); // learned
    QVERIFY(again->weights == kept->weights);
    QVERIFY(again->average == kept->average && !kept->average.empty());
    QVERIFY(again->optimiser.adam.first == kept->optimiser.adam.first);
    QVERIFY(again->optimiser.adam.second == kept->optimiser.adam.second);
    QCOMPARE(again->optimiser.adam.step, kept->optimiser.adam.step);
    QVERIFY(again->optimiser.usualNorms == kept->optimiser.usualNorms);
    QCOMPARE(again->optimiser.averagedAt, kept->optimiser.averagedAt);
    QVERIFY(again->best.weights() == kept->best.weights() && !kept->best.weights().empty());
    QCOMPARE(again->best.loss(), kept->best.loss());
    QCOMPARE(again->best.waited(), kept->best.waited());
    QCOMPARE(again->batchInEpoch, kept->batchInEpoch);
    QCOMPARE(again->seconds, kept->seconds);
    QCOMPARE(again->secondsAtEpochStart, kept->secondsAtEpochStart);
    QCOMPARE(again->imagesPerSecond, kept->imagesPerSecond);
    QVERIFY(again->livePosterior.sums() == kept->livePosterior.sums());
    QCOMPARE(again->livePosterior.images(), kept->livePosterior.images());
}

void ResumingTest::statesTakeTheMemoryOfOldOnes() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Trainer trainer(dataset, small(*dataset));
    TrainingStatePtr state = trainer.state();
    const float* const memory = state->weights.data();
    const FlatVector<float> before = state->weights;
    trainer.step();
    const TrainingStatePtr second = trainer.state();
    QVERIFY(second->weights.data() != memory); // the first is still held
    QVERIFY(state->weights == before);
    state.reset();
    trainer.step();
    const TrainingStatePtr third = trainer.state();
    QCOMPARE(third->weights.data(), memory);
    QCOMPARE(third->step, std::int64_t{2});
    QVERIFY(third->weights != second->weights);
}

void ResumingTest::theShownModelIsTheTrainers() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    for (const bool averaged : {false, true}) {
        Configuration configuration = small(*dataset);
        configuration.training.averaged = averaged;
        configuration.objective.likelihood = {.kind = Likelihood::Kind::Sigma};
        Trainer trainer(dataset, configuration);
        for (int i = 0; i < 7; ++i) {
            if (trainer.epochEnded()) trainer.finishEpoch();
            trainer.step();
        }
        const Model model = shownModel(*trainer.state());
        QVERIFY(model.weights == trainer.model().weights);
        QCOMPARE(model.objective, trainer.model().objective);
    }
}

void ResumingTest::refusesOtherImages() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    const TrainingStatePtr kept = stateAt(dataset, small(*dataset), 8);
    QVERIFY_THROWS_EXCEPTION(Error, Trainer(tinyDataset(40, 12), *kept));
    QVERIFY_THROWS_EXCEPTION(Error, Trainer(tinyDataset(75, 12, 9), *kept));
}

void ResumingTest::refusesUnsoundStates_data() {
    using Spoil = std::function<void(TrainingState&)>;
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("cause");
    const auto row = [](const char* name, const char* cause, Spoil spoil) {
        QTest::newRow(name) << spoil << QString(cause);
    };
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    row("weights cut", "its weights", [](TrainingState& s) { s.weights.pop_back(); });
    row("no average", "its average", [](TrainingState& s) { s.average.clear(); });
    row("average of none", "its average",
        [](TrainingState& s) { s.configuration.training.averaged = false; });
    row("first moment cut", "its first moment", [](TrainingState& s) { s.optimiser.adam.first.clear(); });
    row("second moment long", "its second moment",
        [](TrainingState& s) { s.optimiser.adam.second.push_back(0); });
    row("second moment negative", "its second moment",
        [](TrainingState& s) { s.optimiser.adam.second[3] = -1; });
    row("best weights of none", "its best weights",
        [](TrainingState& s) { s.best = BestWeights(1, s.weights, 0); });
    row("weights not finite", "its weights", [=](TrainingState& s) { s.weights[5] = kNan; });
    row("average infinite", "its average",
        [](TrainingState& s) { s.average[5] = std::numeric_limits<float>::infinity(); });
    row("norms not finite", "gradient norms", [=](TrainingState& s) { s.optimiser.usualNorms[0] = kNan; });
    row("norms of another network", "gradient norms",
        [](TrainingState& s) { s.optimiser.usualNorms.resize(1); });
    row("no step", "counters", [](TrainingState& s) { s.step = -1; });
    row("average moved later", "counters", [](TrainingState& s) { s.optimiser.averagedAt = 1 << 20; });
    row("epoch of another step", "training images", [](TrainingState& s) { ++s.epoch; });
    row("batch beyond the epoch", "training images", [](TrainingState& s) {
        s.epoch = 0;
        s.batchInEpoch = static_cast<int>(s.step);
    });
    row("time not finite", "sums", [](TrainingState& s) { s.seconds = std::nan(""); });
    row("no deviation", "deviation", [](TrainingState& s) { s.deviation = 0; });
    row("posterior of another network", "posterior",
        [](TrainingState& s) { s.livePosterior = PosteriorAccumulator(2); });
    row("settings out of range", "batch", [](TrainingState& s) { s.configuration.training.batch = 0; });
}

void ResumingTest::refusesUnsoundStates() {
    using Spoil = std::function<void(TrainingState&)>;
    QFETCH(const Spoil, spoil);
    QFETCH(const QString, cause);
    const DatasetPtr dataset = tinyDataset(75, 12);
    TrainingState spoilt = *stateAt(dataset, small(*dataset), 8);
    spoil(spoilt);
    try {
        Trainer trainer(dataset, spoilt);
        QFAIL("went on");
    } catch (const Error& error) {
        QVERIFY2(QString::fromUtf8(error.what()).contains(cause), error.what());
    }
}

namespace {

/// Takes mail until it holds what is waited for.
struct StateReader {
    TrainingWorker worker{[] {}};
    std::vector<StepRecord> steps;
    TrainingStatePtr state;
    std::vector<std::int64_t> states; // the step of each
    TrainingStatus status;
    float beta = 0; // of the newest snapshot

    template <class Condition>
    bool until(Condition condition) {
        return QTest::qWaitFor(
            [&] {
                Mail mail = worker.takeMail();
                steps.insert(steps.end(), mail.steps.begin(), mail.steps.end());
                if (mail.state) states.push_back((state = mail.state)->step);
                if (mail.status) status = *mail.status;
                if (mail.snapshot) beta = mail.snapshot->model.objective.beta;
                return condition();
            },
            20'000);
    }
};

} // namespace

void ResumingTest::aRunWithoutStepsPostsNoStateByItself() {
    const DatasetPtr dataset = tinyDataset(64, 12);
    StateReader reader;
    reader.worker.setStateInterval(std::chrono::hours(1));
    reader.worker.prepare(dataset, small(*dataset));
    reader.worker.setLearningRate(2e-3F);
    reader.worker.pause();
    Objective objective;
    objective.beta = 3;
    reader.worker.setObjective(objective);
    QVERIFY(reader.until([&] { return reader.beta == 3.0F; }));
    reader.until([waits = 5]() mutable { return waits-- == 0; }); // what follows the snapshot, if anything
    reader.worker.stepOnce();
    QVERIFY(reader.until([&] { return reader.state != nullptr; }));
    QCOMPARE(reader.states.front(), std::int64_t{1});
}

void ResumingTest::theWorkerPostsStates() {
    using namespace std::chrono_literals;
    using Phase = TrainingStatus::Phase;
    const DatasetPtr dataset = tinyDataset(64, 12);
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 0;
    StateReader reader;
    reader.worker.prepare(dataset, configuration);
    reader.worker.requestState();
    QVERIFY(reader.until([&] { return reader.state != nullptr; }));
    QCOMPARE(reader.state->step, std::int64_t{0});
    reader.state.reset();

    reader.worker.stepOnce(); // nothing is kept yet
    QVERIFY(reader.until([&] { return reader.steps.size() == 1 && reader.status.phase == Phase::Paused; }));
    QVERIFY(!reader.state);

    reader.worker.setStateInterval(1h);
    reader.worker.stepOnce();
    QVERIFY(reader.until([&] { return reader.state != nullptr; }));
    QCOMPARE(reader.state->step, std::int64_t{2});

    reader.worker.setStateInterval(1ms); // while it runs
    reader.worker.run();
    for (int i = 0; i < 3; ++i) {
        const std::int64_t before = reader.state->step;
        QVERIFY(reader.until([&] { return reader.state->step > before; }));
    }
    reader.worker.setStateInterval(1h);
    reader.worker.pause(); // and where it rests
    QVERIFY(reader.until([&] { return reader.status.phase == Phase::Paused && !reader.status.encodingAll; }));
    QCOMPARE(reader.state->step, reader.status.step);
    QCOMPARE(reader.state->epoch, reader.status.epoch);
    reader.worker.setLearningRate(2e-3F); // with what is changed there
    QVERIFY(reader.until([&] { return reader.state->configuration.training.learningRate == 2e-3F; }));

    reader.worker.setEpochs(reader.status.epoch + 2);
    reader.worker.run();
    QVERIFY(
        reader.until([&] { return reader.status.phase == Phase::Finished && !reader.status.encodingAll; }));
    QCOMPARE(reader.state->step, reader.status.step);
    QCOMPARE(reader.state->epoch, reader.status.epoch);
}

// Whoever keeps losses beside a state must cut them where it was taken.
void ResumingTest::aStateSaysWhichOfTheMailItHolds() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 40;
    TrainingWorker worker([] {});
    worker.setStateInterval(std::chrono::milliseconds(1));
    worker.prepare(dataset, configuration);
    worker.run();
    std::int64_t steps = 0;
    int epochs = 0;
    int states = 0;
    bool finished = false;
    QVERIFY(QTest::qWaitFor(
        [&] {
            const Mail mail = worker.takeMail();
            if (mail.state) {
                ++states;
                if (steps + static_cast<std::int64_t>(mail.stepsAtState) != mail.state->step) return true;
                if (epochs + static_cast<int>(mail.epochsAtState) != mail.state->epoch) return true;
            }
            steps += static_cast<std::int64_t>(mail.steps.size());
            epochs += static_cast<int>(mail.epochs.size());
            finished = mail.status && mail.status->phase == TrainingStatus::Phase::Finished;
            return finished;
        },
        20'000));
    QVERIFY2(finished, "a state counts other steps or epochs than its mail");
    QVERIFY(states > 0);
}

void ResumingTest::theWorkerGoesOn() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Keep kept{12};
    Trainer whole(dataset, small(*dataset));
    const Trace expected = train(whole, &kept);
    StateReader reader;
    reader.worker.prepare(dataset, kept.state);
    reader.worker.setStateInterval(std::chrono::hours(1));
    QVERIFY(reader.until([&] { return reader.status.phase == TrainingStatus::Phase::Paused; }));
    QCOMPARE(reader.status.step, std::int64_t{12});
    reader.worker.run();
    QVERIFY(reader.until([&] { return reader.status.phase == TrainingStatus::Phase::Finished; }));
    QVERIFY(reader.until([&] { return reader.state != nullptr; }));
    QVERIFY(shownModel(*reader.state).weights == expected.weights);
}

void ResumingTest::theWorkerTellsOfAStateThatDoesNotFit() {
    using Phase = TrainingStatus::Phase;
    const DatasetPtr dataset = tinyDataset(75, 12);
    const TrainingStatePtr kept = stateAt(dataset, small(*dataset), 8);
    StateReader reader;
    reader.worker.prepare(tinyDataset(40, 12), kept);
    QVERIFY(reader.until([&] { return reader.status.phase == Phase::Failed; }));
    QVERIFY2(reader.status.failure.find("another number of training images") != std::string::npos,
             reader.status.failure.c_str());
    reader.worker.prepare(dataset, kept);
    QVERIFY(reader.until([&] { return reader.status.phase == Phase::Paused; }));
}

void ResumingTest::statesCarryLiveChanges() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    Trainer trainer(dataset, small(*dataset));
    trainer.step();
    changeKnobs(trainer);
    const TrainingStatePtr state = trainer.state();
    QCOMPARE(state->configuration.objective.beta, 0.5F);
    QCOMPARE(state->configuration.training.learningRate, 2e-3F);
    QCOMPARE(state->configuration.training.epochs, 5);
}

QTEST_GUILESS_MAIN(ResumingTest)
#include "resuming_test.moc"
