// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/choice_grid.h"
#include "ui/controls/disclosure.h"
#include "ui/controls/labelled_slider.h"
#include "ui/controls/style.h"
#include "ui/controls/switch.h"
#include "ui/data/data_panel.h"
#include "ui/settings/model_panel.h"
#include "ui/settings/training_panel.h"
#include "ui/window/top_bar.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

Q_DECLARE_METATYPE(latent::Objective)
Q_DECLARE_METATYPE(latent::TrainingSettings)

namespace latent {

class PanelsTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void presetsSetTheKnobs();
    void knobsFindTheirPreset();
    void customStaysUntilAnotherIsChosen();
    void wrongHiddenLayersAreExplained();
    void aRunLocksTheSizesOnly();
    void settingAModelIsSilent();
    void aBeginnerMeetsNoExpertsRows();
    void anExpertChoosesTheNetwork();
    void anExpertChoosesTheLikelihood();
    void aRunLocksNetworkAndLikelihood();
    void helpTellsWhatARunMeans_data();
    void helpTellsWhatARunMeans();
    void slidersTakeTheirKnobsValues();
    void scrollingChangesNoChoice();
    void expertsSettingsOfTraining();
    void theLearningRateIsLive();
    void openEndedIsZeroEpochs();
    void theDataPanelAsksAndShows();
    void loadingTakesTheSummarysPlace();
    void theTopBarFollowsTheRun();
    void theTopBarHoldsStillInANarrowWindow();
};

namespace {

template <class Widget>
Widget* named(QWidget& parent, const QString& accessibleName) {
    for (Widget* child : parent.findChildren<Widget*>())
        if (child->accessibleName() == accessibleName) return child;
    return nullptr;
}

DatasetPtr smallSet() {
    auto set = std::make_shared<ImageDataset>();
    set->name = "Tiny";
    set->origin = "tiny";
    set->shape = {2, 2, 1};
    set->pixels = PixelStore::own(std::vector<std::uint8_t>(4 * 6, 100));
    set->labels = {0, 1, 0, 1, 0, 1};
    set->classNames = {"a", "b"};
    set->train = {0, 1, 2, 3};
    set->test = {4, 5};
    return set;
}

bool hasLabel(QWidget& widget, const QString& part) {
    for (const QLabel* label : widget.findChildren<QLabel*>())
        if (label->isVisible() && label->text().contains(part)) return true;
    return false;
}

} // namespace

void PanelsTest::initTestCase() {
    style::apply(*qApp, style::Appearance::Light);
    qRegisterMetaType<Objective>();
    qRegisterMetaType<TrainingSettings>();
}

void PanelsTest::presetsSetTheKnobs() {
    ModelPanel panel;
    panel.show();
    QSignalSpy spy(&panel, &ModelPanel::objectiveEdited);
    auto* grid = panel.findChild<ChoiceGrid*>();
    for (const Preset preset :
         {Preset::Autoencoder, Preset::Denoising, Preset::NoiseWithoutKl, Preset::Vae, Preset::BetaVae}) {
        QTest::mouseClick(grid->button(static_cast<int>(preset)), Qt::LeftButton);
        QCOMPARE(panel.objective(), objectiveOf(preset));
        QCOMPARE(panel.preset(), preset);
    }
    QCOMPARE(spy.count(), 5);
}

void PanelsTest::knobsFindTheirPreset() {
    ModelPanel panel;
    panel.show();
    auto* grid = panel.findChild<ChoiceGrid*>();
    panel.setObjective(objectiveOf(Preset::Vae));
    auto* beta = named<QLineEdit>(panel, "β (KL weight)");
    beta->setFocus();
    beta->selectAll();
    QTest::keyClicks(beta, "0");
    QTest::keyClick(beta, Qt::Key_Return);
    QCOMPARE(grid->current(), static_cast<int>(Preset::NoiseWithoutKl));
    QTest::mouseClick(panel.findChild<Switch*>(), Qt::LeftButton);
    QCOMPARE(grid->current(), static_cast<int>(Preset::Autoencoder));
    auto* corruption = named<QComboBox>(panel, "Corruption");
    QTest::keyClick(corruption, Qt::Key_Down);
    QCOMPARE(panel.objective().corruption.kind, Corruption::Kind::Mask);
    QCOMPARE(grid->current(), static_cast<int>(Preset::Denoising));
}

