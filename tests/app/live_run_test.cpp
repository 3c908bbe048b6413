// SPDX-License-Identifier: GPL-3.0-or-later
// When an edit makes a new trainer, when it reaches the running one, and when it is refused.
#include "app/studio/live_run.h"
#include "core/explore/traversal.h"
#include "tests/train/tiny_dataset.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace latent;

namespace {

using Phase = TrainingStatus::Phase;

/// A run with a small model on a small set, ready at step 0.
struct Open {
    Exploration exploration;
    LiveRun run{&exploration};

    explicit Open(const DatasetPtr& dataset = test::tinyDataset(200, 20), int epochs = 0) {
        Architecture sizes;
        sizes.hidden = {16};
        sizes.latent = 3;
        run.setArchitecture(sizes);
        TrainingSettings settings;
        settings.batch = 32;
        settings.epochs = epochs;
        settings.learningRate = 1e-3F;
        settings.averaged = false; // the weights shown are those of the last step
        run.setTraining(settings);
        run.setDataset(dataset);
    }
    SnapshotPtr snapshot() const { return exploration.snapshot(); }
    std::int64_t step() const { return snapshot() ? snapshot()->step : -1; }
    bool isReady() const { return step() == 0 && snapshot()->codesExact; }
    bool isPaused() const {
        return run.status().phase == Phase::Paused && !run.status().encodingAll && snapshot()->codesExact;
    }
};

} // namespace

class LiveRunTest : public QObject {
    Q_OBJECT
  private slots:
    void withoutImagesNothingRuns();
    void aSmallSetIsPassedMoreOften();
    void anEditBeforeTheStartMakesANewModel();
    void anEditBeforeTheStartIsNotLostToAQuickStart();
    void sizesStayDuringARun();
    void theObjectiveChangesARunLive();
    void anotherLikelihoodNeedsAFreshStart();
    void aConvolutionalModelIsOpenedAsItWas();
    void theLearningRateChangesARunLive();
    void oneStepIsOneBatch();
    void resetStartsAnew();
    void trainRightAfterResetStarts();
    void trainRightAfterAResetOfAFinishedRunStarts();
    void aFinishedRunCanBeContinued();
    void aContinuedRunGoesOnAtAnotherRate();
    void theModelSaysWhichImagesWereHeldOut();
    void anUntrainedModelKeepsItsOwnSplit();
    void aModelsOwnTestImagesAreHeldOutAgain_data();
    void aModelsOwnTestImagesAreHeldOutAgain();
    void anotherSetEndsTheRun();
    void aModelOfAnotherShapeIsRefused();
    void aSavedModelDecodesTheSame();
    void anOpenedModelWaitsForItsImages();
    void pixelsByAnotherRuleAreNoticed();
};

