// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/choice_grid.h"
#include "ui/controls/labelled_slider.h"
#include "ui/controls/switch.h"
#include "ui/data_panel.h"
#include "ui/model_panel.h"
#include "ui/style.h"
#include "ui/top_bar.h"
#include "ui/training_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QtTest>

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
    void theLearningRateIsLive();
    void openEndedIsZeroEpochs();
    void theDataPanelAsksAndShows();
    void loadingTakesTheSummarysPlace();
    void theTopBarFollowsTheRun();
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
    QCOMPARE(spy.count(), 0); // no knob moved
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
    strong.beta = 100; // more than the slider usually reaches
    panel.setObjective(strong);
    QCOMPARE(panel.objective(), strong);
    QCOMPARE(named<QLineEdit>(panel, "β (KL weight)")->text(), QString("100.00"));
    QCOMPARE(panel.architectureAsked().latent, 3);
    QCOMPARE(objective.count() + architecture.count(), 0);
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
    QTest::keyClick(choice, Qt::Key_Down); // past the one that is not there
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
    QVERIFY(hasLabel(panel, "4 + 2")); // what was open stays
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
    QTest::mouseClick(bar.trainButton(), Qt::LeftButton);
    bar.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bar));
    QTest::keyClick(&bar, Qt::Key_F5);
    QTRY_COMPARE(spy.count(), 2);
    status.phase = TrainingStatus::Phase::Paused;
    bar.showStatus(status);
    QCOMPARE(bar.trainButton()->text(), QString("Continue"));
}

} // namespace latent

QTEST_MAIN(latent::PanelsTest)
#include "panels_test.moc"
