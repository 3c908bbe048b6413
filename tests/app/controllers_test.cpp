// SPDX-License-Identifier: GPL-3.0-or-later
// What stands between the threads and the window: order of answers, and death at any moment.
#include "app/workbench.h"
#include "core/explore/inspection.h"
#include "core/explore/traversal.h"
#include "core/train/trainer.h"
#include "tests/app/tiny_idx.h"
#include "tests/data/npy_files.h"
#include "ui/controls/style.h"
#include "ui/data/data_panel.h"
#include "ui/data/open_question.h"
#include "ui/diagnostics/diagnostics_panel.h"
#include "ui/explore/inspector_panel.h"
#include "ui/explore/manifold_panel.h"
#include "ui/explore/prior_panel.h"
#include "ui/explore/sliders_panel.h"
#include "ui/map/map_view.h"
#include "ui/window/top_bar.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSemaphore>
#include <QSet>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace latent;

namespace {

Configuration smallConfiguration(const ImageDataset& dataset, int latent = 3) {
    Configuration configuration;
    configuration.architecture = {.shape = dataset.shape, .hidden = {16}, .latent = latent};
    configuration.training.batch = 32;
    configuration.training.epochs = 0;
    configuration.training.threads = 2;
    return configuration;
}

/// A run with the views that ask about it. Only the sliders can be seen.
struct Views {
    SharedLooking looking;
    Exploration exploration;
    MapView map{&exploration};
    SlidersPanel sliders{&exploration};
    InspectorPanel inspector{&exploration};
    PriorPanel prior{&exploration};
    ManifoldPanel manifold{&exploration};
    DiagnosticsPanel diagnostics{&exploration};

    explicit Views(Asker* asker)
        : exploration(&looking, Exploration::Role::Leads, asker) {
        sliders.show();
    }
    bool diagnoses() const {
        return diagnostics.findChild<QPushButton*>("cancel")->isVisibleTo(&diagnostics);
    }
};

/// Everything that a LoadController said, in order.
class LoadLog : public QObject {
  public:
    explicit LoadLog(LoadController* loading) {
        connect(loading, &LoadController::started, this,
                [this](const QString& what) { add("started " + what); });
        connect(loading, &LoadController::progressed, this, [this] { ++progress; });
        connect(loading, &LoadController::loaded, this, [this](const DatasetPtr& dataset) {
            opened = dataset;
            add("loaded");
        });
        connect(loading, &LoadController::failed, this, [this](const QString& why) {
            failure = why;
            add("failed");
        });
        connect(loading, &LoadController::cancelled, this, [this] { add("cancelled"); });
    }
    bool has(const QString& line) const { return lines.contains(line); }

    QStringList lines;
    int progress = 0;
    DatasetPtr opened;
    QString failure;

  private:
    void add(const QString& line) { lines << line; }
};

} // namespace

class ControllersTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void aSetIsLoadedWithItsSignals();
    void aBadFileGivesASentence();
    void aQuestionIsAskedAndAnswered();
    void theNewerRequestWins();
    void aCancelledRequestSaysNothingMore();
    void whatWasOpenStays();
    void cancelLeavesWhatWasOpen();
    void theWindowAsksInsteadOfFailing();
    void aSetIsLoadedWhileOtherLanesWork();
    void mapAndStripsFollowTheNewestSnapshot();
    void twoRunsAreExploredAtOnce();
    void lateAnswersOfAnotherMomentAreDropped_data();
    void lateAnswersOfAnotherMomentAreDropped();
    void diagnosticsAreComputedCancelledAndRefused();
    void diagnosticsAreKept();
    void hiddenViewsAskNothing();
    void gridsAskForWhatIsChosen();
    void viewsDieAtAnyMoment();
    void theWindowDiesAtAnyMoment();

  private:
    QString missing() const { return m_folder.filePath("missing-idx3-ubyte"); }
    QTemporaryDir m_folder;
    QString m_tiny;
    QString m_other;
    QString m_unclear; // two arrays of images
};

