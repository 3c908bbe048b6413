// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_team.h"
#include "core/data/batch.h"
#include "core/data/files/mapped_file.h"
#include "core/model/network.h"
#include "core/train/evaluation.h"
#include "core/train/trainer.h"
#include "tests/train/tiny_dataset.h"

#include <QTemporaryFile>
#include <QTest>

#include <cmath>
#include <numeric>
#include <unistd.h>

using namespace latent;
using test::tinyDataset;

namespace {

Configuration small(const ImageDataset& dataset) {
    Configuration configuration;
    configuration.architecture = {.shape = dataset.shape, .hidden = {32}, .latent = 3};
    configuration.training.batch = 16;
    configuration.training.epochs = 2;
    return configuration;
}

std::vector<double> losses(DatasetPtr dataset, const Configuration& configuration, int steps) {
    Trainer trainer(std::move(dataset), configuration);
    std::vector<double> totals;
    while (static_cast<int>(totals.size()) < steps) {
        totals.push_back(trainer.step().train.total);
        if (trainer.epochEnded()) totals.push_back(trainer.finishEpoch().test.total);
    }
    return totals;
}

} // namespace

class TrainerTest : public QObject {
    Q_OBJECT
  private slots:
    void overfitsAFewImages();
    void sameSeedSameLossesForAnyTeam_data();
    void sameSeedSameLossesForAnyTeam();
    void anotherSeedOtherLosses();
    void epochsAndStatus();
    void liveKnobsTakeEffect();
    void pausedEvaluationChangesNothing();
    void codesAreTheEncodersMeans();
    void anEpochsEndEncodesTheTestImages();
    void evaluationIsTheSameInAnyRoom();
    void snapshotsHaveTheLatestCodes();
    void snapshotsTakeTheMemoryOfOldOnes();
    void startsFromAModel();
    void nonFiniteLossKeepsFiniteWeights();
    void aFileThatIsCutEndsTheRun();
    void corruptionReachesTheEncoderOnly();
    void noiseWithoutKlLosesItsNoise();
    void refusesImagesOfAnotherSize();
};

void TrainerTest::overfitsAFewImages() {
    const DatasetPtr dataset = tinyDataset(32, 4);
    Configuration configuration = small(*dataset);
    configuration.objective = objectiveOf(Preset::Autoencoder);
    configuration.architecture.hidden = {64};
    configuration.architecture.latent = 8;
    configuration.training = {.batch = 32, .epochs = 0, .learningRate = 5e-3F};
    Trainer trainer(dataset, configuration);
    const auto train = [&](int steps) {
        double last = 0;
        for (int i = 0; i < steps; ++i) {
            last = trainer.step().train.reconstruction;
            trainer.finishEpoch();
        }
        return last;
    };
    const double first = train(1);
    // The lowest loss there is: each pixel's own entropy.
    double floor = 0;
    for (const std::uint32_t i : dataset->train) {
        const Vector x = imageAsFloat(*dataset, i);
        for (const float p : x) {
            if (p > 0 && p < 1) floor -= double(p * std::log(p) + (1 - p) * std::log(1 - p));
        }
    }
    floor /= 32;
    const double last = train(1500);
    QVERIFY2(last - floor < 0.05 * (first - floor),
             qPrintable(QString("%1 → %2, floor %3").arg(first).arg(last).arg(floor)));
    QVERIFY(last >= floor);
}

void TrainerTest::sameSeedSameLossesForAnyTeam_data() {
    QTest::addColumn<int>("threads");
    for (const int threads : {1, 2, 3, 5}) QTest::addRow("%d threads", threads) << threads;
}

void TrainerTest::sameSeedSameLossesForAnyTeam() {
    QFETCH(int, threads);
    const DatasetPtr dataset = tinyDataset(150, 40);
    Configuration configuration = small(*dataset);
    configuration.objective.corruption = {Corruption::Kind::Mask, 0.2F};
    configuration.training.batch = 64; // two to four shards, and a last batch of 22
    configuration.training.threads = 1;
    const std::vector<double> expected = losses(dataset, configuration, 12);
    configuration.training.threads = threads;
    QCOMPARE(losses(dataset, configuration, 12), expected); // to the bit
}

