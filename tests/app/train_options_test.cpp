// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "core/model/knobs.h"
#include "tests/model/other_value.h"

#include <QTest>

namespace latent {

class TrainOptionsTest : public QObject {
    Q_OBJECT
  private slots:
    void everyKnobHasAnOption_data();
    void everyKnobHasAnOption();
    void everyKnobComesFromItsOption_data();
    void everyKnobComesFromItsOption();
    void helpStaysTheSame_data();
    void helpStaysTheSame();
};

namespace {

const QStringList kTrain{"latent-explorer", "train", "--data", "moons"};
const QStringList kConvolutional = kTrain + QStringList{"--net", "conv"};

Configuration parsedFrom(const QStringList& arguments) {
    return std::get<TrainCommand>(parseCommandLine(arguments)).configuration;
}

QString helpText() {
    return QString::fromStdString(
               std::get<PrintText>(parseCommandLine({"latent-explorer", "train", "--help"})).text)
        .simplified();
}

} // namespace

// Or belongs to one that chooses several.
void TrainOptionsTest::everyKnobHasAnOption_data() {
    QTest::addColumn<const Knob*>("knob");
    for (const Knob& knob : knobs()) QTest::newRow(knob.key) << &knob;
}

void TrainOptionsTest::everyKnobHasAnOption() {
    QFETCH(const Knob*, knob);
    const Knob::Option& option = knob->option;
    QVERIFY(option.placeholder || option.chosenBy);
    const QString help = helpText();
    if (option.placeholder) QVERIFY(help.contains(QString(" --%1 <%2> ").arg(knob->key, option.placeholder)));
    if (option.chosenBy) QVERIFY(help.contains(QString(" --%1 <NAME> ").arg(option.chosenBy)));
    QVERIFY(!help.contains("LOW") && !help.contains("HIGH"));
}

void TrainOptionsTest::everyKnobComesFromItsOption_data() {
    QTest::addColumn<const Knob*>("knob");
    for (const Knob& knob : knobs()) {
        if (knob.option.placeholder) QTest::newRow(knob.key) << &knob;
    }
}

void TrainOptionsTest::everyKnobComesFromItsOption() {
    QFETCH(const Knob*, knob);
    const Configuration expected = test::withOther(*knob, parsedFrom(kConvolutional));
    const QString value = QString::fromStdString(knob->text(expected));
    const Configuration parsed =
        parsedFrom(kConvolutional + QStringList{QString("--%1").arg(knob->key), value});
    QVERIFY(parsed != parsedFrom(kConvolutional));
    QVERIFY(parsed == expected);
}

void TrainOptionsTest::helpStaysTheSame_data() {
    QTest::addColumn<QString>("line");
    const auto row = [](const char* line) { QTest::newRow(line) << QString(line); };
    row("--net <NAME> dense, or conv: convolutions of stride 2, mirrored by transposed ones in the decoder. "
        "[dense] --channels <SIZES> Of each convolution, from the image inwards; with --net conv. [32, 64] "
        "--kernel <N> Side of the convolutions' windows, 2 to 7; with --net conv. [4] --hidden <SIZES>");
    row("[400; with --net conv 256, or 256, 128 with a latent size up to 3] --activation <NAME>");
    row("--latent <N> Size of the latent space. [20] --preset <NAME> vae, ae, dae, noise or beta-vae. [vae] "
        "--beta <NUMBER> Weight of the KL term; the preset's if not given. --corruption <KIND>");
    row("[10] --pace <NAME> fast, or classic: Adam at a constant 0.001. Stands for the next three options "
        "and --average. [fast] --learning-rate <NUMBER> Peak step size of Adam; the pace's if not given. "
        "--schedule <NAME>");
    row("--adam-epsilon <NUMBER> What Adam adds to the root of the squared gradients. [1e-08] --warm-up");
    row("--average <on|off> on: test and save the running average of the weights; the pace's if not given. "
        "--seed <N> Of the weights, the order, the noise and the held-out tenth. [1] --threads <N>");
}

void TrainOptionsTest::helpStaysTheSame() {
    QFETCH(QString, line);
    QVERIFY2(helpText().contains(line), qPrintable(helpText()));
}

} // namespace latent

QTEST_GUILESS_MAIN(latent::TrainOptionsTest)
#include "train_options_test.moc"