void LiveRunTest::aSmallSetIsPassedMoreOften() {
    Exploration exploration;
    LiveRun run(&exploration);
    const auto epochs = [&] { return run.configuration().training.epochs; };
    run.setDataset(test::tinyDataset(200, 20)); // two steps an epoch
    QCOMPARE(epochs(), 500);
    run.setDataset(test::tinyDataset(1500, 20)); // twelve
    QCOMPARE(epochs(), 125);
    run.setDataset(test::tinyDataset(30'000, 20, 2));
    QCOMPARE(epochs(), 10);
    TrainingSettings chosen = run.configuration().training;
    chosen.epochs = 7;
    run.setTraining(chosen);
    run.setDataset(test::tinyDataset(200, 20));
    QCOMPARE(epochs(), 7);
}

void LiveRunTest::withoutImagesNothingRuns() {
    Exploration exploration;
    LiveRun run(&exploration);
    run.toggleTraining();
    run.stepOnce();
    run.reset();
    QVERIFY(!run.hasStarted());
    QCOMPARE(run.status().phase, Phase::Idle);
    run.setDataset(test::tinyDataset(100, 10)); // and none of it was kept for later
    QTRY_VERIFY(exploration.snapshot() && exploration.snapshot()->codesExact);
    QCOMPARE(exploration.snapshot()->step, std::int64_t{0});
    QCOMPARE(run.status().phase, Phase::Idle);
}

void LiveRunTest::anEditBeforeTheStartMakesANewModel() {
    Open open;
    QTRY_VERIFY(open.isReady());
    Architecture sizes = open.run.configuration().architecture;
    sizes.hidden = {24, 12};
    sizes.latent = 5;
    open.run.setArchitecture(sizes);
    QTRY_COMPARE(open.exploration.latentSize(), 5);
    QCOMPARE(open.snapshot()->model.architecture.hidden, (std::vector<int>{24, 12}));
    QCOMPARE(open.snapshot()->model.architecture.shape, open.exploration.dataset()->shape);
    QCOMPARE(open.exploration.point().size(), Index{5});
    const FlatVector<float> before = open.snapshot()->model.weights;
    TrainingSettings settings = open.run.configuration().training;
    settings.seed = 7;
    open.run.setTraining(settings);
    QTRY_VERIFY(open.snapshot()->model.weights != before);
    QVERIFY(!open.run.hasStarted());
}

void LiveRunTest::anEditBeforeTheStartIsNotLostToAQuickStart() {
    Open open;
    QTRY_VERIFY(open.isReady());
    Architecture sizes = open.run.configuration().architecture;
    sizes.latent = 2;
    open.run.setArchitecture(sizes);
    open.run.toggleTraining(); // before the edits have been gathered
    QTRY_VERIFY(open.step() > 5);
    QCOMPARE(open.exploration.latentSize(), 2);
    QCOMPARE(open.run.status().phase, Phase::Running);
}

void LiveRunTest::sizesStayDuringARun() {
    Open open;
    QSignalSpy started(&open.run, &LiveRun::startedChanged);
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5);
    QCOMPARE(started.count(), 1);
    const Configuration before = open.run.configuration();
    Architecture sizes = before.architecture;
    sizes.latent = 9;
    open.run.setArchitecture(sizes);
    TrainingSettings settings = before.training;
    settings.batch = 64;
    open.run.setTraining(settings);
    QVERIFY(open.run.configuration() == before);
    const std::int64_t step = open.step();
    QTRY_VERIFY(open.step() > step + 5);
    QCOMPARE(open.exploration.latentSize(), 3);
    QCOMPARE(open.run.history().train().front().firstStep, std::int64_t{1});
}

void LiveRunTest::theObjectiveChangesARunLive() {
    Open open;
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5);
    QVERIFY(open.exploration.hasPrior());
    const std::int64_t step = open.step();
    const Objective objective = objectiveOf(Preset::NoiseWithoutKl);
    open.run.setObjective(objective);
    QTRY_VERIFY(open.snapshot()->model.objective == objective);
    QVERIFY(!open.exploration.hasPrior());
    QVERIFY(open.step() >= step);
    QTRY_VERIFY(open.step() > step + 5);
    QCOMPARE(open.run.history().train().front().firstStep, std::int64_t{1}); // still the same run
    QCOMPARE(open.run.status().phase, Phase::Running);
}

void LiveRunTest::anotherLikelihoodNeedsAFreshStart() {
    Open open;
    QTRY_VERIFY(open.isReady());
    Objective objective;
    objective.likelihood.kind = Likelihood::Kind::Gaussian;
    open.run.setObjective(objective);
    QTRY_VERIFY(open.snapshot()->model.objective == objective);
    QVERIFY(!open.run.hasStarted());
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5 && !open.run.history().empty());
    Objective other = objective;
    other.beta = 3;
    other.freeBits = 0.5F;
    other.likelihood = {};
    open.run.setObjective(other); // of a run, its likelihood stays
    other.likelihood = objective.likelihood;
    QTRY_VERIFY(open.snapshot()->model.objective == other);
    QVERIFY(open.run.configuration().objective == other);
    // After a reset it changes, and no loss of the old one is left.
    open.run.reset();
    QVERIFY(open.run.history().empty());
    QTRY_VERIFY(open.isReady());
    other.likelihood = {};
    open.run.setObjective(other);
    QTRY_VERIFY(open.snapshot()->model.objective == other);
    QVERIFY(open.run.history().empty());
}