void TrainerTest::anotherSeedOtherLosses() {
    const DatasetPtr dataset = tinyDataset(64, 8);
    Configuration configuration = small(*dataset);
    const std::vector<double> first = losses(dataset, configuration, 4);
    configuration.training.seed = 2;
    QVERIFY(losses(dataset, configuration, 4) != first);
}

void TrainerTest::epochsAndStatus() {
    const DatasetPtr dataset = tinyDataset(40, 10);
    Trainer trainer(dataset, small(*dataset)); // batches of 16, 16, 8
    for (int epoch = 1; epoch <= 2; ++epoch) {
        double images = 0;
        double weighted = 0;
        for (const int size : {16, 16, 8}) {
            QVERIFY(!trainer.epochEnded());
            weighted += size * trainer.step().train.total;
            images += size;
        }
        QVERIFY(trainer.epochEnded());
        const EpochRecord record = trainer.finishEpoch();
        QCOMPARE(record.epoch, epoch);
        QCOMPARE(record.step, std::int64_t{3} * epoch);
        QVERIFY(std::abs(record.train.total - weighted / images) < 1e-9 * record.train.total);
        QVERIFY(record.seconds > 0 && record.totalSeconds >= record.seconds);
    }
    QVERIFY(trainer.finished());
    QCOMPARE(trainer.status().phase, TrainingStatus::Phase::Finished);
    QCOMPARE(trainer.status().fraction(), 1.0);
}

void TrainerTest::liveKnobsTakeEffect() {
    const DatasetPtr dataset = tinyDataset(64, 8);
    const Configuration configuration = small(*dataset);
    Trainer still(dataset, configuration);
    const auto largestChange = [&](float learningRate) {
        const FlatVector<float> before = still.model().weights;
        still.setLearningRate(learningRate);
        still.step();
        double largest = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            largest = std::max(largest, std::abs(static_cast<double>(still.model().weights[i] - before[i])));
        }
        return largest;
    };
    // Adam's steps are about as long as the rate.
    QVERIFY(largestChange(1e-20F) < 1e-19);
    QVERIFY(largestChange(1e-3F) > 1e-4);

    Trainer weighed(dataset, configuration);
    weighed.setObjective({.corruption = {}, .latentNoise = true, .beta = 7});
    const LossTerms loss = weighed.step().train;
    QCOMPARE(loss.total, loss.reconstruction + 7 * loss.kl);
    QVERIFY(loss.kl > 0);
}

void TrainerTest::pausedEvaluationChangesNothing() {
    const DatasetPtr dataset = tinyDataset(32, 300);
    Trainer trainer(dataset, small(*dataset));
    Trainer other(dataset, small(*dataset));
    for (Trainer* each : {&trainer, &other}) {
        while (!each->epochEnded()) each->step();
    }
    std::stop_source stopped;
    stopped.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, trainer.finishEpoch(stopped.get_token()));
    QVERIFY(trainer.epochEnded());
    QCOMPARE(trainer.finishEpoch().test.total, other.finishEpoch().test.total);
    QCOMPARE(trainer.step().train.total, other.step().train.total);
}

void TrainerTest::codesAreTheEncodersMeans() {
    const DatasetPtr dataset = tinyDataset(40, 10);
    Trainer trainer(dataset, small(*dataset));
    trainer.step();
    trainer.encodeAll({});
    const SnapshotPtr snapshot = trainer.snapshot();
    QVERIFY(snapshot->codesExact);
    Matrix images(dataset->shape.pixels(), dataset->size());
    std::vector<std::uint32_t> all(50);
    std::iota(all.begin(), all.end(), 0U);
    gather(*dataset, all, images);
    const Matrix expected = encode(snapshot->model, images).mean;
    // Other widths of the products round otherwise.
    QVERIFY((*snapshot->codes - expected).cwiseAbs().maxCoeff() < 1e-5F);
    QVERIFY(expected.cwiseAbs().maxCoeff() > 1e-3F);
    trainer.step();
    QVERIFY(!trainer.snapshot()->codesExact);
}

