// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/model/configuration.h"
#include "core/model/network_layout.h"

#include <QTest>

#include <cmath>

using namespace latent;

class ConfigurationTest : public QObject {
    Q_OBJECT
  private slots:
    void textsAndBack();
    void badTextsAreExplained_data();
    void badTextsAreExplained();
    void presetsAreRecognised();
    void pacesAreRecognised();
    void valuesOutOfRangeAreExplained();
    void realSettingsHaveLimits_data();
    void realSettingsHaveLimits();
    void layoutHasPyTorchShapes();
    void usualUnitsFollowTheLatentSize();
};

void ConfigurationTest::textsAndBack() {
    QCOMPARE(parseHidden("512, 256"), (std::vector<int>{512, 256}));
    QCOMPARE(hiddenText({512, 256}), std::string("512, 256"));
    QVERIFY((parseCorruption("mask:0.3") == Corruption{Corruption::Kind::Mask, 0.3F}));
    QVERIFY((parseCorruption("none") == Corruption{}));
    QCOMPARE(corruptionText({Corruption::Kind::Gaussian, 0.2F}), std::string("gaussian:0.2"));
    for (const char* name : {"ae", "dae", "noise", "vae", "beta-vae"})
        QCOMPARE(presetText(parsePreset(name)), std::string(name));
    for (const char* name : {"fast", "constant", "linear", "cosine"})
        QCOMPARE(scheduleText(parseSchedule(name)), std::string(name));
}

void ConfigurationTest::badTextsAreExplained_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "0", "-4", "400,", ",400", "4e2", "400;200", "9999999", "1,1,1,1,1,1,1,1,1"})
        QTest::addRow("hidden %s", text) << "hidden" << text;
    for (const char* text :
         {"", "mask", "mask:", "mask:2", "mask:-1", "mask:nan", "none:1", "salt:0.1", "gaussian:x"})
        QTest::addRow("corruption %s", text) << "corruption" << text;
    QTest::addRow("preset") << "preset"
                            << "gan";
    QTest::addRow("schedule") << "schedule"
                              << "steps";
}

void ConfigurationTest::badTextsAreExplained() {
    QFETCH(QString, kind);
    QFETCH(QString, text);
    const std::string bad = text.toStdString();
    const auto parse = [&] {
        if (kind == "hidden") return void(parseHidden(bad));
        if (kind == "corruption") return void(parseCorruption(bad));
        if (kind == "preset") return void(parsePreset(bad));
        parseSchedule(bad);
    };
    QVERIFY_THROWS_EXCEPTION(Error, parse());
}

void ConfigurationTest::presetsAreRecognised() {
    for (const Preset preset :
         {Preset::Autoencoder, Preset::Denoising, Preset::NoiseWithoutKl, Preset::Vae, Preset::BetaVae}) {
        QVERIFY(presetOf(objectiveOf(preset)) == preset);
    }
    QVERIFY((presetOf({.corruption = {}, .latentNoise = true, .beta = 0.5F}) == Preset::BetaVae));
    QVERIFY((presetOf({.corruption = {}, .latentNoise = false, .beta = 1}) == Preset::Custom));
    QVERIFY((presetOf({.corruption = {Corruption::Kind::Mask, 0.1F}, .latentNoise = true, .beta = 1}) ==
             Preset::Custom));
    QVERIFY(objectiveOf(Preset::Vae).hasPrior());
    QVERIFY(!objectiveOf(Preset::NoiseWithoutKl).hasPrior());
}

void ConfigurationTest::pacesAreRecognised() {
    const TrainingSettings usual;
    QCOMPARE(paceOf(usual), Pace::Fast);
    TrainingSettings settings = withPace({.batch = 32, .epochs = 3}, Pace::Classic);
    QCOMPARE(settings.batch, 32);
    QCOMPARE(settings.learningRate, 1e-3F);
    QCOMPARE(paceOf(settings), Pace::Classic);
    settings.beta2 = 0.9F;
    QCOMPARE(paceOf(settings), Pace::Custom);
    QVERIFY(withPace(settings, Pace::Custom) == settings);
    QCOMPARE(paceOf(withPace(settings, Pace::Fast)), Pace::Fast);
    for (const char* name : {"fast", "classic"}) QCOMPARE(paceText(parsePace(name)), std::string(name));
}

void ConfigurationTest::valuesOutOfRangeAreExplained() {
    validate({});
    const auto refused = [](auto change) {
        Configuration configuration;
        change(configuration);
        try {
            validate(configuration);
        } catch (const Error&) {
            return true;
        }
        return false;
    };
    QVERIFY(refused([](Configuration& c) { c.architecture.latent = 0; }));
    QVERIFY(refused([](Configuration& c) { c.architecture.latent = kMaxLatent + 1; }));
    QVERIFY(refused([](Configuration& c) { c.architecture.hidden.clear(); }));
    QVERIFY(refused([](Configuration& c) { c.training.batch = 0; }));
    QVERIFY(refused([](Configuration& c) { c.training.epochs = -1; }));
    QVERIFY(refused([](Configuration& c) { c.training.learningRate = 0; }));
    QVERIFY(refused([](Configuration& c) { c.training.learningRate = NAN; }));
    QVERIFY(refused([](Configuration& c) { c.training.beta2 = 1; }));
    QVERIFY(refused([](Configuration& c) { c.objective.beta = -1; }));
    QVERIFY(refused([](Configuration& c) { c.training.threads = 0; }));
}