void PanelsTest::customStaysUntilAnotherIsChosen() {
    ModelPanel panel;
    panel.show();
    QSignalSpy spy(&panel, &ModelPanel::objectiveEdited);
    auto* grid = panel.findChild<ChoiceGrid*>();
    QTest::mouseClick(grid->button(static_cast<int>(Preset::Custom)), Qt::LeftButton);
    QCOMPARE(panel.preset(), Preset::Custom);
    QCOMPARE(spy.count(), 0); // no knob changed
    QTest::mouseClick(grid->button(static_cast<int>(Preset::Vae)), Qt::LeftButton);
    QCOMPARE(panel.preset(), Preset::Vae);
}

void PanelsTest::wrongHiddenLayersAreExplained() {
    ModelPanel panel;
    panel.show();
    QSignalSpy spy(&panel, &ModelPanel::architectureEdited);
    auto* hidden = named<QLineEdit>(panel, "Hidden");
    const std::vector<int> before = panel.architectureAsked().hidden;
    hidden->setFocus();
    hidden->selectAll();
    QTest::keyClicks(hidden, "40,x");
    QVERIFY(hasLabel(panel, "hidden layers"));
    QTest::keyClick(hidden, Qt::Key_Return);
    QCOMPARE(panel.architectureAsked().hidden, before);
    hidden->selectAll();
    QTest::keyClicks(hidden, "512,256");
    QVERIFY(!hasLabel(panel, "hidden layers"));
    QTest::keyClick(hidden, Qt::Key_Return);
    QCOMPARE(panel.architectureAsked().hidden, (std::vector<int>{512, 256}));
    QCOMPARE(spy.count(), 1);
}

void PanelsTest::aRunLocksTheSizesOnly() {
    ModelPanel panel;
    panel.setRunning(true);
    QVERIFY(!named<QLineEdit>(panel, "Hidden")->isEnabled());
    QVERIFY(!named<QSlider>(panel, "Latent size")->isEnabled());
    QVERIFY(named<QSlider>(panel, "β (KL weight)")->isEnabled());
    QVERIFY(named<QLineEdit>(panel, "Hidden")->parentWidget()->toolTip().contains("Reset"));
    panel.setRunning(false);
    QVERIFY(named<QLineEdit>(panel, "Hidden")->isEnabled());
}

void PanelsTest::settingAModelIsSilent() {
    ModelPanel panel;
    QSignalSpy objective(&panel, &ModelPanel::objectiveEdited);
    QSignalSpy architecture(&panel, &ModelPanel::architectureEdited);
    panel.setArchitecture({.shape = {28, 28, 1}, .hidden = {64, 32}, .latent = 3});
    Objective strong = objectiveOf(Preset::BetaVae);
    strong.beta = 100; // above the slider's usual range
    panel.setObjective(strong);
    QCOMPARE(panel.objective(), strong);
    QCOMPARE(named<QLineEdit>(panel, "β (KL weight)")->text(), QString("100.00"));
    QCOMPARE(panel.architectureAsked().latent, 3);
    QCOMPARE(objective.count() + architecture.count(), 0);
}

void PanelsTest::aBeginnerMeetsNoExpertsRows() {
    ModelPanel panel;
    panel.show();
    QVERIFY(!panel.advanced()->isOpen());
    QVERIFY(!named<QComboBox>(panel, "Network")->isVisible());
    QVERIFY(!named<QSlider>(panel, "Free bits")->isVisible());
    QTest::mouseClick(panel.advanced()->button(), Qt::LeftButton);
    QVERIFY(named<QComboBox>(panel, "Network")->isVisible());
}