void ControllersTest::initTestCase() {
    style::apply(*qApp, style::Appearance::Light);
    m_tiny = m_folder.filePath("tiny-idx3-ubyte");
    m_other = m_folder.filePath("other-idx3-ubyte");
    QVERIFY(test::writeTinyIdx(m_tiny, 120, 8));
    QVERIFY(test::writeTinyIdx(m_other, 60, 6));
    m_unclear = m_folder.filePath("unclear.npz");
    QFile file(m_unclear);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(testing::zip(
        {{.name = "left.npy", .content = testing::npy("|u1", "(30, 2, 2)", QByteArray(120, 'a'))},
         {.name = "right.npy", .content = testing::npy("|u1", "(40, 2, 2)", QByteArray(160, 'b'))}}));
}

void ControllersTest::aSetIsLoadedWithItsSignals() {
    Asker asker;
    LoadController loading(&asker);
    LoadLog log(&loading);
    loading.open(m_tiny);
    QCOMPARE(log.lines, QStringList("started " + m_tiny));
    QTRY_COMPARE(log.lines, QStringList({"started " + m_tiny, "loaded"}));
    QCOMPARE(log.opened->size(), Index{120});
    QCOMPARE(log.opened->shape.width, 8);
    QCOMPARE(log.opened->test.size(), std::size_t{12});
    loading.open("moons");
    QTRY_COMPARE_WITH_TIMEOUT(log.lines.size(), 4, 60'000);
    QVERIFY(log.progress > 0);
}

void ControllersTest::aBadFileGivesASentence() {
    Asker asker;
    LoadController loading(&asker);
    LoadLog log(&loading);
    loading.open(missing());
    QTRY_COMPARE(log.lines, QStringList({"started " + missing(), "failed"}));
    QVERIFY(log.failure.startsWith(missing() + ": "));
    QVERIFY(log.failure.contains("no such file"));
}

void ControllersTest::aQuestionIsAskedAndAnswered() {
    Asker asker;
    LoadController loading(&asker);
    LoadLog log(&loading);
    OpenOptions options;
    std::optional<OpenQuestion> question;
    connect(&loading, &LoadController::asked, this,
            [&](const QString& source, const OpenOptions& tried, const OpenQuestion& asked) {
                QCOMPARE(source, m_unclear);
                options = tried;
                question = asked;
            });
    options.seed = 3;
    loading.openWith(m_unclear, options);
    options.seed = 1;
    QTRY_VERIFY(question);
    QCOMPARE(options.seed, std::uint64_t{3}); // came back
    QCOMPARE(std::get<ArraysUnclear>(*question).arrays.size(), std::size_t{2});
    QCOMPARE(log.lines, QStringList("started " + m_unclear));
    options.imagesKey = "right";
    loading.openWith(m_unclear, options);
    QTRY_VERIFY(log.has("loaded"));
    QCOMPARE(log.opened->size(), Index{40});
    question.reset();
    options.mostBytes = 100;
    loading.openWith(m_unclear, options);
    QTRY_VERIFY(question);
    QCOMPARE(std::get<TooLarge>(*question).fitting, std::uint64_t{25});
    QVERIFY(!log.has("failed"));
}

void ControllersTest::theNewerRequestWins() {
    Asker asker;
    LoadController loading(&asker);
    LoadLog log(&loading);
    // The first one's failure lies ready when the second begins, which waits for the first one's thread.
    loading.open(missing());
    loading.open(m_tiny);
    QTRY_VERIFY(log.has("loaded"));
    QCOMPARE(log.lines, QStringList({"started " + missing(), "started " + m_tiny, "loaded"}));
    for (int round = 0; round < 30; ++round) {
        log.lines.clear();
        loading.open(round % 2 == 0 ? m_other : QString("moons"));
        if (round % 3 == 0) QCoreApplication::processEvents();
        const qsizetype said = log.lines.size();
        loading.open(m_tiny);
        QTRY_COMPARE(log.lines.mid(said), QStringList({"started " + m_tiny, "loaded"}));
        QCOMPARE(log.opened->size(), Index{120});
    }
}

void ControllersTest::aCancelledRequestSaysNothingMore() {
    Asker asker;
    LoadController loading(&asker);
    LoadLog log(&loading);
    loading.open(missing());
    loading.cancel();
    QCOMPARE(log.lines, QStringList({"started " + missing(), "cancelled"}));
    loading.open(m_tiny); // the first one's thread has ended by now
    QTRY_VERIFY(log.has("loaded"));
    QVERIFY(!log.has("failed"));
}

void ControllersTest::aSetIsLoadedWhileOtherLanesWork() {
    QSemaphore gate;
    Asker asker;
    for (Lane* lane : {asker.fast(), asker.statistics(), asker.diagnostics()})
        lane->start([&] { gate.acquire(); });
    LoadController loading(&asker);
    LoadLog log(&loading);
    loading.open(m_tiny);
    QTRY_VERIFY(log.has("loaded"));
    gate.release(3);
}

void ControllersTest::whatWasOpenStays() {
    Workbench bench{std::filesystem::path()};
    bench.window()->resize(1300, 800); // with room for the data panel
    bench.window()->show();
    bench.open(m_tiny);
    QTRY_VERIFY(bench.exploration()->snapshot());
    const DatasetPtr before = bench.exploration()->dataset();
    const SnapshotPtr snapshot = bench.exploration()->snapshot();
    QSignalSpy edited(bench.run(), &LiveRun::configurationChanged);
    const DataPanel* panel = bench.window()->findChild<DataPanel*>();
    const auto explained = [&] {
        for (const QLabel* label : panel->findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains("no such file")) return true;
        return false;
    };
    QVERIFY(!explained());
    bench.open(missing());
    QTRY_VERIFY(explained());
    QCOMPARE(bench.exploration()->dataset(), before);
    QVERIFY(bench.exploration()->snapshot()->model.weights == snapshot->model.weights);
    QCOMPARE(panel->findChild<QComboBox*>()->currentData().toString(), m_tiny);
    QVERIFY(panel->findChild<QComboBox*>()->isEnabled());
    QCOMPARE(edited.count(), 0);
    bench.open(m_other);
    QTRY_COMPARE(bench.exploration()->dataset()->size(), Index{60});
    QVERIFY(!explained());
}

void ControllersTest::cancelLeavesWhatWasOpen() {
    Workbench bench{std::filesystem::path()};
    bench.window()->resize(1300, 800); // with room for the data panel
    bench.window()->show();
    bench.open(m_tiny);
    QTRY_VERIFY(bench.exploration()->dataset());
    const DatasetPtr before = bench.exploration()->dataset();
    const DataPanel* panel = bench.window()->findChild<DataPanel*>();
    const QComboBox* choice = panel->findChild<QComboBox*>();
    bench.open("shapes");
    QVERIFY(!choice->isEnabled());
    const QList<QPushButton*> buttons = panel->findChildren<QPushButton*>();
    const auto cancel =
        std::ranges::find_if(buttons, [](const QPushButton* button) { return button->text() == "Cancel"; });
    QVERIFY(cancel != buttons.end() && (*cancel)->isVisible());
    QTest::mouseClick(*cancel, Qt::LeftButton);
    QVERIFY(choice->isEnabled());
    QCOMPARE(choice->currentData().toString(), m_tiny);
    bench.open(missing()); // begins when the cancelled one's thread has ended
    QTRY_VERIFY(choice->isEnabled());
    QCOMPARE(bench.exploration()->dataset(), before);
}

void ControllersTest::theWindowAsksInsteadOfFailing() {
    Workbench bench{std::filesystem::path()};
    bench.window()->show();
    bench.open(m_tiny);
    QTRY_VERIFY(bench.exploration()->dataset());
    const DatasetPtr before = bench.exploration()->dataset();
    bench.open(m_unclear);
    const auto dialog = [&] { return bench.window()->findChild<OpenQuestionDialog*>(); };
    QTRY_VERIFY(dialog() && dialog()->isVisible());
    QCOMPARE(bench.exploration()->dataset(), before);
    const QComboBox* const choice = bench.window()->findChild<DataPanel*>()->findChild<QComboBox*>();
    QVERIFY(choice->isEnabled());
    QCOMPARE(choice->currentData().toString(), m_tiny);
    QTest::keyClick(dialog(), Qt::Key_Escape);
    QCOMPARE(bench.exploration()->dataset(), before);
    bench.open(m_unclear);
    QTRY_VERIFY(dialog()->isVisible());
    QTest::keyClick(dialog(), Qt::Key_Return);
    QTRY_COMPARE(bench.exploration()->dataset()->size(), Index{30});
    QVERIFY(!dialog()->isVisible());
}

void ControllersTest::mapAndStripsFollowTheNewestSnapshot() {
    const DatasetPtr dataset = test::tinyDataset(100, 20);
    TrainController training;
    Asker asker;
    Views views(&asker);
    Exploration& exploration = views.exploration;
    connect(&training, &TrainController::snapshotReady, &exploration, &Exploration::setSnapshot);
    FilmStrips strips;
    Inspection inspection;
    std::vector<Index> nearest;
    connect(&views.sliders, &SlidersPanel::stripsShown, this, [&](const FilmStrips& now) { strips = now; });
    connect(&views.sliders, &SlidersPanel::nearestShown, this,
            [&](const std::vector<Index>& now) { nearest = now; });
    connect(&views.inspector, &InspectorPanel::inspectionShown, this,
            [&](const Inspection& now) { inspection = now; });
    exploration.setDataset(dataset);
    training.prepare(dataset, smallConfiguration(*dataset));
    training.worker().run();
    QTRY_VERIFY(exploration.snapshot() && exploration.snapshot()->step > 20);
    training.worker().pause();
    QTRY_VERIFY(training.status().phase == TrainingStatus::Phase::Paused &&
                exploration.snapshot()->codesExact);
    // Many points within one turn of the event loop: the last one is what is shown in the end.
    for (int i = 1; i <= 200; ++i) {
        exploration.setCoordinate(0, 0.01F * static_cast<float>(i));
        exploration.select(i % 100);
    }
    exploration.select(42);
    QTRY_VERIFY(strips.asked.point == exploration.point());
    QTRY_COMPARE(inspection.image, Index{42});
    QTRY_COMPARE(nearest, nearestCodes(*exploration.snapshot()->codes, exploration.point(), kNeighbours, -1));
    const Model& model = exploration.snapshot()->model;
    QVERIFY(strips.image.isApprox(Vector(decode(model, exploration.point()).col(0)), 1e-4F));
    QVERIFY(inspection.mean.isApprox(Vector(exploration.snapshot()->codes->col(42)), 1e-4F));
    QCOMPARE(exploration.neighbours(), inspection.neighbours);
    QTRY_VERIFY(exploration.mapFrame());
    const auto mapIsOfTheCodes = [&] {
        const MapFrame& frame = *exploration.mapFrame();
        const Eigen::Vector2f at = frame.projection.project(exploration.snapshot()->codes->col(7));
        return frame.asked == exploration.axes() &&
               std::hypot(at.x() - frame.x[7], at.y() - frame.y[7]) < 1e-4F;
    };
    QTRY_VERIFY(mapIsOfTheCodes());
    exploration.setAxes({.pca = false, .x = 2, .y = 0});
    QTRY_VERIFY(mapIsOfTheCodes());
    QCOMPARE(exploration.mapFrame()->x[7], (*exploration.snapshot()->codes)(2, 7));
}

void ControllersTest::twoRunsAreExploredAtOnce() {
    const DatasetPtr dataset = test::tinyDataset(100, 20);
    Asker asker;
    auto first = std::make_unique<Views>(&asker);
    Views second(&asker);
    first->exploration.setRun("a");
    second.exploration.setRun("b");
    std::vector<std::string> runsOfFirst, runsOfSecond;
    FilmStrips strips;
    connect(&first->sliders, &SlidersPanel::stripsShown, this,
            [&](const FilmStrips&, const Evidence& evidence) { runsOfFirst.push_back(evidence.run); });
    connect(&second.sliders, &SlidersPanel::stripsShown, this,
            [&](const FilmStrips& now, const Evidence& evidence) {
                strips = now;
                runsOfSecond.push_back(evidence.run);
            });
    for (Views* views : {first.get(), &second}) views->exploration.setDataset(dataset);
    first->exploration.setSnapshot(Trainer(dataset, smallConfiguration(*dataset, 3)).snapshot());
    second.exploration.setSnapshot(Trainer(dataset, smallConfiguration(*dataset, 5)).snapshot());
    QTRY_VERIFY(!runsOfFirst.empty() && !runsOfSecond.empty());
    first->exploration.setCoordinate(0, 1);
    first.reset(); // with questions under way
    second.exploration.setCoordinate(4, 2);
    QTRY_VERIFY(strips.asked.point.size() == 5 && strips.asked.point == second.exploration.point());
    QVERIFY(std::ranges::all_of(runsOfFirst, [](const std::string& run) { return run == "a"; }));
    QVERIFY(std::ranges::all_of(runsOfSecond, [](const std::string& run) { return run == "b"; }));
}

void ControllersTest::lateAnswersOfAnotherMomentAreDropped_data() {
    QTest::addColumn<QString>("run");
    QTest::addColumn<int>("step");
    QTest::newRow("another run") << "b" << 60;
    QTest::newRow("an earlier moment") << "a" << 40;
}

void ControllersTest::lateAnswersOfAnotherMomentAreDropped() {
    QFETCH(QString, run);
    QFETCH(int, step);
    const DatasetPtr dataset = test::tinyDataset(100, 20);
    const auto snapshotAt = [&](std::int64_t moment) {
        auto snapshot =
            std::make_shared<Snapshot>(*Trainer(dataset, smallConfiguration(*dataset)).snapshot());
        snapshot->step = moment;
        snapshot->taken = std::chrono::steady_clock::time_point(std::chrono::seconds(moment));
        snapshot->codes = std::make_shared<Matrix>(Matrix::Random(3, dataset->size()));
        return snapshot;
    };
    QSemaphore gate;
    Asker asker;
    Views views(&asker);
    Exploration& exploration = views.exploration;
    QSet<QString> kinds;
    std::vector<Evidence> about;
    const auto note = [&](const QString& kind) {
        return [&, kind](const auto&, const Evidence& evidence) {
            kinds << kind;
            about.push_back(evidence);
        };
    };
    connect(&views.sliders, &SlidersPanel::stripsShown, this, note("strips"));
    connect(&views.sliders, &SlidersPanel::nearestShown, this, note("nearest"));
    connect(&views.inspector, &InspectorPanel::inspectionShown, this, note("inspection"));
    connect(&views.prior, &PriorPanel::samplesShown, this, note("samples"));
    std::vector<std::chrono::steady_clock::time_point> maps;
    connect(&exploration, &Exploration::mapFrameChanged, this, [&] {
        if (exploration.mapFrame()) maps.push_back(exploration.mapFrame()->taken);
    });
    exploration.setRun("a");
    exploration.setDataset(dataset);
    asker.fast()->start([&] { gate.acquire(); });
    exploration.setSnapshot(snapshotAt(50)); // map, strips and neighbours are asked for
    exploration.select(3);
    views.prior.show(); // and samples
    exploration.setRun(run.toStdString());
    exploration.setSnapshot(snapshotAt(step));
    gate.release();
    QTRY_VERIFY(kinds.contains("strips") && kinds.contains("nearest") && kinds.contains("inspection") &&
                kinds.contains("samples") && !maps.empty());
    for (const Evidence& evidence : about) QVERIFY(evidence == exploration.evidence());
    for (const auto& taken : maps) QCOMPARE(taken, exploration.snapshot()->taken);
    QCOMPARE(exploration.evidence().run, run.toStdString());
    QCOMPARE(exploration.evidence().step, std::int64_t{step});
}

void ControllersTest::hiddenViewsAskNothing() {
    const DatasetPtr dataset = test::tinyDataset(100, 20);
    Asker asker;
    Views views(&asker);
    QSignalSpy strips(&views.sliders, &SlidersPanel::stripsShown);
    QSignalSpy samples(&views.prior, &PriorPanel::samplesShown);
    QSignalSpy planes(&views.manifold, &ManifoldPanel::manifoldShown);
    QSignalSpy map(&views.exploration, &Exploration::mapFrameChanged);
    views.sliders.hide();
    views.exploration.setDataset(dataset);
    map.clear();
    auto snapshot = std::make_shared<Snapshot>(*Trainer(dataset, smallConfiguration(*dataset)).snapshot());
    snapshot->codes = std::make_shared<Matrix>(Matrix::Random(3, dataset->size()));
    views.exploration.setSnapshot(snapshot);
    QTRY_VERIFY(map.count() > 0); // which others need too
    asker.fast()->finish();
    QCoreApplication::processEvents();
    QCOMPARE(strips.count() + samples.count() + planes.count(), 0);
    views.sliders.show();
    QTRY_VERIFY(strips.count() > 0);
    views.prior.show();
    QTRY_VERIFY(samples.count() > 0);
    views.manifold.show();
    QTRY_VERIFY(planes.count() > 0);
}

void ControllersTest::gridsAskForWhatIsChosen() {
    const DatasetPtr dataset = test::tinyDataset(100, 20);
    Asker asker;
    Views views(&asker);
    ImageGrid samples;
    Manifold plane;
    connect(&views.prior, &PriorPanel::samplesShown, this, [&](const ImageGrid& now) { samples = now; });
    connect(&views.manifold, &ManifoldPanel::manifoldShown, this, [&](const Manifold& now) { plane = now; });
    views.exploration.setDataset(dataset);
    views.exploration.setSnapshot(Trainer(dataset, smallConfiguration(*dataset)).snapshot());
    views.prior.show();
    views.manifold.show();
    QTRY_COMPARE(samples.points.cols(), Index{64});
    QTRY_COMPARE(plane.grid.points.cols(), Index{15 * 15});
    QTest::keyClick(views.prior.findChild<QComboBox*>("gridSize"), Qt::Key_Up);
    QTRY_COMPARE(samples.points.cols(), Index{36});
    const Matrix before = samples.points;
    QTest::mouseClick(views.prior.findChild<QPushButton*>("draw"), Qt::LeftButton);
    QTRY_VERIFY(samples.points != before);
    views.manifold.setDimensions(2, 0);
    QTRY_VERIFY(plane.x == 2 && plane.y == 0);
    QTest::keyClick(views.manifold.findChild<QSlider*>(), Qt::Key_Right);
    QTRY_COMPARE(plane.grid.points.cols(), Index{16 * 16});
    views.exploration.setCoordinate(1, 0.5F); // the one that the plane does not span
    QTRY_COMPARE(plane.grid.points(1, 0), 0.5F);
}

void ControllersTest::diagnosticsAreKept() {
    const DatasetPtr dataset = test::tinyDataset(300, 200);
    Asker asker;
    Views views(&asker);
    Exploration& exploration = views.exploration;
    DiagnosticsPanel& diagnosing = views.diagnostics;
    std::vector<std::pair<DiagnosticsReportPtr, Evidence>> reports;
    connect(&diagnosing, &DiagnosticsPanel::reportShown, this,
            [&](const DiagnosticsReportPtr& report, const Evidence& evidence) {
                reports.emplace_back(report, evidence);
            });
    exploration.setDataset(dataset);
    exploration.setSnapshot(Trainer(dataset, smallConfiguration(*dataset)).snapshot());
    exploration.setRun("a");
    diagnosing.run(7);
    QTRY_COMPARE(reports.size(), std::size_t{1});
    diagnosing.run(7);
    QCOMPARE(reports.size(), std::size_t{2}); // at once
    QCOMPARE(reports[1].first, reports[0].first);
    QCOMPARE(reports[1].second.run, std::string("a"));
    diagnosing.run(8);
    QCOMPARE(reports.size(), std::size_t{2});
    QTRY_COMPARE(reports.size(), std::size_t{3});
    QVERIFY(reports[2].first != reports[0].first);
}

void ControllersTest::diagnosticsAreComputedCancelledAndRefused() {
    Asker asker;
    Views views(&asker);
    Exploration& exploration = views.exploration;
    DiagnosticsPanel& diagnosing = views.diagnostics;
    QSignalSpy ready(&diagnosing, &DiagnosticsPanel::reportShown);
    diagnosing.run(10); // of nothing
    QVERIFY(!views.diagnoses());

    const DatasetPtr dataset = test::tinyDataset(300, 200);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = Trainer(dataset, smallConfiguration(*dataset)).model();
    snapshot->step = 77;
    exploration.setDataset(dataset);
    exploration.setSnapshot(snapshot);
    diagnosing.run(5000);
    diagnosing.run(7); // the newer wins
    QVERIFY(views.diagnoses());
    QVERIFY(ready.wait());
    QVERIFY(!views.diagnoses());
    const auto report = ready[0][0].value<DiagnosticsReportPtr>();
    QCOMPARE(report->step, std::int64_t{77});
    QCOMPARE(report->bound->samples, 7);

    diagnosing.run(5000);
    QVERIFY(views.diagnoses());
    diagnosing.cancel();
    QVERIFY(!views.diagnoses());
    diagnosing.cancel(); // of nothing
    QVERIFY(!views.diagnoses());
    diagnosing.run(5000);
    exploration.setDataset(test::tinyDataset(30, 20, 6)); // its images are no more
    QVERIFY(!views.diagnoses());
    diagnosing.run(3); // a model of other images
    QTRY_VERIFY(diagnosing.status().contains("another size"));
    QVERIFY(!views.diagnoses());
    QCOMPARE(ready.size(), 1);
}

void ControllersTest::viewsDieAtAnyMoment() {
    const DatasetPtr dataset = test::tinyDataset(200, 20);
    Asker asker; // shared, so that it goes on
    for (int round = 0; round < 200; ++round) {
        auto training = std::make_unique<TrainController>();
        auto views = std::make_unique<Views>(&asker);
        Exploration& exploration = views->exploration;
        connect(training.get(), &TrainController::snapshotReady, &exploration, &Exploration::setSnapshot);
        QSignalSpy snapshots(&exploration, &Exploration::snapshotChanged);
        exploration.setDataset(dataset);
        training->prepare(dataset, smallConfiguration(*dataset, 1 + round % 4));
        const bool runs = round % 5 != 0;
        if (runs) training->worker().run();
        if (round % 4 >= 1) QVERIFY(!snapshots.isEmpty() || snapshots.wait());
        if (round % 4 >= 2) { // every kind of question is under way
            exploration.select(round);
            round % 8 >= 4 ? views->prior.show() : views->manifold.show();
            views->sliders.drawPoint();
            views->diagnostics.run(1000);
            if (round % 3 == 0) views->diagnostics.run(50);
        }
        if (runs && round % 4 == 3) {
            if (round % 3 == 0) training->worker().pause();
            QVERIFY(snapshots.wait());
            if (round % 3 != 0) QTRY_VERIFY(exploration.snapshot()->step > 0);
            if (round % 3 == 1) training->prepare(dataset, smallConfiguration(*dataset, 5));
        }
        if (round % 2 == 0)
            training.reset();
        else
            views.reset();
        if (round % 7 == 0) QCoreApplication::processEvents();
    }
}

void ControllersTest::theWindowDiesAtAnyMoment() {
    for (int round = 0; round < 10; ++round) {
        auto bench = std::make_unique<Workbench>(std::filesystem::path());
        bench->window()->show();
        bench->open(round % 5 == 4 ? QString("moons") : m_tiny);
        if (round % 5 >= 1 && round % 5 <= 3) {
            QTRY_VERIFY(bench->exploration()->snapshot());
            TrainingSettings endless = bench->run()->configuration().training;
            endless.epochs = 0;
            bench->run()->setTraining(endless);
            QTest::mouseClick(bench->window()->findChild<TopBar*>()->trainButton(), Qt::LeftButton);
        }
        if (round % 5 >= 2 && round % 5 <= 3) {
            QTRY_VERIFY(!bench->run()->history().empty());
            bench->exploration()->select(round);
            bench->window()->findChild<DiagnosticsPanel*>()->run(1000);
            bench->window()->tabs()->setCurrentIndex(round % bench->window()->tabs()->count());
        }
        if (round % 5 == 3) {
            QSignalSpy drawn(bench->exploration(), &Exploration::mapFrameChanged);
            QVERIFY(drawn.wait());
            bench->window()->close();
        }
        bench.reset();
        QCoreApplication::processEvents();
        QVERIFY(QApplication::topLevelWidgets().isEmpty());
    }
}

QTEST_MAIN(ControllersTest)
#include "controllers_test.moc"
