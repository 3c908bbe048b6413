// SPDX-License-Identifier: GPL-3.0-or-later
// The whole main job on the real window, by mouse. The steps follow from one another: they run in order.
#include "app/workbench.h"
#include "core/data/batch.h"
#include "core/data/sets/catalogue.h"
#include "ui/controls/labelled_slider.h"
#include "ui/controls/style.h"
#include "ui/data/data_panel.h"
#include "ui/explore/code_numbers.h"
#include "ui/explore/film_rows.h"
#include "ui/explore/film_slider.h"
#include "ui/explore/inspector_panel.h"
#include "ui/explore/sliders_panel.h"
#include "ui/images/image_view.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_legend.h"
#include "ui/settings/training_panel.h"
#include "ui/text/latent_text.h"
#include "ui/window/top_bar.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTabBar>
#include <QTabWidget>
#include <QTest>

#include <cmath>

using namespace latent;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kSanitised = true;
#else
constexpr bool kSanitised = false;
#endif

constexpr int kPatience = 60'000; // ms, to load and to train
constexpr int kAnswer = 15'000;   // ms, until the views show what a paused model says
constexpr double kIsolation = 3;  // pixels around a point that is to be hit

using Phase = TrainingStatus::Phase;

/// Largest difference of two columns; infinite where their sizes differ.
float distance(const Vector& a, const Vector& b) {
    if (a.size() != b.size() || a.size() == 0) return std::numeric_limits<float>::infinity();
    return (a - b).cwiseAbs().maxCoeff();
}

} // namespace

class MainJobTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void aDataSetIsChosenInTheDataPanel();
    void trainLowersTheLoss();
    void pauseEndsWithExactCodes();
    void aClickOnAPointSelectsIt();
    void theInspectorShowsReconstructionAndCode();
    void aDraggedSliderIsDecoded();
    void f5ContinuesTheRun();
    void resetForgetsTheRun();
    void closingWhileTrainingIsSafe();

  private:
    template <class Widget>
    Widget* the() const {
        return m_bench->window()->findChild<Widget*>();
    }
    Exploration& exploration() const { return *m_bench->exploration(); }
    const LossHistory& history() const { return m_bench->run()->history(); }
    const TrainingStatus& status() const { return m_bench->run()->status(); }
    std::int64_t lastStep() const {
        return history().train().empty() ? 0 : history().train().back().lastStep;
    }
    QPushButton* trainButton() const { return the<TopBar>()->trainButton(); }
    bool isExact() const {
        const SnapshotPtr snapshot = exploration().snapshot();
        return snapshot && snapshot->codesExact && !status().encodingAll;
    }
    void showTab(const QWidget* view) const;
    bool mapShowsTheCodes() const;
    QPointF pixelOf(std::size_t image) const;
    Index isolatedPoint() const;

    std::unique_ptr<Workbench> m_bench;
    Index m_clicked = -1;
};

void MainJobTest::showTab(const QWidget* view) const {
    const QTabWidget* tabs = m_bench->window()->tabs();
    for (int tab = 0; tab < tabs->count(); ++tab) {
        const QWidget* page = tabs->widget(tab);
        if (page != view && !page->isAncestorOf(view)) continue;
        QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(tab).center());
    }
}

/// Whether the map's frame is of the present snapshot's codes, and its points have arrived there.
bool MainJobTest::mapShowsTheCodes() const {
    const MapFramePtr frame = exploration().mapFrame();
    const Matrix& codes = *exploration().snapshot()->codes;
    if (!frame || frame->x.size() != static_cast<std::size_t>(codes.cols())) return false;
    if (the<MapCanvas>()->glide().moment() != frame->taken) return false;
    for (Index i = 0; i < codes.cols(); i += 97) {
        const Eigen::Vector2f at = frame->projection.project(codes.col(i));
        const auto image = static_cast<std::size_t>(i);
        if (std::hypot(at.x() - frame->x[image], at.y() - frame->y[image]) > 1e-4F) return false;
    }
    return true;
}

QPointF MainJobTest::pixelOf(std::size_t image) const {
    const MapFramePtr frame = exploration().mapFrame();
    return the<MapCanvas>()->view().toPixel({frame->x[image], frame->y[image]});
}

/// An image whose point can be hit without hitting another one's; −1: there is none.
Index MainJobTest::isolatedPoint() const {
    const MapCanvas* canvas = the<MapCanvas>();
    const QRectF free = QRectF(canvas->rect()).adjusted(30, 30, -30, -30);
    std::vector<QPointF> pixels;
    for (std::size_t i = 0; i < exploration().mapFrame()->x.size(); ++i) pixels.push_back(pixelOf(i));
    for (const std::uint32_t candidate : exploration().dataset()->train) {
        const QPointF at = pixels[candidate];
        if (!free.contains(at) || canvas->childAt(at.toPoint())) continue;
        const auto crowds = [&](std::uint32_t other) {
            return other != candidate && QLineF(pixels[other], at).length() < kIsolation;
        };
        if (std::ranges::none_of(exploration().dataset()->train, crowds)) return candidate;
    }
    return -1;
}