void PanelsTest::anExpertChoosesTheNetwork() {
    ModelPanel panel;
    panel.advanced()->setOpen(true);
    panel.show();
    QSignalSpy spy(&panel, &ModelPanel::architectureEdited);
    auto* network = named<QComboBox>(panel, "Network");
    auto* channels = named<QLineEdit>(panel, "Channels");
    auto* hidden = named<QLineEdit>(panel, "Hidden");
    QVERIFY(!channels->isEnabled());
    QTest::keyClick(network, Qt::Key_Down);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(panel.architectureAsked(), convolutionalNetwork({}));
    QCOMPARE(hidden->text(), QString("256"));
    auto* latent = named<QSlider>(panel, "Latent size");
    QTest::keyClick(latent, Qt::Key_Home);
    QCOMPARE(hidden->text(), QString("256, 128"));
    QTest::keyClick(latent, Qt::Key_End);
    QCOMPARE(hidden->text(), QString("256"));
    channels->setFocus();
    channels->selectAll();
    QTest::keyClicks(channels, "16,,8");
    QVERIFY(hasLabel(panel, "channels"));
    QTest::keyClick(channels, Qt::Key_Escape);
    channels->selectAll();
    QTest::keyClicks(channels, "16, 8, 4");
    QTest::keyClick(channels, Qt::Key_Return);
    QCOMPARE(panel.architectureAsked().channels, (std::vector<int>{16, 8, 4}));
    QTest::keyClick(named<QSlider>(panel, "Kernel"), Qt::Key_Home);
    QCOMPARE(panel.architectureAsked().kernel, kMinKernel);
    QTest::keyClick(named<QComboBox>(panel, "Activation"), Qt::Key_End);
    QCOMPARE(panel.architectureAsked().activation, Activation::Tanh);
    hidden->setFocus();
    hidden->selectAll();
    QTest::keyClicks(hidden, "64");
    QTest::keyClick(hidden, Qt::Key_Return);
    QCOMPARE(panel.architectureAsked().channels.size(), std::size_t{3}); // what other panels edit is kept
    QTest::keyClick(network, Qt::Key_Up);
    QVERIFY(!panel.architectureAsked().convolutional());
    QCOMPARE(hidden->text(), QString("400"));
    QTest::keyClick(network, Qt::Key_Down);
    QCOMPARE(channels->text(), QString("16, 8, 4")); // unchanged
    QCOMPARE(panel.architectureAsked().channels.size(), std::size_t{3});
}

void PanelsTest::anExpertChoosesTheLikelihood() {
    ModelPanel panel;
    panel.advanced()->setOpen(true);
    panel.show();
    auto* likelihood = named<QComboBox>(panel, "Likelihood");
    QVERIFY(hasLabel(panel, "Cross-entropy"));
    QVERIFY(!named<QLineEdit>(panel, "Threshold")->isEnabled());
    QTest::keyClick(likelihood, Qt::Key_Down);
    QVERIFY(panel.objective().likelihood.isBinary());
    QVERIFY(hasLabel(panel, "drawn again"));
    const auto type = [&](const char* label, const QString& text) {
        auto* field = named<QLineEdit>(panel, label);
        QVERIFY2(field && field->isEnabled(), label);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    };
    type("Threshold", "0.5");
    QCOMPARE(panel.objective().likelihood.threshold, 0.5F);
    QVERIFY(hasLabel(panel, "at the threshold"));
    QTest::keyClick(likelihood, Qt::Key_Down);
    type("Deviation σ", "0.25");
    QCOMPARE(panel.objective().likelihood,
             (Likelihood{.kind = Likelihood::Kind::Gaussian, .deviation = 0.25F}));
    type("Free bits", "0.1");
    QCOMPARE(panel.objective().freeBits, 0.1F);
    panel.choosePreset(Preset::BetaVae);
    QCOMPARE(panel.objective().beta, objectiveOf(Preset::BetaVae).beta);
    QCOMPARE(panel.objective().likelihood.deviation, 0.25F); // a preset sets only the three knobs
    QCOMPARE(panel.objective().freeBits, 0.1F);
}

void PanelsTest::aRunLocksNetworkAndLikelihood() {
    ModelPanel panel;
    Objective objective;
    objective.likelihood.kind = Likelihood::Kind::Gaussian;
    panel.setObjective(objective);
    panel.setArchitecture(convolutionalNetwork({}));
    panel.setRunning(true);
    for (const char* label : {"Network", "Activation", "Likelihood"})
        QVERIFY2(!named<QComboBox>(panel, label)->isEnabled(), label);
    for (const char* label : {"Channels", "Kernel", "Deviation σ"})
        QVERIFY2(!named<QLineEdit>(panel, label)->isEnabled(), label);
    QVERIFY(named<QComboBox>(panel, "Likelihood")->parentWidget()->toolTip().contains("Reset"));
    QVERIFY(named<QSlider>(panel, "Free bits")->isEnabled());
    panel.setRunning(false);
    QVERIFY(named<QLineEdit>(panel, "Channels")->isEnabled());
    QVERIFY(named<QComboBox>(panel, "Likelihood")->isEnabled());
}