void TrainerTest::anEpochsEndEncodesTheTestImages() {
    const DatasetPtr dataset = tinyDataset(60, 300); // of two chunks
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 0;
    Trainer trainer(dataset, configuration);
    trainer.encodeAll({});
    const SnapshotPtr held = trainer.snapshot(); // so that its table does not come back
    while (!trainer.epochEnded()) trainer.step();
    trainer.finishEpoch();
    const SnapshotPtr snapshot = trainer.snapshot();
    Matrix images(dataset->shape.pixels(), static_cast<Index>(dataset->test.size()));
    gather(*dataset, dataset->test, images);
    Matrix codes(snapshot->codes->rows(), images.cols());
    for (Index i = 0; i < images.cols(); ++i)
        codes.col(i) = snapshot->codes->col(dataset->test[static_cast<std::size_t>(i)]);
    QVERIFY((codes - encode(snapshot->model, images).mean).cwiseAbs().maxCoeff() < 1e-5F);
}

// A snapshot's table is brought up to date, not copied whole: it must be what a fresh copy is.
void TrainerTest::evaluationIsTheSameInAnyRoom() {
    const DatasetPtr dataset = tinyDataset(32, 300);
    const Trainer trainer(dataset, small(*dataset));
    const Model& model = trainer.model();
    const Network<float> network(model.architecture);
    ByFeature<float> means, meansThere;
    ThreadTeam two(2);
    const Evaluation alone = evaluate(model, *dataset, dataset->test, 1, two, &means);
    for (const int threads : {1, 2}) {
        for (const Index batch : {16, 40, 128, 500, 600}) { // one shard, and two of 32, 64, 256 and 304
            ThreadTeam team(threads);
            BatchWorkspace<float> room = network.workspace(batch, 2);
            room.corrupted = true;
            const Evaluation there =
                evaluate(model, *dataset, dataset->test, 1, team, &meansThere, {}, &room);
            QCOMPARE(there.loss.total, alone.loss.total);
            QCOMPARE(there.squaredError, alone.squaredError);
            QVERIFY(there.posterior.kl == alone.posterior.kl);
            QVERIFY(meansThere == means);
        }
    }
}

void TrainerTest::snapshotsHaveTheLatestCodes() {
    const DatasetPtr dataset = tinyDataset(60, 10);
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 0; // the rate never falls to 0
    Trainer looked(dataset, configuration), left(dataset, configuration);
    for (Trainer* trainer : {&looked, &left}) trainer->encodeAll({});
    std::vector<SnapshotPtr> held{looked.snapshot(), looked.snapshot()};
    for (int step = 0; step < 23; ++step) {
        for (Trainer* trainer : {&looked, &left}) {
            if (trainer->epochEnded()) trainer->finishEpoch();
            if (step == 11) trainer->encodeAll({});
            trainer->step();
        }
        held[static_cast<std::size_t>(step % 3 == 0)] = looked.snapshot();
    }
    const SnapshotPtr last = looked.snapshot();
    QVERIFY(*last->codes == *left.snapshot()->codes);
    QVERIFY(*last->codes != *held[1]->codes);
}

void TrainerTest::snapshotsTakeTheMemoryOfOldOnes() {
    const DatasetPtr dataset = tinyDataset(60, 10);
    Configuration configuration = small(*dataset);
    configuration.training.epochs = 0;
    Trainer trainer(dataset, configuration);
    SnapshotPtr shown = trainer.snapshot();
    const float* const memory = shown->model.weights.data();
    const std::size_t count = shown->model.weights.size();
    shown.reset();
    const FlatVector<float> other(count); // would be given memory that was free
    shown = trainer.snapshot();
    QVERIFY(shown->model.weights.data() == memory);
    const FlatVector<float> weights = shown->model.weights;
    trainer.step();
    QVERIFY(trainer.snapshot()->model.weights != weights);
    QVERIFY(shown->model.weights == weights); // never that of one that is held
}

void TrainerTest::startsFromAModel() {
    const DatasetPtr dataset = tinyDataset(40, 10);
    Trainer first(dataset, small(*dataset));
    first.step();
    const Model kept = first.model();
    const Trainer second(dataset, small(*dataset), &kept);
    QVERIFY(second.model().weights == kept.weights);
}