void MainJobTest::initTestCase() {
    style::apply(*qApp, style::Appearance::Light);
    m_bench = std::make_unique<Workbench>(std::filesystem::path());
    m_bench->window()->resize(1440, 900);
    m_bench->window()->show();
    m_bench->window()->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_bench->window()));
    m_bench->open(QStringLiteral("moons"));
    QTRY_VERIFY_WITH_TIMEOUT(exploration().dataset() && exploration().dataset()->origin == "moons",
                             kPatience);
}

void MainJobTest::aDataSetIsChosenInTheDataPanel() {
    // Fashion-MNIST where it is installed; with a sanitiser the smaller set is slow enough.
    const std::string wanted = kSanitised ? "shapes" : catalogue().front().name;
    QComboBox* choice = the<DataPanel>()->findChild<QComboBox*>();
    QCOMPARE(choice->currentData().toString(), QString("moons"));
    const int row = choice->findData(QString::fromStdString(wanted));
    QVERIFY(row >= 0);
    QTest::mouseClick(choice, Qt::LeftButton);
    QAbstractItemView* list = choice->view();
    QTRY_VERIFY(list->isVisible());
    // For a moment after it has opened, the list takes a release for the end of the click that opened it.
    const auto click = [&] {
        const QRect place = list->visualRect(choice->model()->index(row, 0));
        if (list->isVisible()) QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place.center());
        return !list->isVisible();
    };
    QTRY_VERIFY(click());
    QTRY_COMPARE_WITH_TIMEOUT(exploration().dataset()->origin, wanted, kPatience);
    QCOMPARE(choice->currentData().toString(), QString::fromStdString(wanted));
    QVERIFY(history().empty());
}