void PanelsTest::helpTellsWhatARunMeans_data() {
    QTest::addColumn<QString>("label");
    QTest::addColumn<bool>("live");
    QTest::addColumn<QString>("help");
    const auto row = [](const char* label, bool live, const char* help) {
        QTest::newRow(label) << QString(label) << live << QString(help);
    };
    row("Latent size", false, "Dimensions of the latent space, from 1 to 64.");
    row("Activation", false, "The activation function of the hidden units.");
    row("Free bits", true,
        "Nats of KL that each dimension may use before the KL term affects it, which prevents collapse; "
        "0: none.");
    row("β (KL weight)", true, "Weight of the KL term in the loss; 1 makes the loss the negative ELBO.");
    row("Epochs", false, "Passes over the training images; at the far right, ∞: until you pause.");
    row("Learning rate", true, "Step size of Adam; the peak of the schedule.");
    row("Batch", false, "Images per step, over which the gradient is averaged.");
    row("Early stop", false,
        "Ends the run after this many epochs without a lower loss on a held-out tenth; 0: never.");
    row("Seed", false, "Seeds the random streams: the same seed gives the same losses.");
    row("Threads", false, "Threads that share each step.");
}

void PanelsTest::helpTellsWhatARunMeans() {
    QFETCH(QString, label);
    QFETCH(bool, live);
    QFETCH(QString, help);
    ModelPanel model;
    TrainingPanel training;
    auto* field = named<QWidget>(model, label);
    if (!field) field = named<QWidget>(training, label);
    QVERIFY(field);
    const QWidget* row = field->parentWidget();
    const QString always = live ? " Changes a run live." : "";
    QCOMPARE(row->toolTip(), help + always);
    model.setRunning(true);
    training.setRunning(true);
    QCOMPARE(row->isEnabled(), live);
    QCOMPARE(row->toolTip(), help + (live ? always : " Reset the run to change this."));
    model.setRunning(false);
    training.setRunning(false);
    QVERIFY(row->isEnabled());
    QCOMPARE(row->toolTip(), help + always);
}

void PanelsTest::slidersTakeTheirKnobsValues() {
    TrainingPanel panel;
    TrainingSettings settings;
    settings.batch = 4000; // beyond the usual values
    settings.clip = 200;
    panel.setSettings(settings);
    const auto slider = [&](const char* label) {
        return qobject_cast<LabelledSlider*>(named<QSlider>(panel, label)->parentWidget());
    };
    QCOMPARE(slider("Batch")->value(), 4000.0);
    QCOMPARE(slider("Clipping")->value(), 200.0);
    LabelledSlider* warmUp = slider("β warm-up");
    emit warmUp->valueChanged(7);
    settings.warmUp = 7;
    QVERIFY(panel.settings() == settings);
}