void TrainerTest::nonFiniteLossKeepsFiniteWeights() {
    const DatasetPtr dataset = tinyDataset(64, 8);
    Configuration configuration = small(*dataset);
    configuration.training.learningRate = 1;
    configuration.training.schedule = Schedule::Constant;
    configuration.training.epochs = 0;
    configuration.architecture.hidden = {64, 64, 64, 64, 64, 64};
    Trainer trainer(dataset, configuration);
    QString sentence;
    std::int64_t steps = 0;
    try {
        for (; steps < 20'000; ++steps) {
            trainer.step();
            if (trainer.epochEnded()) trainer.finishEpoch();
        }
    } catch (const NonFiniteLoss& error) {
        sentence = error.what();
    }
    QVERIFY2(sentence.contains(QString("step %1").arg(steps + 1)), qPrintable(sentence));
    for (const float weight : trainer.model().weights) QVERIFY(std::isfinite(weight));
}

void TrainerTest::aFileThatIsCutEndsTheRun() {
    auto dataset = std::make_shared<ImageDataset>(*tinyDataset(100, 10));
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(reinterpret_cast<const char*>(dataset->pixels.bytes.data()),
               static_cast<qint64>(dataset->pixels.bytes.size()));
    file.flush();
    const auto mapped =
        std::make_shared<MappedFile>(file.handle(), dataset->pixels.bytes.size(), 0, "blobs.idx");
    dataset->pixels = {mapped->bytes(), mapped, mapped.get()};
    Trainer trainer(dataset, small(*dataset));
    trainer.step();
    const FlatVector<float> before = trainer.model().weights;
    QCOMPARE(ftruncate(file.handle(), 0), 0);
    QVERIFY_THROWS_EXCEPTION(Error, trainer.step());
    QVERIFY(trainer.model().weights == before);
    QVERIFY_THROWS_EXCEPTION(Error, trainer.encodeAll({}));
    QVERIFY_THROWS_EXCEPTION(Error, dataset->requirePixels());
}

void TrainerTest::corruptionReachesTheEncoderOnly() {
    // With everything masked the encoder sees black images: all codes of a batch are the same, while the
    // loss still asks for the clean images.
    const DatasetPtr dataset = tinyDataset(32, 8);
    Configuration configuration = small(*dataset);
    configuration.training.batch = 32;
    configuration.objective = {.corruption = {Corruption::Kind::Mask, 1.0F}, .latentNoise = false, .beta = 0};
    Trainer trainer(dataset, configuration);
    trainer.step();
    const PosteriorStatistics posterior = trainer.snapshot()->posterior;
    QVERIFY(posterior.spread.maxCoeff() < 1e-4F * (1 + posterior.mean.cwiseAbs().maxCoeff()));
    trainer.setObjective(objectiveOf(Preset::Autoencoder));
    ThreadTeam team(1);
    QVERIFY(evaluate(trainer.model(), *dataset, dataset->test, 1, team).posterior.spread.maxCoeff() > 1e-3F);
}

void TrainerTest::noiseWithoutKlLosesItsNoise() {
    const DatasetPtr dataset = tinyDataset(256, 64);
    const auto ratio = [&](Preset preset) {
        Configuration configuration = small(*dataset);
        configuration.objective = objectiveOf(preset);
        configuration.training = {.batch = 32, .epochs = 60, .learningRate = 3e-3F};
        Trainer trainer(dataset, configuration);
        PosteriorStatistics last;
        while (!trainer.finished()) {
            trainer.step();
            if (trainer.epochEnded()) last = trainer.finishEpoch().posterior;
        }
        return last.sigmaMean() / last.spreadMean();
    };
    const float without = ratio(Preset::NoiseWithoutKl);
    const float with = ratio(Preset::Vae);
    QVERIFY2(without * 5 < with, qPrintable(QString("%1 against %2").arg(without).arg(with)));
}

void TrainerTest::refusesImagesOfAnotherSize() {
    const DatasetPtr dataset = tinyDataset(16, 4);
    Configuration configuration = small(*dataset);
    configuration.architecture.shape.width = 9;
    QVERIFY_THROWS_EXCEPTION(Error, Trainer(dataset, configuration));
}

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
