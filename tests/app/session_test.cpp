// SPDX-License-Identifier: GPL-3.0-or-later
// What a person leaves behind in the window is there at the next start.
#include "app/studio/recent_sessions.h"
#include "tests/app/session_window.h"
#include "tests/app/tiny_idx.h"
#include "ui/diagnostics/diagnostics_panel.h"
#include "ui/explore/sliders_panel.h"
#include "ui/map/map_canvas.h"

#include <QDir>
#include <QImageReader>
#include <QPushButton>
#include <QSignalSpy>
#include <QUndoStack>

namespace latent {
namespace {

using Window = test::SessionWindow;
constexpr int kPatienceMs = test::kSessionPatienceMs;

} // namespace

class SessionTest : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void everythingComesBack();
    void aRunGoesOnBitForBit();
    void resetKeepsTheRun();
    void aDeletedRunComesBackByUndo();
    void movedImagesAreAskedFor();
    void aNewSessionShowsNoModelWithoutImages();
    void changedImagesAreTold();
    void aDamagedDeskDoesNotStopTheStart();
    void aDamagedRunDoesNotStopTheStart();
    void untrainedImagesComeBack();
    void stepsOfOtherImagesAreForgotten();
    void aSecondWindowHasASessionOfItsOwn();
    void sessionsGoIntoAFileAndBack();
    void aNewSessionPutsTheOldOneAside();
    void openingAnotherFileForgetsWhatWasComing();
    void timeGoesBackAndOn();

  private:
    QString data() const { return m_images.filePath("images.idx"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QTemporaryDir m_images;
};

void SessionTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(test::writeTinyIdx(data(), 400, 8));
}

void SessionTest::everythingComesBack() {
    Looking looked;
    Vector weights;
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(2);
        QVERIFY(first.train());
        first.gesture();
        first.looked()->select(7);
        first.gesture();
        first.looked()->setCoordinate(1, 1.25F);
        first.gesture();
        first.looked()->setAxes({.x = 2, .y = 3});
        first.gesture();
        first.looked()->setWindow(MapWindow{.x = 0.5, .y = -0.5, .unitsPerPixel = 0.01});
        first.gesture();
        first.looked()->setSplit(MapSplit::All);
        looked = first.looked()->looking();
        const FlatVector<float>& all = first.looked()->snapshot()->model.weights;
        weights = Eigen::Map<const Vector>(all.data(), static_cast<Index>(all.size()));
        QTRY_COMPARE(first.bench.session()->runs().all().size(), std::size_t{1});
        first.bench.session()->renameRun(first.run()->info().id, "My run");
    }
    Window second(*m_folder, {});
    QTRY_VERIFY_WITH_TIMEOUT(second.run()->hasStarted() && second.waitForData(), kPatienceMs);
    QTRY_VERIFY(second.looked()->looking() == looked);
    QCOMPARE(second.run()->info().name, std::string("My run"));
    QTRY_COMPARE(second.run()->status().epoch, 2);
    QTRY_COMPARE(second.run()->history().train().empty(), false);
    QTRY_VERIFY(second.looked()->snapshot() && second.looked()->snapshot()->step > 0);
    const FlatVector<float>& all = second.looked()->snapshot()->model.weights;
    QCOMPARE(Vector(Eigen::Map<const Vector>(all.data(), static_cast<Index>(all.size()))), weights);
    // And the way there.
    QCOMPARE(second.bench.steps()->count(), 5);
    second.bench.steps()->undo();
    QCOMPARE(second.looked()->split(), MapSplit::Training);
    for (int i = 0; i < 4; ++i) second.bench.steps()->undo();
    QCOMPARE(second.looked()->selected(), Index{-1});
}

void SessionTest::aRunGoesOnBitForBit() {
    const auto weightsAfter = [&](bool interrupted) {
        m_folder = std::make_unique<QTemporaryDir>();
        auto window = std::make_unique<Window>(*m_folder, data());
        if (!window->waitForData()) return std::vector<float>();
        window->useSmallModel(3);
        if (interrupted) {
            for (int i = 0; i < 17; ++i) { // in mid-epoch
                window->run()->stepOnce();
                if (!test::waitForStep(*window, i + 1)) return std::vector<float>();
            }
            window.reset();
            window = std::make_unique<Window>(*m_folder, QString());
            if (!test::waitForStep(*window, 17)) return std::vector<float>();
        }
        if (!window->train()) return std::vector<float>();
        const FlatVector<float>& all = window->looked()->snapshot()->model.weights;
        return std::vector<float>(all.begin(), all.end());
    };
    const std::vector<float> whole = weightsAfter(false);
    QVERIFY(!whole.empty());
    QCOMPARE(weightsAfter(true), whole);
}

