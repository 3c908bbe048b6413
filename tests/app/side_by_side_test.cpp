// SPDX-License-Identifier: GPL-3.0-or-later
// Runs beside the first one.
#include "tests/app/session_window.h"
#include "tests/app/tiny_idx.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_view.h"
#include "ui/runs/differences_dialog.h"

#include <QSignalSpy>
#include <QTableWidget>

namespace latent {
namespace {

using Window = test::SessionWindow;
using Phase = TrainingStatus::Phase;
constexpr int kPatienceMs = test::kSessionPatienceMs;

} // namespace

class SideBySideTest : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void anAutoencoderStandsBesideAVae();
    void runsBesideComeBack();
    void theRunBesideIsRenamedAndOpened();
    void aNewSessionTakesNoRunAlong();

  private:
    QString data() const { return m_images.filePath("images.idx"); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QTemporaryDir m_images;
};

void SideBySideTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(test::writeTinyIdx(data(), 400, 8));
}

void SideBySideTest::anAutoencoderStandsBesideAVae() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.useSmallModel(1);
    QVERIFY(window.train());
    SideBySide* const sides = window.bench.sides();
    sides->trainOther();
    QCOMPARE(sides->stages().size(), std::size_t{1});
    LiveRun* const second = sides->stages()[0]->run();
    QTRY_COMPARE_WITH_TIMEOUT(second->status().phase, Phase::Finished, kPatienceMs);
    QVERIFY(!second->configuration().objective.hasPrior());
    QCOMPARE(second->configuration().architecture, window.run()->configuration().architecture);
    QCOMPARE(window.bench.window()->findChildren<MapCanvas*>().size(), 2);
    window.looked()->select(3);
    QCOMPARE(sides->stages()[0]->exploration()->selected(), Index{3});
    MapCanvas* const map = window.bench.window()->view<MapView>()->canvas();
    MapCanvas* const other = sides->stages()[0]->view<MapView>()->canvas();
    map->setPointDiameter(7);
    map->setGridVisible(true);
    QCOMPARE(other->pointDiameter(), 7.0);
    QVERIFY(other->isGridVisible());
    window.looked()->drawAgain();
    QCOMPARE(sides->stages()[0]->exploration()->draw(), window.looked()->draw());
    sides->closeAll();
    QCOMPARE(window.bench.window()->findChildren<MapCanvas*>().size(), 1);
    QTRY_COMPARE(window.bench.session()->runs().all().size(), std::size_t{2});
}

void SideBySideTest::runsBesideComeBack() {
    std::string front;
    std::vector<std::string> beside;
    {
        Window first(*m_folder, data());
        QVERIFY(first.waitForData());
        first.useSmallModel(1);
        std::vector<std::string> ids;
        for (int i = 0; i < 4; ++i) {
            QVERIFY(first.train());
            ids.push_back(first.run()->info().id);
            if (i < 3) first.run()->reset();
        }
        front = ids.back();
        beside = {ids[0], ids[2], ids[1]};
        for (const std::string& id : beside) first.bench.sides()->show(id);
        QTRY_COMPARE_WITH_TIMEOUT(first.bench.sides()->stages().size(), std::size_t{3}, kPatienceMs);
        QTRY_VERIFY(first.bench.sides()->holds(ids[1]));
        first.bench.sides()->show(front); // it stands there already
        QCOMPARE(first.bench.sides()->stages().size(), std::size_t{3});
    }
    Window second(*m_folder, {});
    QTRY_COMPARE_WITH_TIMEOUT(second.bench.sides()->stages().size(), std::size_t{3}, kPatienceMs);
    QCOMPARE(second.run()->info().id, front);
    const auto& stages = second.bench.sides()->stages();
    for (std::size_t i = 0; i < beside.size(); ++i) QTRY_COMPARE(stages[i]->run()->info().id, beside[i]);
    QCOMPARE(second.bench.window()->findChildren<MapCanvas*>().size(), 4);
    second.bench.sides()->showDifferences();
    const auto table = second.bench.window()->findChild<DifferencesDialog*>()->table();
    QCOMPARE(table->columnCount(), 5); // the settings and four runs
    QCOMPARE(table->rowCount(), 2);    // steps and test loss: no setting differs
    second.bench.sides()->close(beside[1]);
    QCOMPARE(stages.size(), std::size_t{2});
    QCOMPARE(stages[1]->run()->info().id, beside[2]);
}

void SideBySideTest::theRunBesideIsRenamedAndOpened() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.useSmallModel(1);
    QVERIFY(window.train());
    const std::string first = window.run()->info().id;
    window.bench.sides()->trainOther();
    LiveRun* const second = window.bench.sides()->stages()[0]->run();
    QTRY_COMPARE_WITH_TIMEOUT(second->status().phase, Phase::Finished, kPatienceMs);
    QTRY_VERIFY(window.bench.session()->runs().find(second->info().id) != nullptr);
    const std::string id = second->info().id;
    window.bench.session()->renameRun(id, "Beside");
    QCOMPARE(second->info().name, std::string("Beside"));
    window.bench.session()->deleteRun(id); // not while it stands there
    QVERIFY(window.bench.session()->runs().find(id) != nullptr);
    window.bench.sessions()->openRun(id);
    QCOMPARE(window.bench.sides()->stages().size(), std::size_t{0});
    QTRY_COMPARE_WITH_TIMEOUT(window.run()->info().id, id, kPatienceMs);
    QCOMPARE(window.run()->info().name, std::string("Beside"));
    QVERIFY(window.bench.session()->runs().find(first) != nullptr);
}

// While both train: what they learn until then belongs to the session before.
void SideBySideTest::aNewSessionTakesNoRunAlong() {
    Window window(*m_folder, data());
    QVERIFY(window.waitForData());
    window.useSmallModel(0); // without end
    window.bench.sides()->trainOther();
    LiveRun* const second = window.bench.sides()->stages()[0]->run();
    QTRY_VERIFY_WITH_TIMEOUT(second->status().step > 20 && window.run()->status().step > 20, kPatienceMs);
    QSignalSpy aside(window.bench.session(), &Session::putAside);
    window.bench.sessions()->startNew();
    QTRY_COMPARE_WITH_TIMEOUT(aside.count(), 1, kPatienceMs);
    const SessionFolder before(aside.at(0).at(0).value<std::filesystem::path>());
    QCOMPARE(before.runCount(), 2);
    window.bench.session()->store().finish();
    QCoreApplication::processEvents();
    QVERIFY(window.bench.session()->runs().all().empty());
    QCOMPARE(window.bench.session()->store().folder().runCount(), 0);
    QCOMPARE(RecentSessions(window.bench.session()->root()).all().size(), std::size_t{1});
}

} // namespace latent

QTEST_MAIN(latent::SideBySideTest)
#include "side_by_side_test.moc"
