// SPDX-License-Identifier: GPL-3.0-or-later
// Work on other threads, also where there is no thread, or no memory, to do it.
#include "app/load_controller.h"
#include "core/base/cores.h"
#include "core/data/sets/catalogue.h"
#include "core/train/trainer.h"
#include "tests/app/tiny_idx.h"
#include "tests/base/failing_memory.h"
#include "tests/base/failing_threads.h"
#include "ui/ask/lane.h"
#include "ui/diagnostics/diagnostics_panel.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

using namespace latent;
using latent::testing::MemoryLimit;
using latent::testing::ThreadLimit;

class LaneTest : public QObject {
    Q_OBJECT
  private slots:
    void theMostUrgentComesFirst() {
        QSemaphore begun;
        QSemaphore gate;
        std::vector<int> order; // on the thread, and read once all is done
        Lane lane(Lane::Pace::Fast);
        lane.start([&] {
            begun.release();
            gate.acquire();
        });
        begun.acquire();
        const std::pair<int, int> works[]{{1, 0}, {2, 3}, {3, 1}, {4, 3}, {5, 0}}; // number, priority
        for (const auto& [number, priority] : works)
            lane.start([&order, number = number] { order.push_back(number); }, priority);
        gate.release();
        lane.finish();
        QCOMPARE(order, (std::vector<int>{2, 4, 3, 1, 5}));
    }

    void whatHasNotBegunIsDropped() {
        for (int i = 0; i < 200; ++i) {
            QSemaphore begun;
            QSemaphore gate;
            std::atomic<int> done = 0;
            {
                Lane lane(Lane::Pace::Fast);
                lane.start([&] {
                    begun.release();
                    gate.acquire();
                    ++done;
                });
                begun.acquire();
                lane.start([&] { done += 100; });
                gate.release(i % 2);
                if (i % 2 == 0) {
                    lane.start([&] { done += 100; });
                    gate.release();
                }
            }
            QVERIFY(done % 100 == 1); // what had begun was waited for
        }
    }

    void longWorkRunsBelowTheWindow() {
        const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
        for (const Lane::Pace pace : {Lane::Pace::Fast, Lane::Pace::Long}) {
            Lane lane(pace);
            int found = -100; // on the thread, and read once all is done
            lane.start([&] { found = niceness(); });
            lane.finish();
            QCOMPARE(found, pace == Lane::Pace::Long ? std::max(10, niceness()) : niceness());
        }
    }

    void aThreadThatCannotStartIsTriedAgain() {
        if (!ThreadLimit::kWorks) QSKIP("not under this sanitizer");
        Lane lane(Lane::Pace::Fast);
        std::atomic<int> done = 0;
        {
            const ThreadLimit limit(0);
            QVERIFY_THROWS_EXCEPTION(std::system_error, lane.start([&] { done += 100; }));
        }
        lane.start([&] { ++done; }); // there is one again
        lane.finish();
        QCOMPARE(done.load(), 1);
    }

    void aSetWhoseThreadCannotStartIsToldOf() {
        if (!ThreadLimit::kWorks) QSKIP("not under this sanitizer");
        const QTemporaryDir folder;
        const QString tiny = folder.filePath("tiny-idx3-ubyte");
        QVERIFY(test::writeTinyIdx(tiny, 120, 8));
        Asker asker;
        LoadController loading(&asker);
        QSignalSpy failed(&loading, &LoadController::failed);
        QSignalSpy loaded(&loading, &LoadController::loaded);
        {
            const ThreadLimit limit(0);
            loading.open(tiny);
        }
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed[0][0].toString(), QString("the system cannot start another thread"));
        loading.open(tiny);
        QTRY_COMPARE(loaded.count(), 1);
    }

    void aSetThatFindsNoMemoryIsToldOf_data() {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {500, 2000, 7000}) QTest::addRow("%d bytes", bytes) << bytes;
    }
    void aSetThatFindsNoMemoryIsToldOf() {
        QFETCH(int, bytes);
        const QTemporaryDir folder;
        const QString tiny = folder.filePath("tiny-idx3-ubyte");
        QVERIFY(test::writeTinyIdx(tiny, 120, 8));
        Asker asker;
        LoadController loading(&asker);
        QSignalSpy failed(&loading, &LoadController::failed);
        QSignalSpy loaded(&loading, &LoadController::loaded);
        {
            const MemoryLimit limit(static_cast<std::size_t>(bytes));
            loading.open(tiny);
            QTRY_COMPARE(failed.count() + loaded.count(), 1);
        }
        if (failed.count() == 1)
            QVERIFY2(failed[0][0].toString().contains("memory"), qPrintable(failed[0][0].toString()));
        loading.open(tiny);
        QTRY_VERIFY(loaded.count() > 0);
    }

    void diagnosticsWithoutAThreadAreToldOf_data() {
        QTest::addColumn<int>("started");
        QTest::newRow("not even their own") << 0;
        QTest::newRow("not those that help") << 1;
    }
    void diagnosticsWithoutAThreadAreToldOf() {
        if (!ThreadLimit::kWorks) QSKIP("not under this sanitizer");
        QFETCH(int, started);
        if (started == 1 && coreCount() == 1) QSKIP("nobody helps");
        const QTemporaryDir folder;
        const QString tiny = folder.filePath("tiny-idx3-ubyte");
        QVERIFY(test::writeTinyIdx(tiny, 120, 8));
        const DatasetPtr dataset = openDataset(tiny.toStdString(), {});
        Configuration configuration;
        configuration.architecture = {.shape = dataset->shape, .hidden = {16}, .latent = 2};
        configuration.training.threads = 1;
        Asker asker;
        SharedLooking looking;
        Exploration exploration(&looking, Exploration::Role::Leads, &asker);
        exploration.setDataset(dataset);
        exploration.setSnapshot(Trainer(dataset, configuration).snapshot());
        DiagnosticsPanel diagnosing(&exploration);
        QSignalSpy ready(&diagnosing, &DiagnosticsPanel::reportShown);
        {
            const ThreadLimit limit(started);
            diagnosing.run(3);
            QTRY_VERIFY2(diagnosing.status().contains("thread"), qPrintable(diagnosing.status()));
        }
        diagnosing.run(3);
        QTRY_COMPARE(ready.count(), 1);
    }
};

QTEST_MAIN(LaneTest)
#include "lane_test.moc"