void SessionTest::resetKeepsTheRun() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.useSmallModel(0);
    window.run()->toggleTraining();
    QTRY_VERIFY_WITH_TIMEOUT(window.run()->status().step > 20, kPatienceMs);
    const std::string id = window.run()->info().id;
    window.run()->reset(); // while it trains
    QTRY_VERIFY_WITH_TIMEOUT(window.run()->info().id != id, kPatienceMs);
    const auto bytes = [&] {
        const ListedRun* const listed = window.bench.session()->runs().find(id);
        return listed != nullptr ? listed->bytes : 0; // 0 until it is written
    };
    QTRY_VERIFY(bytes() > 0);
    const ListedRun kept = *window.bench.session()->runs().find(id);
    QVERIFY(kept.info.status.step > 20);
    window.bench.session()->openRun(id);
    QTRY_COMPARE_WITH_TIMEOUT(window.run()->info().id, id, kPatienceMs);
    QTRY_COMPARE(window.run()->status().step, kept.info.status.step);
}

void SessionTest::aDeletedRunComesBackByUndo() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.useSmallModel(1);
    QVERIFY(window.train());
    const std::string id = window.run()->info().id;
    window.run()->reset();
    QTRY_VERIFY(window.bench.session()->runs().find(id) != nullptr);
    window.bench.session()->deleteRun(id);
    QVERIFY(window.bench.session()->runs().find(id) == nullptr);
    QTest::keyClick(window.bench.window(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(window.bench.session()->runs().find(id) != nullptr);
    window.bench.session()->openRun(id);
    QTRY_COMPARE_WITH_TIMEOUT(window.run()->info().id, id, kPatienceMs);
}

void SessionTest::movedImagesAreAskedFor() {
    const QString elsewhere = m_folder->filePath("elsewhere.idx");
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        QVERIFY(first.train());
    }
    QVERIFY(QFile::rename(data(), elsewhere));
    {
        Window second(*m_folder, {});
        QSignalSpy missing(second.bench.session()->opener(), &RunOpener::imagesMissing);
        QTRY_COMPARE_WITH_TIMEOUT(missing.count(), 1, kPatienceMs);
        // Meanwhile the model is looked at without them.
        QTRY_VERIFY(second.looked()->snapshot());
        QCOMPARE(second.looked()->latentSize(), 4);
        QCOMPARE(second.looked()->point().size(), 4);
        QVERIFY(!second.run()->hasImages());
        QSignalSpy refused(second.run(), &LiveRun::refused);
        second.run()->toggleTraining();
        second.bench.window()->findChild<DiagnosticsPanel*>()->run(8);
        second.looked()->setCoordinate(0, 1);
        QSignalSpy decoded(second.bench.window()->findChild<SlidersPanel*>(), &SlidersPanel::stripsShown);
        QTRY_VERIFY(decoded.count() > 0);
        QCOMPARE(refused.count(), 1);
        second.bench.session()->renameRun(second.run()->info().id, "Alone");
        second.bench.open(elsewhere);
        QTRY_VERIFY_WITH_TIMEOUT(second.run()->hasStarted(), kPatienceMs);
        QTRY_COMPARE(second.run()->status().epoch, 1);
        QCOMPARE(second.looked()->dataset()->size(), Index{400});
    }
}

void SessionTest::aNewSessionShowsNoModelWithoutImages() {
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        QVERIFY(first.train());
    }
    QVERIFY(QFile::remove(data()));
    Window second(*m_folder, {});
    QTRY_VERIFY_WITH_TIMEOUT(second.looked()->snapshot(), kPatienceMs);
    const std::string id = second.run()->info().id;
    second.bench.sessions()->startNew();
    QTRY_VERIFY_WITH_TIMEOUT(second.run()->info().id != id, kPatienceMs);
    QVERIFY(!second.looked()->snapshot() && !second.looked()->dataset());
    QVERIFY(!second.run()->hasStarted());
    QVERIFY(test::writeTinyIdx(data(), 300, 8));
    second.bench.open(data());
    QVERIFY(second.waitForData());
    QCOMPARE(second.looked()->dataset()->size(), Index{300});
}