void LiveRunTest::aConvolutionalModelIsOpenedAsItWas() {
    Open open;
    Architecture net = convolutionalNetwork(open.run.configuration().architecture);
    net.channels = {3, 4};
    net.kernel = 3;
    net.hidden = {8};
    net.activation = Activation::Silu;
    open.run.setArchitecture(net);
    Objective objective{.freeBits = 0.25F};
    objective.likelihood.kind = Likelihood::Kind::Sigma;
    open.run.setObjective(objective);
    TrainingSettings training = open.run.configuration().training;
    training.warmUp = 2;
    training.clip = 3;
    training.earlyStop = 100'000; // never, in the time that this takes
    training.averaged = true;
    open.run.setTraining(training);
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 20);
    open.run.toggleTraining();
    QTRY_VERIFY(open.isPaused());
    const ModelFile saved = decodeModel(encodeModel(open.run.modelFile()), "conv");
    const float deviation = open.snapshot()->model.objective.likelihood.deviation;
    QVERIFY(deviation != objective.likelihood.deviation); // training has found another

    Open other;
    QTRY_VERIFY(other.isReady());
    QSignalSpy changed(&other.run, &LiveRun::configurationChanged);
    QVERIFY(other.run.openModel(saved));
    QCOMPARE(changed.count(), 1);
    const Configuration& shown = other.run.configuration();
    QVERIFY(shown.architecture == open.snapshot()->model.architecture);
    QCOMPARE(shown.objective.freeBits, 0.25F);
    QCOMPARE(shown.objective.likelihood.kind, Likelihood::Kind::Sigma);
    training.threads = shown.training.threads;
    QVERIFY(shown.training == training);
    QTRY_VERIFY(other.isReady() && other.snapshot()->model.weights == saved.model.weights);
    QCOMPARE(other.snapshot()->model.objective.likelihood.deviation, deviation);
}

void LiveRunTest::theLearningRateChangesARunLive() {
    Open open;
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5);
    TrainingSettings settings = open.run.configuration().training;
    settings.learningRate = 1e-8F; // the lowest that is allowed: hardly anything moves
    open.run.setTraining(settings);
    open.run.toggleTraining(); // once paused, every step is at the new rate
    QTRY_VERIFY(open.isPaused());
    const SnapshotPtr still = open.snapshot();
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > still->step + 5);
    const auto moved = [&] {
        const auto& now = open.snapshot()->model.weights;
        float most = 0;
        for (std::size_t i = 0; i < now.size(); ++i)
            most = std::max(most, std::abs(now[i] - still->model.weights[i]));
        return most;
    };
    const double steps = static_cast<double>(open.step() - still->step);
    QVERIFY(static_cast<double>(moved()) < 1e-6 * steps); // Adam moves a weight by some rates a step
    settings.learningRate = 1e-3F;
    open.run.setTraining(settings);
    QTRY_VERIFY(moved() > 1e-3F);
    QCOMPARE(open.run.history().train().front().firstStep, std::int64_t{1});
}

void LiveRunTest::oneStepIsOneBatch() {
    Open open;
    QTRY_VERIFY(open.isReady());
    for (int step = 1; step <= 10; ++step) { // an epoch has seven batches
        open.run.stepOnce();
        QTRY_COMPARE(open.step(), std::int64_t{step});
        QTRY_VERIFY(open.isPaused());
        QCOMPARE(open.run.history().train().back().lastStep, std::int64_t{step});
    }
    QCOMPARE(open.run.status().epoch, 1);
    QCOMPARE(open.run.history().test().size(), std::size_t{1});
}

void LiveRunTest::resetStartsAnew() {
    Open open;
    QTRY_VERIFY(open.isReady());
    const FlatVector<float> fresh = open.snapshot()->model.weights;
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5 && !open.run.history().test().empty());
    QSignalSpy started(&open.run, &LiveRun::startedChanged);
    QSignalSpy cleared(&open.run, &LiveRun::historyChanged);
    open.run.reset();
    QVERIFY(open.run.history().empty());
    QCOMPARE(cleared.count(), 1);
    QCOMPARE(started.count(), 1);
    QVERIFY(!started.first().first().toBool());
    QTRY_VERIFY(open.isReady());
    QVERIFY(open.snapshot()->model.weights == fresh); // the same seed
    QVERIFY(open.run.history().empty());              // no late mail of the old run
    QCOMPARE(open.run.status().phase, Phase::Idle);
}

