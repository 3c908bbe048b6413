// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/diagnose.h"

#include "core/base/error.h"
#include "core/train/evaluation.h"
#include "tests/explore/toy_model.h"
#include "tests/explore/trained_model.h"

#include <QTest>

#include <cmath>

using namespace latent;

namespace {

ImageDataset labelledDataset(Index images) {
    ImageDataset dataset = toyDataset({4, 3, 1}, images);
    dataset.classNames = {"one", "two"};
    dataset.factors = {{"a", {}}};
    for (Index i = 0; i < images; ++i) {
        dataset.labels.push_back(static_cast<std::uint16_t>(i % 2));
        dataset.factors[0].values.push_back(static_cast<float>(i % 5));
        (i % 4 == 3 ? dataset.test : dataset.train).push_back(static_cast<std::uint32_t>(i));
    }
    return dataset;
}

DiagnosticsReport reportOf(const Model& model, const ImageDataset& dataset, int threads = 2,
                           DiagnosticsQuestion question = {.samples = 50}) {
    ThreadTeam team(threads);
    return diagnose(model, dataset, question, team, {});
}

} // namespace

class DiagnoseTest : public QObject {
    Q_OBJECT

  private slots:
    void everyPartWhereEveryPartApplies() {
        const ImageDataset dataset = labelledDataset(400);
        const DiagnosticsReport report = reportOf(toyModel(2), dataset);
        QCOMPARE(report.images, Index{100});
        QVERIFY(report.kl && report.elbo && report.bound && report.klParts && report.aggregate);
        QVERIFY(report.accuracy && report.memorisation && report.informationGap);
        QVERIFY(report.bound->exact.has_value());
        QCOMPARE(report.bound->images, Index{100}); // no more than there are
        QVERIFY(report.bound->logLikelihood.value > report.elbo->value);
        QVERIFY(std::abs(report.reconstruction.value + report.kl->value + report.elbo->value) < 1e-9);
        QVERIFY(report.reconstruction.standardError > 0);
        QCOMPARE(report.variance.size(), Index{2});
    }

    void agreesWithTheEvaluation() {
        const ImageDataset dataset = labelledDataset(1200); // test images in more than one chunk
        for (const char* const likelihood : {"bernoulli", "binarised", "gaussian", "continuous-bernoulli"}) {
            const Model model = toyModel(3, {.likelihood = parseLikelihood(likelihood)});
            ThreadTeam team(2);
            const Evaluation evaluation = evaluate(model, dataset, dataset.test, 9, team);
            const DiagnosticsReport report = reportOf(model, dataset, 2, {.samples = 0, .seed = 9});
            QVERIFY2(std::abs(report.reconstruction.value - evaluation.loss.reconstruction) < 1e-3,
                     likelihood);
            QVERIFY(std::abs(report.kl->value - evaluation.loss.kl) < 1e-4);
            QVERIFY(std::abs(report.squaredErrorOfSample - evaluation.squaredError) < 1e-6);
            QCOMPARE(report.activeUnits, evaluation.posterior.activeUnits());
        }
    }

    void sameForAnyTeam() {
        const ImageDataset dataset = labelledDataset(1200);
        const DiagnosticsReport one = reportOf(toyModel(2), dataset, 1);
        for (const int threads : {2, 3}) {
            const DiagnosticsReport other = reportOf(toyModel(2), dataset, threads);
            QCOMPARE(other.reconstruction.value, one.reconstruction.value);
            QCOMPARE(other.squaredErrorOfMean, one.squaredErrorOfMean);
            QCOMPARE(other.bound->logLikelihood.value, one.bound->logLikelihood.value);
            QCOMPARE(other.bound->exact->value, one.bound->exact->value);
            QCOMPARE(other.klParts->totalCorrelation.value, one.klParts->totalCorrelation.value);
            QCOMPARE(other.accuracy->linear, one.accuracy->linear);
            QCOMPARE(other.memorisation->nearest, one.memorisation->nearest);
            QCOMPARE(other.informationGap->gap, one.informationGap->gap);
        }
    }

