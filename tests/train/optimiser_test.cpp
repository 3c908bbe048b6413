// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimiser.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace latent;

namespace {

constexpr Index kBatch = 32;

// A network whose batch left activations and gradients of 1 everywhere.
struct Step {
    explicit Step(TrainingSettings settings)
        : optimiser(settings, network.weightCount()) {
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
    bool adjust() { return optimiser.adjust(network, work, 0.01, weights, average, team); }
    bool weightsAreFinite() const {
        const auto finite = [](float weight) { return std::isfinite(weight); };
        return std::ranges::all_of(weights, finite) && std::ranges::all_of(average, finite);
    }
    Index moved() const {
        return std::ranges::count_if(weights, [](float weight) { return weight != 0; });
    }

    Network<float> network{{.shape = {8, 8, 1}, .hidden = {16}, .latent = 2}};
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
    void aGradientThatIsNotFiniteChangesNothing_data();
    void aGradientThatIsNotFiniteChangesNothing();
};

void OptimiserTest::everyWeightMoves() {
    Step step(settings(Schedule::Fast));
    QVERIFY(step.adjust());
    QCOMPARE(step.moved(), step.network.weightCount());
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