void PanelsTest::scrollingChangesNoChoice() {
    ModelPanel model;
    TrainingPanel training;
    for (QWidget* panel : {static_cast<QWidget*>(&model), static_cast<QWidget*>(&training)}) {
        panel->show();
        for (QComboBox* choice : panel->findChildren<QComboBox*>()) {
            const int before = choice->currentIndex();
            QWheelEvent down({5, 5}, choice->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton,
                             Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(choice, &down);
            QCOMPARE(choice->currentIndex(), before);
        }
    }
}

void PanelsTest::expertsSettingsOfTraining() {
    TrainingPanel panel;
    panel.advanced()->setOpen(true);
    panel.show();
    QSignalSpy spy(&panel, &TrainingPanel::settingsEdited);
    const TrainingSettings usual = panel.settings();
    const auto type = [&](const char* label, const QString& text) {
        auto* field = named<QLineEdit>(panel, label);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    };
    type("β warm-up", "5");
    type("Clipping", "2.5");
    type("Early stop", "3");
    QTest::mouseClick(panel.findChild<Switch*>(), Qt::LeftButton);
    QCOMPARE(spy.count(), 4);
    TrainingSettings expected = usual;
    expected.warmUp = 5;
    expected.clip = 2.5F;
    expected.earlyStop = 3;
    expected.averaged = !usual.averaged;
    QVERIFY(panel.settings() == expected);
    panel.setSettings(usual);
    QCOMPARE(named<QLineEdit>(panel, "Early stop")->text(), QString("0"));
    QCOMPARE(panel.findChild<Switch*>()->isChecked(), usual.averaged);
    expected.schedule = Schedule::Stages;
    expected.warmUp = 400; // above the slider's usual range
    panel.setSettings(expected);
    QCOMPARE(named<QLineEdit>(panel, "β warm-up")->text(), QString("400"));
    QCOMPARE(named<QComboBox>(panel, "Schedule")->currentText(), QString("Stages"));
    panel.setRunning(true);
    for (const char* label : {"β warm-up", "Clipping", "Early stop"})
        QVERIFY2(!named<QSlider>(panel, label)->isEnabled(), label);
}

void PanelsTest::theLearningRateIsLive() {
    TrainingPanel panel;
    panel.show();
    panel.setRunning(true);
    QSignalSpy spy(&panel, &TrainingPanel::learningRateEdited);
    auto* rate = named<QLineEdit>(panel, "Learning rate");
    rate->setFocus();
    rate->selectAll();
    QTest::keyClicks(rate, "0.005");
    QTest::keyClick(rate, Qt::Key_Return);
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.first().first().toFloat(), 0.005F);
    QVERIFY(!named<QSlider>(panel, "Batch")->isEnabled());
}

void PanelsTest::openEndedIsZeroEpochs() {
    TrainingPanel panel;
    panel.show();
    QSignalSpy spy(&panel, &TrainingPanel::settingsEdited);
    QTest::keyClick(named<QSlider>(panel, "Epochs"), Qt::Key_End);
    QCOMPARE(panel.settings().epochs, 0);
    QCOMPARE(spy.count(), 1);
    TrainingSettings settings = panel.settings();
    settings.epochs = 12;
    panel.setSettings(settings);
    QCOMPARE(named<QLineEdit>(panel, "Epochs")->text(), QString("12"));
    QCOMPARE(spy.count(), 1);
}

void PanelsTest::theDataPanelAsksAndShows() {
    DataPanel panel;
    panel.show();
    panel.setCatalogue(
        {{"tiny", "Tiny", "Small.", "generated", true}, {"far", "Far", "Away.", "/nowhere", false}});
    auto* choice = named<QComboBox>(panel, "Data set");
    QSignalSpy chosen(&panel, &DataPanel::datasetChosen);
    QSignalSpy open(&panel, &DataPanel::openRequested);
    QCOMPARE(choice->currentIndex(), -1);
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.first().first().toString(), QString("tiny"));
    panel.showDataset(smallSet());
    QCOMPARE(choice->currentText(), QString("Tiny"));
    QVERIFY(hasLabel(panel, "4 + 2 · 2×2 · 2 classes"));
    auto* reading = named<QLabel>(panel, "How the images were read");
    const auto said = [reading] { return reading->text().replace(QChar::Nbsp, u' '); };
    QCOMPARE(said(), QString("Test set drawn · bytes as they are"));
    ImageDataset scaled = *smallSet();
    scaled.testGiven = true;
    scaled.pixelRule = "divided by 65,535";
    scaled.skipped = {{"<b>.png", "the file is truncated"}};
    scaled.skippedCount = 1200;
    panel.showDataset(std::make_shared<const ImageDataset>(scaled));
    QVERIFY(reading->isVisible());
    QCOMPARE(said(), QString("Test set given · divided by 65,535 · 1,200 files skipped"));
    QVERIFY(reading->toolTip().contains("&lt;b&gt;.png: the file is truncated<br>and 1,199 more"));
    scaled.choices = {"column 3, <b>, holds the labels (--label-column)"};
    panel.showDataset(std::make_shared<const ImageDataset>(scaled));
    QVERIFY(said().endsWith(" · 1 choice made"));
    QVERIFY(reading->toolTip().contains("Column 3, &lt;b&gt;, holds the labels.<br>"));
    panel.showDataset(smallSet());
    QCOMPARE(choice->findText("Far"), -1); // unavailable sets are on the page of published sets
    QSignalSpy more(&panel, &DataPanel::moreRequested);
    QTest::keyClick(choice, Qt::Key_Down);
    QCOMPARE(more.count(), 1);
    QTest::keyClick(choice, Qt::Key_End);
    QCOMPARE(open.count(), 1);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(choice->currentText(), QString("Tiny"));
}