void MainJobTest::trainLowersTheLoss() {
    // Open-ended: however fast the machine, there is a run to be paused.
    const QList<LabelledSlider*> rows = the<TrainingPanel>()->findChildren<LabelledSlider*>();
    const auto epochs = std::ranges::find_if(
        rows, [](const LabelledSlider* row) { return row->slider()->accessibleName() == "Epochs"; });
    QVERIFY(epochs != rows.end());
    QTest::keyClick((*epochs)->slider(), Qt::Key_End);
    QCOMPARE(m_bench->run()->configuration().training.epochs, 0);

    QTest::mouseClick(trainButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(status().phase, Phase::Running, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!history().train().empty(), kPatience);
    const double first = history().train().front().mean(LossCurve::Total);
    QVERIFY(std::isfinite(first) && first > 0);
    QTRY_VERIFY_WITH_TIMEOUT(history().recent().total < 0.8 * first, kPatience);
}

void MainJobTest::pauseEndsWithExactCodes() {
    QCOMPARE(trainButton()->text(), QString("Pause"));
    QTest::mouseClick(trainButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(status().phase, Phase::Paused, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(isExact(), kPatience);
    QCOMPARE(trainButton()->text(), QString("Continue"));
    const SnapshotPtr snapshot = exploration().snapshot();
    QCOMPARE(snapshot->step, lastStep()); // no step is missing in the curves
    QCOMPARE(snapshot->step, status().step);
    const ImageDataset& dataset = *exploration().dataset();
    QCOMPARE(snapshot->codes->cols(), dataset.size());
    for (const Index image : {Index{0}, dataset.size() / 2, dataset.size() - 1}) {
        const Posterior posterior = encode(snapshot->model, imageAsFloat(dataset, image));
        QVERIFY(distance(snapshot->codes->col(image), posterior.mean.col(0)) < 1e-4F);
    }
}

void MainJobTest::aClickOnAPointSelectsIt() {
    QTRY_VERIFY_WITH_TIMEOUT(mapShowsTheCodes(), kAnswer);
    MapCanvas* canvas = the<MapCanvas>();
    QSignalSpy drawn(canvas, &MapCanvas::drawn);
    QTest::mouseClick(m_bench->window()->findChild<QPushButton*>("fit"), Qt::LeftButton);
    QTRY_VERIFY(!drawn.isEmpty());
    m_clicked = isolatedPoint();
    QVERIFY(m_clicked >= 0);
    QCOMPARE(exploration().selected(), Index{-1});
    QTest::mouseClick(canvas, Qt::LeftButton, {}, pixelOf(static_cast<std::size_t>(m_clicked)).toPoint());
    QCOMPARE(exploration().selected(), m_clicked);
    QCOMPARE(exploration().point(), Vector(exploration().snapshot()->codes->col(m_clicked)));
}

void MainJobTest::theInspectorShowsReconstructionAndCode() {
    const InspectorPanel* inspector = the<InspectorPanel>();
    showTab(inspector);
    QTRY_VERIFY(inspector->isVisible());
    const Model& model = exploration().snapshot()->model;
    const Posterior posterior = encode(model, imageAsFloat(*exploration().dataset(), m_clicked));
    const Vector expected = decode(model, posterior.mean).col(0);
    QTRY_VERIFY_WITH_TIMEOUT(distance(inspector->reconstruction()->pixels(), expected) < 1e-5F, kAnswer);
    const Vector sigma = posterior.sigma().col(0);
    const Vector kl = klPerDimension(posterior).col(0);
    QCOMPARE(inspector->codeNumbers()->rowCount(), model.architecture.latent);
    for (int d = 0; d < model.architecture.latent; ++d) {
        const QStringList texts = inspector->codeNumbers()->rowTexts(d);
        QCOMPARE(texts[0], codeText(posterior.mean(d, 0)));
        QVERIFY(std::abs(texts[1].toFloat() - sigma[d]) < 0.0051F);
        QVERIFY(std::abs(texts[2].toFloat() - kl[d]) < 0.0051F);
    }
    // The first neighbour is the nearest of all.
    const Matrix& codes = *exploration().snapshot()->codes;
    Vector apart = (codes.colwise() - codes.col(m_clicked)).colwise().norm().transpose();
    apart[m_clicked] = std::numeric_limits<float>::infinity();
    QCOMPARE(exploration().neighbours().size(), std::size_t{8});
    QVERIFY(apart[exploration().neighbours().front()] <= apart.minCoeff() + 1e-4F);
}

void MainJobTest::aDraggedSliderIsDecoded() {
    const SlidersPanel* sliders = the<SlidersPanel>();
    showTab(sliders);
    QTRY_VERIFY(sliders->isVisible());
    const Model& model = exploration().snapshot()->model;
    const auto shown = [&] { return sliders->decodedImage()->pixels(); };
    const auto decoded = [&] { return Vector(decode(model, exploration().point()).col(0)); };
    QTRY_VERIFY_WITH_TIMEOUT(distance(shown(), decoded()) < 1e-4F, kAnswer);
    const Vector pointBefore = exploration().point();
    const Vector imageBefore = decoded();

    const int dimension = sliders->filmRows()->order().front(); // it carries the most
    FilmSlider* row = sliders->filmRows()->row(dimension);
    const QRectF strip = row->stripRect();
    const double share = row->value() < 0.5F * (row->low() + row->high()) ? 0.9 : 0.1;
    const QPoint from(static_cast<int>(std::lround(row->cursorX())), row->height() / 2);
    const QPoint to(static_cast<int>(std::lround(strip.left() + share * strip.width())), row->height() / 2);
    QTest::mousePress(row, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 10; ++i) QTest::mouseMove(row, from + (to - from) * i / 10);
    QTest::mouseRelease(row, Qt::LeftButton, {}, to);

    const float reach = row->high() - row->low();
    const float aPixel = reach / static_cast<float>(strip.width());
    Vector expected = pointBefore;
    expected[dimension] = row->low() + static_cast<float>(share) * reach;
    QVERIFY(distance(exploration().point(), expected) <= aPixel); // and no other coordinate moved
    QCOMPARE(row->value(), exploration().point()[dimension]);
    QVERIFY(distance(decoded(), imageBefore) > 0.05F);
    QTRY_VERIFY_WITH_TIMEOUT(distance(shown(), decoded()) < 1e-4F, kAnswer);
}

void MainJobTest::f5ContinuesTheRun() {
    const std::int64_t before = lastStep();
    QTest::keyClick(m_bench->window(), Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(lastStep() > before, kPatience);
    QCOMPARE(history().train().front().firstStep, std::int64_t{1}); // the same run
    QTRY_COMPARE(status().phase, Phase::Running);
    QTest::keyClick(m_bench->window(), Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(status().phase, Phase::Paused, kPatience);
}

void MainJobTest::resetForgetsTheRun() {
    const QList<QPushButton*> buttons = the<TopBar>()->findChildren<QPushButton*>();
    const auto reset =
        std::ranges::find_if(buttons, [](const QPushButton* button) { return button->text() == "Reset"; });
    QVERIFY(reset != buttons.end() && (*reset)->isEnabled());
    const FlatVector<float> trained = exploration().snapshot()->model.weights;
    QTest::mouseClick(*reset, Qt::LeftButton);
    QVERIFY(history().empty());
    QVERIFY(!m_bench->run()->hasStarted());
    QTRY_VERIFY_WITH_TIMEOUT(exploration().snapshot()->step == 0 && isExact(), kPatience);
    QTRY_COMPARE(status().phase, Phase::Idle);
    QVERIFY(history().empty());
    QVERIFY(exploration().snapshot()->model.weights != trained);
    QCOMPARE(trainButton()->text(), QString("Train"));
    QTRY_VERIFY(!(*reset)->isEnabled());
}

void MainJobTest::closingWhileTrainingIsSafe() {
    QTest::mouseClick(trainButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(lastStep() > 3, kPatience);
    exploration().select(0);
    QVERIFY(m_bench->window()->close());
    QCOMPARE(status().phase, Phase::Running);
    m_bench.reset();
    QCoreApplication::processEvents();
    QVERIFY(QApplication::topLevelWidgets().isEmpty());
}

QTEST_MAIN(MainJobTest)
#include "main_job_test.moc"