void LiveRunTest::trainRightAfterResetStarts() {
    Open open;
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5);
    open.run.reset();
    open.run.toggleTraining(); // the old run's status is no guide
    QTRY_COMPARE(open.run.status().phase, Phase::Running);
    QTRY_VERIFY(!open.run.history().empty());
    QCOMPARE(open.run.history().train().front().firstStep, std::int64_t{1});
}

void LiveRunTest::trainRightAfterAResetOfAFinishedRunStarts() {
    Open open(test::tinyDataset(200, 20), 2);
    open.run.toggleTraining();
    QTRY_COMPARE(open.run.status().phase, Phase::Finished);
    open.run.reset();
    open.run.toggleTraining();
    QTRY_VERIFY(open.run.status().phase == Phase::Finished && !open.run.history().empty());
    QCOMPARE(open.run.status().epochs, 2);
    QCOMPARE(open.run.status().epoch, 2);
}

void LiveRunTest::aFinishedRunCanBeContinued() {
    Open open(test::tinyDataset(200, 20), 2);
    open.run.toggleTraining();
    QTRY_COMPARE(open.run.status().phase, Phase::Finished);
    QTRY_COMPARE(open.run.history().test().size(), std::size_t{2});
    open.run.toggleTraining();
    QTRY_COMPARE(open.run.status().epoch, 4);
    QTRY_COMPARE(open.run.status().phase, Phase::Finished);
    QCOMPARE(open.run.history().test().size(), std::size_t{4});
}

void LiveRunTest::aContinuedRunGoesOnAtAnotherRate() {
    Open open(test::tinyDataset(200, 20), 2);
    open.run.toggleTraining();
    QTRY_COMPARE(open.run.status().phase, Phase::Finished);
    for (const int end : {4, 6}) {
        open.run.toggleTraining();
        TrainingSettings settings = open.run.configuration().training;
        QCOMPARE(settings.epochs, 2); // what was asked for, each time
        settings.learningRate *= 0.5F;
        open.run.setTraining(settings);
        QTRY_COMPARE(open.run.status().epoch, end);
        QTRY_COMPARE(open.run.status().phase, Phase::Finished);
        QCOMPARE(open.run.status().epochs, end);
        QCOMPARE(open.run.modelFile().configuration.training.epochs, end);
    }
    open.run.reset();
    QTRY_VERIFY(open.isReady());
    QCOMPARE(open.run.modelFile().configuration.training.epochs, 2);
}

void LiveRunTest::theModelSaysWhichImagesWereHeldOut() {
    Open open;
    const ImageSplit split{.seed = 5, .testFraction = 0.25, .subset = {SubsetKind::Random, 50}};
    open.run.setDataset(test::tinyDataset(200, 20), split);
    QTRY_VERIFY(open.isReady());
    TrainingSettings settings = open.run.configuration().training;
    settings.seed = 9; // of the training: draws no image
    open.run.setTraining(settings);
    open.run.stepOnce();
    QTRY_COMPARE(open.step(), std::int64_t{1});
    const ModelFile back = decodeModel(encodeModel(open.run.modelFile()), "model");
    QVERIFY(back.split == split);
    QCOMPARE(back.configuration.training.seed, std::uint64_t{9});
}

void LiveRunTest::anUntrainedModelKeepsItsOwnSplit() {
    Open open;
    QTRY_VERIFY(open.isReady());
    ModelFile file = open.run.modelFile();
    file.dataset = "others";
    file.split = {.seed = 7};
    QVERIFY(open.run.openModel(file));
    QTRY_VERIFY(open.isReady());
    QCOMPARE(open.run.modelFile().dataset, std::string("others"));
    QVERIFY(open.run.modelFile().split == file.split);
    open.run.stepOnce(); // now it knows the open images
    QTRY_COMPARE(open.step(), std::int64_t{1});
    QCOMPARE(open.run.modelFile().dataset, std::string("blobs"));
    QVERIFY(open.run.modelFile().split == ImageSplit{});
}