void PanelsTest::loadingTakesTheSummarysPlace() {
    DataPanel panel;
    panel.show();
    panel.showDataset(smallSet());
    const int height = panel.sizeHint().height();
    panel.showLoading("Fashion-MNIST");
    panel.showProgress(0.5);
    QCOMPARE(panel.sizeHint().height(), height);
    auto* bar = panel.findChild<QProgressBar*>();
    QVERIFY(bar->isVisible());
    QCOMPARE(2 * bar->value(), bar->maximum());
    QSignalSpy spy(&panel, &DataPanel::loadCancelled);
    for (QPushButton* button : panel.findChildren<QPushButton*>())
        if (button->text() == "Cancel") QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(spy.count(), 1);
    panel.showFailure("x: byte 0: wrong");
    QVERIFY(!bar->isVisible());
    QVERIFY(hasLabel(panel, "byte 0"));
    QVERIFY(hasLabel(panel, "4 + 2")); // the open set stays shown
    QTest::mouseClick(named<QPushButton>(panel, "Dismiss"), Qt::LeftButton);
    QVERIFY(!hasLabel(panel, "byte 0"));
}

void PanelsTest::theTopBarFollowsTheRun() {
    TopBar bar;
    bar.resize(1400, 48);
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    QSignalSpy spy(&bar, &TopBar::trainToggled);
    const QRect place = bar.trainButton()->geometry();
    TrainingStatus status;
    status.phase = TrainingStatus::Phase::Running;
    status.epoch = 7;
    status.epochs = 10;
    status.imagesPerSecond = 52412;
    status.secondsLeft = 2.4;
    bar.showStatus(status);
    QCOMPARE(bar.trainButton()->text(), QString("Pause"));
    QCOMPARE(bar.trainButton()->geometry(), place);
    QVERIFY(hasLabel(bar, "epoch 8 of 10"));
    QVERIFY(hasLabel(bar, "52,400 images/s"));
    QVERIFY(hasLabel(bar, "3 s left"));
    for (status.epoch = 8; status.epoch < 10; ++status.epoch)
        bar.showStatus(status); // faster than it is displayed
    QTRY_VERIFY(hasLabel(bar, "epoch 10 of 10"));
    QTest::mouseClick(bar.trainButton(), Qt::LeftButton);
    bar.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bar));
    QTest::keyClick(&bar, Qt::Key_F5);
    QTRY_COMPARE(spy.count(), 2);
    status.phase = TrainingStatus::Phase::Paused;
    bar.showStatus(status);
    QCOMPARE(bar.trainButton()->text(), QString("Continue"));
}

void PanelsTest::theTopBarHoldsStillInANarrowWindow() {
    TopBar bar;
    auto dataset = std::make_shared<ImageDataset>();
    dataset->name = "Fashion-MNIST";
    bar.showDataset(dataset);
    TrainingStatus status;
    status.epochs = 10;
    status.batchesPerEpoch = 469;
    status.imagesPerSecond = 52412;
    status.secondsLeft = 12;
    bar.resize(1264, 48);
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    const QRect place = bar.trainButton()->geometry();
    using Phase = TrainingStatus::Phase;
    for (const Phase phase : {Phase::Running, Phase::Paused, Phase::Finished}) {
        for (const bool encoding : {true, false}) {
            status.phase = phase;
            status.encodingAll = encoding && phase != Phase::Running;
            status.epoch = phase == Phase::Finished ? 10 : 3;
            status.step = 4690;
            bar.showStatus(status);
            QCoreApplication::processEvents();
            QCOMPARE(bar.trainButton()->geometry(), place);
        }
    }
}

} // namespace latent

QTEST_MAIN(latent::PanelsTest)
#include "panels_test.moc"
