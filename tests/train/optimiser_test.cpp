// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimiser.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace latent;

namespace {

constexpr Index kBatch = 32;

const Architecture kSmall{.shape = {8, 8, 1}, .hidden = {16}, .latent = 2};

// A network whose batch left activations and gradients of 1 everywhere.
struct Step {
    explicit Step(TrainingSettings settings, const Architecture& architecture = kSmall)
        : network(architecture)
        , optimiser(settings, network.weightCount()) {
        work.batch = kBatch;
        fill(work.target);
        fill(work.encoder[0].y);
        fill(work.encoder[0].dy);
        fill(work.dStatistics);
        fill(work.z);
        fill(work.decoder[0].y);
        fill(work.decoder[0].dy);
        fill(work.logits);
    }
    static void fill(Activations<float>& activations) {
        activations.byFeature.columns(0, 0, kBatch).setOnes();
        if (activations.byImage.size() > 0) activations.byImage.setOnes();
    }
    float movedBy(Index weight) const { return std::abs(weights[static_cast<std::size_t>(weight)]); }
    bool adjust() { return optimiser.adjust(network, work, 0.01, weights, average, team); }
    bool weightsAreFinite() const {
        const auto finite = [](float weight) { return std::isfinite(weight); };
        return std::ranges::all_of(weights, finite) && std::ranges::all_of(average, finite);
    }
    Index moved() const {
        return std::ranges::count_if(weights, [](float weight) { return weight != 0; });
    }

    Network<float> network;
    BatchWorkspace<float> work = network.workspace(kBatch, 1);
    Optimiser optimiser;
    ThreadTeam team{2};
    FlatVector<float> weights = FlatVector<float>(static_cast<std::size_t>(network.weightCount()), 0.0F);
    FlatVector<float> average = weights;
};

TrainingSettings settings(Schedule schedule, float clip = 0) {
    return {.schedule = schedule, .clip = clip};
}

} // namespace

class OptimiserTest : public QObject {
    Q_OBJECT
  private slots:
    void everyWeightMoves();
    void wideLayersTakeShorterSteps_data();
    void wideLayersTakeShorterSteps();
    void aGradientThatIsNotFiniteChangesNothing_data();
    void aGradientThatIsNotFiniteChangesNothing();
};

void OptimiserTest::everyWeightMoves() {
    Step step(settings(Schedule::Fast));
    QVERIFY(step.adjust());
    QCOMPARE(step.moved(), step.network.weightCount());
}

void OptimiserTest::wideLayersTakeShorterSteps_data() {
    QTest::addColumn<TrainingSettings>("asked");
    QTest::addColumn<ImageShape>("shape");
    QTest::addColumn<int>("hidden");
    QTest::addColumn<double>("ofImage");  // how far the first encoder layer's weights go, of the rate
    QTest::addColumn<double>("ofHidden"); // and those of the output
    QTest::newRow("the default network")
        << settings(Schedule::Fast) << ImageShape{28, 28, 1} << 400 << 1.0 << 1.0;
    QTest::newRow("a large image") << settings(Schedule::Fast) << ImageShape{56, 56, 1} << 16 << 0.25 << 1.0;
    QTest::newRow("in colour") << settings(Schedule::Fast) << ImageShape{28, 28, 3} << 16 << 1.0 / 3 << 1.0;
    QTest::newRow("wide hidden layers")
        << settings(Schedule::Fast) << ImageShape{4, 4, 1} << 1568 << 1.0 << 0.5;
    QTest::newRow("clipped") << settings(Schedule::Fast, 1e9F) << ImageShape{56, 56, 1} << 16 << 0.25 << 1.0;
    QTest::newRow("as asked") << settings(Schedule::Constant) << ImageShape{56, 56, 1} << 1568 << 1.0 << 1.0;
    QTest::newRow("a schedule") << settings(Schedule::Cosine) << ImageShape{56, 56, 1} << 1568 << 1.0 << 1.0;
}

// Adam's first step is as long as the rate, whatever the gradient.
void OptimiserTest::wideLayersTakeShorterSteps() {
    QFETCH(const TrainingSettings, asked);
    QFETCH(const ImageShape, shape);
    QFETCH(const int, hidden);
    QFETCH(const double, ofImage);
    QFETCH(const double, ofHidden);
    Step step(asked, {.shape = shape, .hidden = {hidden}, .latent = 2});
    QVERIFY(step.adjust());
    const auto moves = [&](Index weight, double share) {
        return std::abs(static_cast<double>(step.movedBy(weight)) / (0.01 * share) - 1) < 1e-4;
    };
    QVERIFY(moves(0, ofImage));
    const Index outputWeights = Index{hidden} * shape.pixels() + shape.pixels();
    QVERIFY(moves(step.network.weightCount() - outputWeights, ofHidden));
    QVERIFY(moves(step.network.weightCount() - 1, ofHidden)); // a bias moves as its weights do
}

void OptimiserTest::aGradientThatIsNotFiniteChangesNothing_data() {
    QTest::addColumn<TrainingSettings>("asked");
    QTest::addColumn<float>("bad");
    const float infinity = std::numeric_limits<float>::infinity();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    QTest::newRow("fast, infinite") << settings(Schedule::Fast) << infinity;
    QTest::newRow("fast, not a number") << settings(Schedule::Fast) << nan;
    QTest::newRow("constant, infinite") << settings(Schedule::Constant) << infinity;
    QTest::newRow("constant, not a number") << settings(Schedule::Constant) << nan;
    QTest::newRow("clipped, infinite") << settings(Schedule::Constant, 1) << infinity;
    QTest::newRow("clipped, not a number") << settings(Schedule::Constant, 1) << nan;
}

void OptimiserTest::aGradientThatIsNotFiniteChangesNothing() {
    QFETCH(const TrainingSettings, asked);
    QFETCH(const float, bad);
    Step step(asked);
    step.work.logits.byFeature.columns(0, 3, 1)(5, 0) = bad;
    QVERIFY(!step.adjust());
    QVERIFY(step.weightsAreFinite());
    QVERIFY(step.moved() < step.network.weightCount());
}

QTEST_GUILESS_MAIN(OptimiserTest)
#include "optimiser_test.moc"
