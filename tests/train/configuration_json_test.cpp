// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/configuration_json.h"

#include "core/model/knobs.h"
#include "tests/model/other_value.h"

#include <QTest>

#include <set>

namespace latent {

using nlohmann::json;

class ConfigurationJsonTest : public QObject {
    Q_OBJECT
  private slots:
    void everyKnobComesBack_data();
    void everyKnobComesBack();
    void everyKnobIsToldUnlessOlderFilesLackIt_data();
    void everyKnobIsToldUnlessOlderFilesLackIt();
    void oldestFilesReadAsBefore();
    void aDenseNetworkHasNoConvolutions();
    void textStaysTheSame();
};

namespace {

void everyKnob() {
    QTest::addColumn<const Knob*>("knob");
    for (const Knob& knob : knobs()) QTest::newRow(knob.key) << &knob;
}

nlohmann::ordered_json jsonOf(const Configuration& c) {
    return configurationJson(c.architecture, c.objective, c.training);
}

Configuration readFrom(const json& text) {
    return readConfiguration(JsonReader(text, "a.file", "header"));
}

} // namespace

void ConfigurationJsonTest::everyKnobComesBack_data() {
    everyKnob();
}

void ConfigurationJsonTest::everyKnobComesBack() {
    QFETCH(const Knob*, knob);
    const Configuration before = test::convolutional(), after = test::withOther(*knob, before);
    QVERIFY(before != after);
    QVERIFY(readFrom(json::parse(jsonOf(before).dump())) == before);
    QVERIFY(readFrom(json::parse(jsonOf(after).dump())) == after);
}

void ConfigurationJsonTest::everyKnobIsToldUnlessOlderFilesLackIt_data() {
    everyKnob();
}

void ConfigurationJsonTest::everyKnobIsToldUnlessOlderFilesLackIt() {
    QFETCH(const Knob*, knob);
    json text = json::parse(jsonOf(test::convolutional()).dump());
    QCOMPARE(text[knob->file.object].erase(knob->file.key), std::size_t{1});
    const std::string place = std::string(knob->file.object) + "." + knob->file.key + ": is missing";
    const std::set<std::string> sometimesMissing{"channels",     "activation", "likelihood", "free-bits",
                                                 "adam-beta2",   "warm-up",    "clip",       "early-stop",
                                                 "adam-epsilon", "average"};
    std::string sentence;
    try {
        readFrom(text);
    } catch (const Error& error) {
        sentence = error.what();
    }
    QCOMPARE(sentence.empty(), sometimesMissing.contains(knob->key));
    QVERIFY2(sentence.empty() || sentence.find(place) != std::string::npos, sentence.c_str());
}

// What version 0.1 wrote, which knew fewer knobs and other defaults.
void ConfigurationJsonTest::oldestFilesReadAsBefore() {
    const json text = json::parse(R"({
        "architecture": {"width": 28, "height": 28, "channels": 1, "hidden": [300], "latent": 7},
        "objective": {"corruption": "none", "latent_noise": true, "beta": 2},
        "training": {"batch": 64, "epochs": 3, "learning_rate": 0.001, "schedule": "constant", "seed": 5}})");
    Configuration expected;
    expected.architecture = {.shape = {28, 28, 1}, .hidden = {300}, .latent = 7};
    expected.objective.beta = 2;
    expected.training = {.batch = 64,
                         .epochs = 3,
                         .learningRate = 1e-3F,
                         .schedule = Schedule::Constant,
                         .beta2 = 0.999F,
                         .averaged = false,
                         .seed = 5};
    QVERIFY(readFrom(text) == expected);
}

void ConfigurationJsonTest::aDenseNetworkHasNoConvolutions() {
    Configuration dense;
    dense.architecture.shape = {28, 28, 1};
    const nlohmann::ordered_json text = jsonOf(dense);
    QVERIFY(!text["architecture"].contains("convolutions"));
    QVERIFY(!text["architecture"].contains("kernel"));
    QVERIFY(readFrom(json::parse(text.dump())) == dense);
}

void ConfigurationJsonTest::textStaysTheSame() {
    QCOMPARE(
        jsonOf(test::convolutional()).dump(),
        std::string(
            R"({"architecture":{"width":28,"height":28,"channels":1,"hidden":[256],"latent":20,)"
            R"("activation":"relu","convolutions":[32,64],"kernel":4},"objective":{"corruption":"none",)"
            R"("latent_noise":true,"beta":1.0,"free_bits":0.0,"likelihood":"bernoulli","deviation":0.1},)"
            R"("training":{"batch":128,"epochs":10,"learning_rate":0.008,"schedule":"fast",)"
            R"("adam_beta2":0.99,"adam_epsilon":1e-08,"warm_up":0,"clip":0.0,"early_stop":0,)"
            R"("averaged":true,"seed":1}})"));
}

} // namespace latent

QTEST_GUILESS_MAIN(latent::ConfigurationJsonTest)
#include "configuration_json_test.moc"
