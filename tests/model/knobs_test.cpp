// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/knobs.h"

#include "tests/model/other_value.h"

#include <QTest>

#include <cmath>
#include <limits>
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
    void everyKnobIsADifference_data();
    void everyKnobIsADifference();
    void valuesOutsideTheRangeAreRefused_data();
    void valuesOutsideTheRangeAreRefused();
    void unknownWordsAreRefused_data();
    void unknownWordsAreRefused();
    void slidersStayInTheRange_data();
    void slidersStayInTheRange();
    void whatDoesNotApplyIsNone();
};

namespace {

void eachKnob() {
    QTest::addColumn<const Knob*>("knob");
    for (const Knob& knob : knobs()) QTest::newRow(knob.key) << &knob;
}

std::vector<int> outside(const IntegerRange<int>& range) {
    std::vector<int> values{range.low - 1};
    if (range.high < std::numeric_limits<int>::max()) values.push_back(range.high + 1);
    return values;
}
std::vector<float> outside(const RealRange& range) {
    std::vector<float> values{std::nextafter(range.low, 0.0F), std::nextafter(range.high, INFINITY),
                              -range.low, NAN};
    if (!range.orZero) values.push_back(0);
    return values;
}
std::vector<std::vector<int>> outside(const SizesRange& range) {
    std::vector<std::vector<int>> values{{0}, {range.largest + 1}, std::vector<int>(range.most + 1, 1)};
    if (!range.orNone) values.emplace_back();
    return values;
}

/// The part of the label that each sentence about the knob has: "layer" of "hidden layers".
std::string shortName(const Knob& knob) {
    std::string name = knob.label;
    name = name.substr(name.rfind(' ') + 1);
    if (name.ends_with('s')) name.pop_back();
    return name;
}

std::string sentenceOf(const Configuration& configuration) {
    try {
        validate(configuration);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

void KnobsTest::keysAreUnique() {
    std::set<std::string> keys;
    for (const Knob& knob : knobs()) QVERIFY2(keys.insert(knob.key).second, knob.key);
}

void KnobsTest::everyKnobIsADifference_data() {
    eachKnob();
}

void KnobsTest::everyKnobIsADifference() {
    QFETCH(const Knob*, knob);
    const Configuration before = test::convolutional(), after = test::withOther(*knob, before);
    QCOMPARE(sentenceOf(after), std::string());
    const std::vector<KnobDifference> all = differences(before, after);
    QCOMPARE(all.size(), std::size_t{1});
    QCOMPARE(all.front().knob, knob);
    QCOMPARE(&knobNamed(knob->key), knob);
}

void KnobsTest::valuesOutsideTheRangeAreRefused_data() {
    QTest::addColumn<const Knob*>("knob");
    QTest::addColumn<Configuration>("spoilt");
    for (const Knob& knob : knobs()) {
        std::visit(
            [&](const auto& any) {
                if constexpr (requires { outside(any.range); }) {
                    const auto values = outside(any.range);
                    for (std::size_t i = 0; i < values.size(); ++i) {
                        Configuration spoilt = test::convolutional();
                        any.set(spoilt, values[i]);
                        QTest::addRow("%s %zu", knob.key, i) << &knob << spoilt;
                    }
                }
            },
            knob.value);
    }
}

void KnobsTest::valuesOutsideTheRangeAreRefused() {
    QFETCH(const Knob*, knob);
    QFETCH(Configuration, spoilt);
    const std::string sentence = sentenceOf(spoilt);
    QVERIFY2(sentence.find(shortName(*knob)) != std::string::npos, sentence.c_str());
    QVERIFY2(sentence.find("LOW") == std::string::npos, sentence.c_str());
    QVERIFY2(sentence.find("HIGH") == std::string::npos, sentence.c_str());
}

void KnobsTest::unknownWordsAreRefused_data() {
    QTest::addColumn<const Knob*>("knob");
    for (const Knob& knob : knobs()) {
        if (std::holds_alternative<Knob::Word>(knob.value)) QTest::newRow(knob.key) << &knob;
    }
}

void KnobsTest::unknownWordsAreRefused() {
    QFETCH(const Knob*, knob);
    std::string sentence;
    try {
        Configuration configuration;
        std::get<Knob::Word>(knob->value).set(configuration, "soup");
    } catch (const Error& error) {
        sentence = error.what();
    }
    QVERIFY2(sentence.starts_with("\"soup\" is not a known "), sentence.c_str());
    QVERIFY2(sentence.find(knob->label) != std::string::npos, sentence.c_str());
}

void KnobsTest::slidersStayInTheRange_data() {
    QTest::addColumn<const Knob*>("knob");
    for (const Knob& knob : knobs()) {
        if (knob.panel.high > 0) QTest::newRow(knob.key) << &knob;
    }
}

void KnobsTest::slidersStayInTheRange() {
    QFETCH(const Knob*, knob);
    std::visit(
        [&](const auto& any) {
            if constexpr (requires { any.range.low; }) {
                using Number = decltype(any.range.low);
                for (const double end : {knob->panel.low, knob->panel.high}) {
                    Configuration configuration;
                    any.set(configuration, static_cast<Number>(end));
                    QCOMPARE(sentenceOf(configuration), std::string());
                }
            }
        },
        knob->value);
}

void KnobsTest::whatDoesNotApplyIsNone() {
    const Configuration dense;
    QCOMPARE(knobNamed("kernel").text(dense), std::string("none"));
    QCOMPARE(knobNamed("channels").text(dense), std::string("none"));
    QCOMPARE(knobNamed("kernel").text(test::convolutional()), std::string("4"));
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