void SessionTest::changedImagesAreTold() {
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        QVERIFY(first.train());
    }
    QVERIFY(test::writeTinyIdx(data(), 390, 8));
    Window second(*m_folder, {});
    QSignalSpy told(second.bench.session(), &Session::failed);
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, kPatienceMs);
    QVERIFY(second.waitForData());
    QCOMPARE(second.run()->hasStarted(), false);
    QCOMPARE(second.bench.session()->runs().all().size(), std::size_t{1}); // it is still there
}

void SessionTest::aDamagedDeskDoesNotStopTheStart() {
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        QVERIFY(first.train());
    }
    QFile desk(m_folder->filePath("data/session/desk.json"));
    QVERIFY(desk.open(QIODevice::ReadWrite));
    QVERIFY(desk.resize(desk.size() / 2));
    desk.close();
    Window second(*m_folder, data());
    QVERIFY(QFile::exists(m_folder->filePath("data/session/desk.unread.json"))); // it is not overwritten
    QVERIFY(second.waitForData());
    QCOMPARE(second.bench.session()->runs().all().size(), std::size_t{1});
}

void SessionTest::aDamagedRunDoesNotStopTheStart() {
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        QVERIFY(first.train());
    }
    QDir runs(m_folder->filePath("data/session/runs"));
    const QStringList files = runs.entryList({"*.latent"});
    QCOMPARE(files.size(), 1);
    QFile run(runs.filePath(files.first()));
    QVERIFY(run.open(QIODevice::ReadWrite));
    QVERIFY(run.resize(40));
    run.close();
    Window second(*m_folder, {});
    QVERIFY(second.waitForData()); // of the images that were open
    QCOMPARE(second.looked()->dataset()->size(), Index{400});
}

void SessionTest::untrainedImagesComeBack() {
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(37);
        Objective objective = first.run()->configuration().objective;
        objective.beta = 2.5F;
        first.run()->setObjective(objective);
    }
    Window second(*m_folder, {});
    QVERIFY(second.waitForData());
    QCOMPARE(second.looked()->dataset()->size(), Index{400});
    QTRY_COMPARE(second.run()->configuration().objective.beta, 2.5F);
    QCOMPARE(second.run()->configuration().training.epochs, 37);
    QCOMPARE(second.run()->configuration().architecture.latent, 4);
}

void SessionTest::stepsOfOtherImagesAreForgotten() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.gesture();
    window.looked()->select(399);
    QCOMPARE(window.bench.steps()->count(), 1);
    QVERIFY(test::writeTinyIdx(m_folder->filePath("few.idx"), 50, 8));
    window.bench.open(m_folder->filePath("few.idx"));
    QTRY_VERIFY(window.looked()->dataset()->size() == 50);
    QCOMPARE(window.bench.steps()->count(), 0);
    window.looked()->select(399); // as from a file
    QCOMPARE(window.looked()->selected(), Index{-1});
}

void SessionTest::aSecondWindowHasASessionOfItsOwn() {
    Window first(*m_folder, data());
    QVERIFY(first.waitForData());
    Window second(*m_folder, data());
    QVERIFY(second.bench.session()->store().isOpen());
    QVERIFY(second.bench.session()->store().folder().path() !=
            first.bench.session()->store().folder().path());
}

void SessionTest::sessionsGoIntoAFileAndBack() {
    const QString file = m_folder->filePath("mine.latent");
    std::string id;
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        QVERIFY(first.train());
        id = first.run()->info().id;
        first.looked()->select(11);
        QTRY_VERIFY(first.bench.session()->runs().find(id) != nullptr);
        QSignalSpy saved(first.bench.session(), &Session::saved);
        first.bench.session()->saveAs(file.toStdString());
        QTRY_COMPARE(saved.count(), 1);
        QVERIFY(QFile::exists(file));
        QVERIFY(!first.bench.session()->isChanged());
        QVERIFY(first.bench.window()->windowTitle().contains("mine.latent"));
        // What another window writes there is not overwritten.
        QSignalSpy refused(first.bench.session(), &Session::failed);
        const std::filesystem::path path = file.toStdString();
        std::filesystem::last_write_time(path,
                                         std::filesystem::last_write_time(path) + std::chrono::seconds(5));
        first.bench.session()->saveAs(path);
        QCOMPARE(refused.count(), 1);
    }
    QTemporaryDir elsewhere;
    Window second(elsewhere, file);
    QTRY_COMPARE_WITH_TIMEOUT(second.run()->info().id, id, kPatienceMs);
    QTRY_COMPARE(second.looked()->selected(), Index{11});
}

