// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/knobs.h"

#include <QTest>

#include <set>

namespace latent {

using ChangeOfKnob = void (*)(Configuration&);

class KnobsTest : public QObject {
    Q_OBJECT
  private slots:
    void keysAreUnique();
    void findsEachDifference_data();
    void findsEachDifference();
    void threadsAreNoDifference();
};

void KnobsTest::keysAreUnique() {
    std::set<std::string> keys;
    for (const Knob& knob : knobs()) QVERIFY2(keys.insert(knob.key).second, knob.key);
}

void KnobsTest::findsEachDifference_data() {
    QTest::addColumn<ChangeOfKnob>("change");
    QTest::addColumn<QString>("found");
    const auto row = [](const char* found, ChangeOfKnob change) { QTest::newRow(found) << change << found; };
    row("hidden 400 512, 256", [](Configuration& c) { c.architecture.hidden = {512, 256}; });
    row("latent 20 2", [](Configuration& c) { c.architecture.latent = 2; });
    row("activation relu tanh", [](Configuration& c) { c.architecture.activation = Activation::Tanh; });
    row("noise on off", [](Configuration& c) { c.objective.latentNoise = false; });
    row("beta 1 4", [](Configuration& c) { c.objective.beta = 4; });
    row("corruption none mask:0.3", [](Configuration& c) {
        c.objective.corruption = {Corruption::Kind::Mask, 0.3F};
    });
    row("likelihood bernoulli sigma",
        [](Configuration& c) { c.objective.likelihood.kind = Likelihood::Kind::Sigma; });
    row("free-bits 0 0.5", [](Configuration& c) { c.objective.freeBits = 0.5F; });
    row("batch 128 64", [](Configuration& c) { c.training.batch = 64; });
    row("epochs 10 0", [](Configuration& c) { c.training.epochs = 0; });
    row("learning-rate 0.008 0.001", [](Configuration& c) { c.training.learningRate = 1e-3F; });
    row("schedule fast cosine", [](Configuration& c) { c.training.schedule = Schedule::Cosine; });
    row("adam-beta2 0.99 0.999", [](Configuration& c) { c.training.beta2 = 0.999F; });
    row("warm-up 0 3", [](Configuration& c) { c.training.warmUp = 3; });
    row("clip 0 1", [](Configuration& c) { c.training.clip = 1; });
    row("early-stop 0 5", [](Configuration& c) { c.training.earlyStop = 5; });
    row("average on off", [](Configuration& c) { c.training.averaged = false; });
    row("seed 1 2", [](Configuration& c) { c.training.seed = 2; });
}

void KnobsTest::findsEachDifference() {
    QFETCH(ChangeOfKnob, change);
    QFETCH(QString, found);
    Configuration after;
    change(after);
    const std::vector<KnobDifference> all = differences(Configuration(), after);
    QCOMPARE(all.size(), std::size_t{1});
    const KnobDifference& only = all.front();
    QCOMPARE(QString::fromStdString(std::string(only.knob->key) + " " + only.before + " " + only.after),
             found);
}

void KnobsTest::threadsAreNoDifference() {
    Configuration after;
    after.training.threads = 7;
    QVERIFY(differences(Configuration(), after).empty());
}

} // namespace latent

QTEST_GUILESS_MAIN(latent::KnobsTest)
#include "knobs_test.moc"