    void withoutNoiseThereIsNoLikelihood() {
        const DiagnosticsReport report =
            reportOf(toyModel(2, objectiveOf(Preset::Autoencoder)), labelledDataset(80));
        QVERIFY(!report.kl && !report.elbo && !report.bound && !report.klParts && !report.aggregate);
        QVERIFY(!report.memorisation);
        QVERIFY(report.accuracy && report.informationGap);
        QCOMPARE(report.squaredErrorOfMean, report.squaredErrorOfSample);
    }

    void noiseWithoutKlHasABoundButNoSamples() {
        const DiagnosticsReport report =
            reportOf(toyModel(2, objectiveOf(Preset::NoiseWithoutKl)), labelledDataset(80));
        QVERIFY(report.bound && report.klParts);
        QVERIFY(!report.memorisation);
    }

    void setsWithoutLabelsFactorsOrTestImages() {
        ImageDataset dataset = toyDataset({4, 3, 1}, 40);
        for (std::uint32_t i = 0; i < 40; ++i) dataset.train.push_back(i);
        const DiagnosticsReport report = reportOf(toyModel(2), dataset);
        QCOMPARE(report.images, Index{40});
        QVERIFY(!report.accuracy && !report.informationGap);
        QVERIFY(report.memorisation.has_value());
        QCOMPARE(report.memorisation->medianOfTest, 0.0);
    }

    void memorisedImagesAreFound() {
        // A decoder that always draws training image 3, of black and white pixels.
        ImageDataset dataset = labelledDataset(40);
        std::vector<std::uint8_t> bytes(dataset.pixels.bytes.begin(), dataset.pixels.bytes.end());
        for (std::uint8_t& byte : bytes) byte = byte < 128 ? 0 : 255;
        dataset.pixels = PixelStore::own(bytes);
        Model model = toyModel(2);
        std::fill(model.weights.begin(), model.weights.end(), 0.0F);
        const std::uint32_t image = dataset.train[5];
        for (const TensorBlock& tensor : networkLayout(model.architecture)) {
            if (tensor.name != "output.bias") continue;
            for (Index pixel = 0; pixel < 12; ++pixel)
                model.weights[static_cast<std::size_t>(tensor.offset + pixel)] =
                    dataset.image(image)[static_cast<std::size_t>(pixel)] == 0 ? -40.0F : 40.0F;
        }
        const DiagnosticsReport report = reportOf(model, dataset);
        QCOMPARE(report.memorisation->nearest.size(),
                 static_cast<std::size_t>(report.memorisation->samples.cols()));
        QCOMPARE(report.memorisation->nearest.front(), Index{image});
        QVERIFY(report.memorisation->medianDistance < 1e-6);
        QVERIFY(report.memorisation->medianOfTest > 0.1);
    }

    void progressRisesToOneAndCancelEnds() {
        const ImageDataset dataset = labelledDataset(400);
        std::vector<double> seen;
        ThreadTeam team(2);
        diagnose(toyModel(2), dataset, {.samples = 20}, team, {[&](double f) { seen.push_back(f); }, {}});
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QVERIFY(std::abs(seen.back() - 1) < 1e-9);
        std::stop_source source;
        const Progress cancelled{[&](double fraction) {
                                     if (fraction > 0.3) source.request_stop();
                                 },
                                 source.get_token()};
        QVERIFY_THROWS_EXCEPTION(Cancelled, diagnose(toyModel(2), dataset, {.samples = 20}, team, cancelled));
    }

    void imagesOfAnotherShapeAreRefused() {
        QVERIFY_THROWS_EXCEPTION(Error, reportOf(toyModel(2), toyDataset({5, 3, 1}, 4)));
    }

    void aTrainedModelMakesSense() {
        const DatasetPtr dataset = test::tinyDataset(600, 200);
        const DiagnosticsReport report =
            reportOf(test::trainedModel(dataset, 4), *dataset, 2, {.samples = 200});
        QVERIFY(report.bound->logLikelihood.value > report.elbo->value);
        QVERIFY(report.squaredErrorOfMean <= report.squaredErrorOfSample);
        QVERIFY(report.klParts->mutualInformation.value > 1);
        const double kl = report.kl->value;
        QVERIFY(std::abs(report.klParts->sum.value - kl) < 4 * report.klParts->sum.standardError);
        QVERIFY(report.aggregate->distance() < 0.5F);
    }
};

QTEST_GUILESS_MAIN(DiagnoseTest)
#include "diagnose_test.moc"