void SessionTest::aNewSessionPutsTheOldOneAside() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.useSmallModel(1);
    QVERIFY(window.train());
    const std::string id = window.run()->info().id;
    window.gesture();
    window.looked()->select(5);
    QSignalSpy filed(window.bench.session(), &Session::putAside);
    window.bench.session()->startNew();
    QTRY_COMPARE_WITH_TIMEOUT(filed.count(), 1, kPatienceMs);
    QVERIFY(window.bench.session()->runs().all().empty());
    QCOMPARE(window.bench.steps()->count(), 0);
    QVERIFY(window.run()->info().id != id);
    QVERIFY(window.train()); // on the same images
    QTRY_COMPARE(window.bench.session()->runs().all().size(), std::size_t{1});
    const std::string other = window.run()->info().id;
    window.bench.session()->openEarlier(filed.at(0).at(0).value<std::filesystem::path>());
    QTRY_COMPARE_WITH_TIMEOUT(window.run()->info().id, id, kPatienceMs);
    QTRY_COMPARE(window.looked()->selected(), Index{5});
    QTRY_VERIFY(window.looked()->moments().size() > 0);             // they came along
    QVERIFY(window.bench.session()->runs().find(other) == nullptr); // is aside in its turn
    const RecentSessions recent(m_folder->filePath("data").toStdString());
    QCOMPARE(recent.all().size(), std::size_t{1});
    QVERIFY(recent.all()[0].putAside);
}

void SessionTest::openingAnotherFileForgetsWhatWasComing() {
    const std::string file = m_folder->filePath("gone.latent").toStdString();
    {
        QTemporaryDir elsewhere;
        Window first(elsewhere, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        QVERIFY(first.train());
        QSignalSpy saved(first.bench.session(), &Session::saved);
        first.bench.session()->saveAs(file);
        QTRY_COMPARE(saved.count(), 1);
    }
    QVERIFY(QFile::remove(data()));
    const QString few = m_folder->filePath("few.idx");
    QVERIFY(test::writeTinyIdx(few, 50, 8));
    Window second(*m_folder, few);
    QVERIFY(second.waitForData());
    QSignalSpy missing(second.bench.session()->opener(), &RunOpener::imagesMissing);
    QSignalSpy failed(second.bench.session(), &Session::failed);
    second.bench.session()->openFile(file);
    QTRY_COMPARE_WITH_TIMEOUT(missing.count(), 1, kPatienceMs);
    QVERIFY(second.bench.session()->opener()->missingImages() != nullptr);
    second.bench.open(few); // the person goes on with other images: nothing to tell
    QTRY_VERIFY_WITH_TIMEOUT(second.bench.session()->opener()->missingImages() == nullptr, kPatienceMs);
    QVERIFY(second.waitForData());
    QCOMPARE(failed.count(), 0);
    QVERIFY(!second.run()->hasStarted());
}

void SessionTest::timeGoesBackAndOn() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.useSmallModel(8000); // moments come by time: as many epochs as take a while
    QVERIFY(window.train());
    QTRY_VERIFY(window.looked()->moments().size() > 3);
    const SnapshotPtr newest = window.looked()->snapshot();
    window.gesture();
    window.looked()->setMoment(window.looked()->moments().front());
    QTRY_VERIFY(window.looked()->snapshot() != newest);
    QVERIFY(window.looked()->snapshot()->step < newest->step);
    QTRY_VERIFY(window.looked()->mapFrame()->taken == window.looked()->snapshot()->taken);
    window.looked()->stepMoment(1);
    QCOMPARE(*window.looked()->moment(), window.looked()->moments()[1]);
    // The whole journey as an animation.
    const QString file = m_folder->filePath("journey.webp");
    window.bench.files()->journeySaveChosen(file);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), kPatienceMs);
    QCOMPARE(*window.looked()->moment(), window.looked()->moments()[1]); // back where it was
    QImageReader animation(file);
    QVERIFY(animation.imageCount() > 3);
    QCOMPARE(animation.read().size(), window.bench.window()->findChild<MapCanvas*>()->size());
    // Another run from there.
    const std::string parent = window.run()->info().id;
    const auto branch = window.bench.window()->findChild<QPushButton*>("branch");
    QVERIFY(branch->isVisible());
    window.looked()->stepMoment(1); // at once: its weights are still being read
    QTest::mouseClick(branch, Qt::LeftButton);
    QTRY_COMPARE(window.run()->info().parent, parent);
    QVERIFY(!window.looked()->moment());
    QVERIFY(window.train());
    QTRY_COMPARE(window.bench.session()->runs().all().size(), std::size_t{2});
}

} // namespace latent

QTEST_MAIN(latent::SessionTest)
#include "session_test.moc"