void ConfigurationTest::realSettingsHaveLimits_data() {
    QTest::addColumn<int>("setting");
    QTest::addColumn<float>("value");
    QTest::addColumn<QString>("range"); // empty: accepted
    const auto rows = [](const char* name, int setting, float low, float high, bool orZero,
                         const char* range) {
        const auto row = [&](float value, bool taken) {
            QTest::addRow("%s %g", name, static_cast<double>(value))
                << setting << value << (taken ? "" : range);
        };
        for (const float value : {low, std::sqrt(low * high), high}) row(value, true);
        row(0, orZero);
        // The first two are 0 for a thread that flushes subnormal numbers, but not for others.
        for (const float value : {1e-45F, 1e-40F, 1.2e-38F, std::nextafter(low, 0.0F), -low, NAN, INFINITY})
            row(value, false);
        row(std::nextafter(high, INFINITY), false);
    };
    rows("learning rate", 0, 1e-8F, 1, false, "the learning rate must be from 1e-08 to 1, not ");
    rows("beta2", 1, 1e-6F, 0.999999F, true, "Adam's β₂ must be 0 or from 1e-06 to 0.999999, not ");
    rows("epsilon", 2, 1e-12F, 1, false, "Adam's ε must be from 1e-12 to 1, not ");
    rows("clip", 3, 1e-6F, 1e9F, true,
         "the clipping norm of the gradient must be 0 or from 1e-06 to 1e+09, not ");
    rows("beta", 4, 1e-6F, 1000, true, "β must be 0 or from 1e-06 to 1000, not ");
    rows("free bits", 5, 1e-6F, 100, true, "must be 0 or from 1e-06 to 100, not ");
    rows("mask", 6, 1e-6F, 1, true, "the share of masked pixels must be 0 or from 1e-06 to 1, not ");
    rows("gaussian", 7, 1e-6F, 10, true, "Gaussian corruption must be 0 or from 1e-06 to 10, not ");
    rows("threshold", 8, 1e-3F, 1, true, "the binarisation threshold must be 0 or from 0.001 to 1, not ");
    rows("deviation", 9, 1e-4F, 10, false, "standard deviation must be from 1e-04 to 10, not ");
}

void ConfigurationTest::realSettingsHaveLimits() {
    QFETCH(int, setting);
    QFETCH(float, value);
    QFETCH(QString, range);
    Configuration c;
    c.objective.corruption.kind = setting == 6 ? Corruption::Kind::Mask : Corruption::Kind::Gaussian;
    float* const settings[]{&c.training.learningRate,
                            &c.training.beta2,
                            &c.training.epsilon,
                            &c.training.clip,
                            &c.objective.beta,
                            &c.objective.freeBits,
                            &c.objective.corruption.amount,
                            &c.objective.corruption.amount,
                            &c.objective.likelihood.threshold,
                            &c.objective.likelihood.deviation};
    *settings[setting] = value;
    QString sentence;
    try {
        validate(c);
    } catch (const Error& error) {
        sentence = error.what();
    }
    QCOMPARE(sentence.isEmpty(), range.isEmpty());
    QVERIFY2(sentence.contains(range), qPrintable(sentence));
}

void ConfigurationTest::layoutHasPyTorchShapes() {
    const std::vector<TensorBlock> layout =
        networkLayout({.shape = {28, 28, 1}, .hidden = {512, 256}, .latent = 2});
    Index offset = 0;
    for (const TensorBlock& block : layout) {
        QCOMPARE(block.offset, offset);
        offset += block.count();
    }
    QCOMPARE(layout.front().name, std::string("encoder.0.weight"));
    QCOMPARE(layout.front().shape, (std::vector<Index>{512, 784}));
    QCOMPARE(layout.back().name, std::string("output.bias"));
    QCOMPARE(offset, weightCount({.shape = {28, 28, 1}, .hidden = {512, 256}, .latent = 2}));
}

void ConfigurationTest::usualUnitsFollowTheLatentSize() {
    const Architecture many = convolutionalNetwork({.activation = Activation::Tanh});
    const Architecture few = withLatent(many, 2);
    QCOMPARE(few, convolutionalNetwork({.latent = 2, .activation = Activation::Tanh}));
    QVERIFY(few.hidden.size() > many.hidden.size());
    QCOMPARE(withLatent(few, many.latent), many);
    Architecture own = many;
    own.hidden = {300};
    QCOMPARE(withLatent(own, 2).hidden, own.hidden);
    QCOMPARE(withLatent(denseNetwork({}), 2), denseNetwork({.latent = 2}));
}

QTEST_GUILESS_MAIN(ConfigurationTest)
#include "configuration_test.moc"