void LiveRunTest::aModelsOwnTestImagesAreHeldOutAgain_data() {
    QTest::addColumn<ImageSplit>("ofModel");
    QTest::addColumn<ImageSplit>("open");
    QTest::addColumn<bool>("same");
    QTest::newRow("as trained") << ImageSplit{.seed = 7} << ImageSplit{.seed = 7} << true;
    QTest::newRow("another seed") << ImageSplit{.seed = 7} << ImageSplit{} << false;
    QTest::newRow("another fraction") << ImageSplit{.testFraction = 0.5} << ImageSplit{} << false;
    QTest::newRow("fewer images") << ImageSplit{.readAtMost = 90} << ImageSplit{} << false;
    QTest::newRow("given, whatever the seed")
        << ImageSplit{.given = true, .seed = 7} << ImageSplit{.given = true} << true;
    QTest::newRow("given, but drawn now")
        << ImageSplit{.given = true} << ImageSplit{.testFraction = 0.5} << false;
    QTest::newRow("another subset to train on")
        << ImageSplit{.subset = {SubsetKind::First, 9}} << ImageSplit{} << true;
}

void LiveRunTest::aModelsOwnTestImagesAreHeldOutAgain() {
    QFETCH(const ImageSplit, ofModel);
    QFETCH(const ImageSplit, open);
    QFETCH(const bool, same);
    Open window;
    QTRY_VERIFY(window.isReady());
    ModelFile file = window.run.modelFile();
    file.split = ofModel;
    window.run.setDataset(window.exploration.dataset(), open);
    QVERIFY(window.run.openModel(file));
    QCOMPARE(window.run.heldOutNotice().isEmpty(), same);
    const OpenOptions asOpened{.subset = {SubsetKind::First, 70}};
    const std::optional<OpenOptions> reopened = window.run.takeReopening(asOpened);
    QCOMPARE(reopened.has_value(), !same);
    if (same) return;
    QCOMPARE(reopened->seed, ofModel.seed);
    QCOMPARE(reopened->testFraction, ofModel.testFraction);
    QCOMPARE(reopened->readAtMost, ofModel.readAtMost);
    QVERIFY(reopened->subset == asOpened.subset); // the person's choice
    QVERIFY(!window.run.takeReopening(asOpened)); // once: then the person decides
    file.dataset = "others";
    QVERIFY(window.run.openModel(file));
    QVERIFY(!window.run.takeReopening(asOpened) && window.run.heldOutNotice().isEmpty());
}

void LiveRunTest::anotherSetEndsTheRun() {
    Open open;
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5);
    open.exploration.select(150);
    const DatasetPtr smaller = test::tinyDataset(50, 5, 6);
    open.run.setDataset(smaller);
    QCOMPARE(open.exploration.dataset(), smaller);
    QVERIFY(!open.snapshot());
    QCOMPARE(open.exploration.selected(), Index{-1});
    QVERIFY(open.run.history().empty());
    QTRY_VERIFY(open.isReady());
    QCOMPARE(open.snapshot()->model.architecture.shape, smaller->shape);
    QCOMPARE(open.snapshot()->codes->cols(), Index{55});
    QVERIFY(open.run.history().empty());
}

void LiveRunTest::aModelOfAnotherShapeIsRefused() {
    Open other(test::tinyDataset(50, 5, 6));
    QTRY_VERIFY(other.isReady());
    Open open;
    open.run.toggleTraining();
    QTRY_VERIFY(open.step() > 5);
    open.run.toggleTraining();
    QTRY_VERIFY(open.isPaused());
    const SnapshotPtr before = open.snapshot();
    const Configuration asked = open.run.configuration();
    QSignalSpy refused(&open.run, &LiveRun::refused);
    QSignalSpy changed(&open.run, &LiveRun::configurationChanged);
    QSignalSpy cleared(&open.run, &LiveRun::historyChanged);
    QVERIFY(!open.run.openModel(other.run.modelFile()));
    QCOMPARE(refused.count(), 1);
    const QString sentence = refused.first().first().toString();
    QVERIFY(sentence.contains(QString::fromUtf8("6×6")) && sentence.contains(QString::fromUtf8("8×8")) &&
            sentence.contains("blobs"));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(cleared.count(), 0);
    QCOMPARE(open.snapshot(), before);
    QVERIFY(open.run.configuration() == asked);
    open.run.stepOnce(); // the run goes on where it was
    QTRY_COMPARE(open.step(), before->step + 1);
    open.run.reset(); // and no part of the refused one was kept
    QTRY_VERIFY(open.isReady());
    QCOMPARE(open.snapshot()->model.architecture, before->model.architecture);
}

void LiveRunTest::aSavedModelDecodesTheSame() {
    const DatasetPtr dataset = test::tinyDataset(200, 20);
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("model.safetensors").toStdString();
    const Objective objective = objectiveOf(Preset::NoiseWithoutKl);
    const Matrix points = Matrix::Random(3, 16);
    Matrix decoded;
    Matrix codes;
    LatentRange range;
    std::int64_t steps = 0;
    {
        Open open(dataset);
        open.run.setObjective(objective);
        open.run.toggleTraining();
        QTRY_VERIFY(open.step() > 30);
        open.run.toggleTraining();
        QTRY_VERIFY(open.isPaused());
        saveModel(path, open.run.modelFile());
        decoded = decode(open.snapshot()->model, points);
        codes = *open.snapshot()->codes;
        range = open.exploration.range();
        steps = open.step();
    }
    const ModelFile file = loadModel(path);
    QCOMPARE(file.steps, steps);
    QCOMPARE(file.dataset, dataset->name);
    Exploration exploration;
    LiveRun run(&exploration);
    run.setDataset(dataset);
    QTRY_VERIFY(exploration.snapshot());
    QSignalSpy changed(&run, &LiveRun::configurationChanged);
    const int threads = run.configuration().training.threads;
    QVERIFY(run.openModel(file));
    QCOMPARE(changed.count(), 1);
    QTRY_COMPARE(exploration.latentSize(), 3);
    QTRY_VERIFY(exploration.snapshot()->codesExact);
    QVERIFY(decode(exploration.snapshot()->model, points) == decoded);
    QVERIFY(exploration.snapshot()->codes->isApprox(codes, 1e-5F));
    QVERIFY(exploration.snapshot()->model.objective == objective);
    QVERIFY(!exploration.hasPrior());
    QVERIFY(exploration.range().low.isApprox(range.low, 1e-4F));
    QVERIFY(exploration.range().high.isApprox(range.high, 1e-4F));
    QCOMPARE(run.configuration().training.batch, 32);
    QCOMPARE(run.configuration().training.threads, threads); // this machine's, not the file's
    run.reset();                                             // fresh weights, no longer the file's
    QTRY_VERIFY(decode(exploration.snapshot()->model, points) != decoded);
}

void LiveRunTest::anOpenedModelWaitsForItsImages() {
    Open source;
    QTRY_VERIFY(source.isReady());
    ModelFile file = source.run.modelFile();
    file.model.weights.front() = 0.5F;
    for (const int side : {8, 6}) {
        Exploration exploration;
        LiveRun run(&exploration);
        QSignalSpy refused(&run, &LiveRun::refused);
        QVERIFY(run.openModel(file));
        run.setDataset(test::tinyDataset(50, 5, side));
        QTRY_VERIFY(exploration.snapshot());
        QCOMPARE(exploration.snapshot()->model.weights == file.model.weights, side == 8);
        QCOMPARE(exploration.snapshot()->model.architecture.shape.width, side);
        QCOMPARE(refused.count(), side == 8 ? 0 : 1);
    }
}

void LiveRunTest::pixelsByAnotherRuleAreNoticed() {
    Open open;
    QTRY_VERIFY(open.isReady());
    ModelFile file = open.run.modelFile();
    QCOMPARE(file.pixelRule, std::string(kBytesAsTheyAre));
    QVERIFY(open.run.openModel(file));
    QVERIFY(open.run.pixelNotice().isEmpty());
    file.pixelRule.clear(); // a file from before
    QVERIFY(open.run.openModel(file));
    QVERIFY(open.run.pixelNotice().isEmpty());
    file.pixelRule = "divided by 65,535";
    QVERIFY(open.run.openModel(file)); // no refusal
    const QString sentence = open.run.pixelNotice();
    QVERIFY2(sentence.contains("divided by 65,535") && sentence.contains(kBytesAsTheyAre),
             qPrintable(sentence));
    ImageDataset same = *open.exploration.dataset();
    same.pixelRule = file.pixelRule;
    open.run.setDataset(std::make_shared<const ImageDataset>(same));
    QVERIFY(open.run.pixelNotice().isEmpty());
}

QTEST_MAIN(LiveRunTest)
#include "live_run_test.moc"
