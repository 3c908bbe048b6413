// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/thread_team.h"
#include "tests/base/failing_threads.h"

#include <QTest>

#include <array>
#include <atomic>
#include <numeric>

using namespace latent;
using latent::testing::ThreadLimit;

class ThreadTeamTest : public QObject {
    Q_OBJECT
  private slots:
    void subnormalsAreZeroInTasksAlone() {
#if !defined(__x86_64__)
        QSKIP("only there");
#endif
        const volatile float small = 1e-38F;
        const volatile float subnormal = small / 100;
        QVERIFY(subnormal > 0);
        ThreadTeam team(2);
        std::array<std::atomic<int>, 2> made{}, kept{};
        for (int round = 0; round < 50; ++round) {
            team.run(8, [&](int, int worker) {
                if (small / 100 > 0) ++made[static_cast<std::size_t>(worker)];
                if (subnormal * 1e6F > 0) ++kept[static_cast<std::size_t>(worker)];
            });
        }
        for (const auto& count : made) QCOMPARE(count.load(), 0);
        for (const auto& count : kept) QCOMPARE(count.load(), 0);
        QVERIFY(small / 100 > 0); // this thread is as it was
    }

    void everyTaskRunsOnce_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("tasks");
        for (const int threads : {1, 2, 3, 8}) {
            for (const int tasks : {0, 1, 2, 7, 1000}) {
                QTest::addRow("%d threads, %d tasks", threads, tasks) << threads << tasks;
            }
        }
    }
    void everyTaskRunsOnce() {
        QFETCH(int, threads);
        QFETCH(int, tasks);
        ThreadTeam team(threads);
        QCOMPARE(team.size(), threads);
        std::vector<std::atomic<int>> runs(static_cast<std::size_t>(tasks));
        std::atomic<int> strangers{0};
        team.run(tasks, [&](int task, int worker) {
            ++runs[static_cast<std::size_t>(task)];
            if (worker < 0 || worker >= threads) ++strangers;
        });
        for (const std::atomic<int>& count : runs) QCOMPARE(count.load(), 1);
        QCOMPARE(strangers.load(), 0);
    }

    void resultsOfARoundAreSeenAfterIt() {
        // Plain ints, one a task: run() must order the workers' writes before what follows it.
        constexpr int kTasks = 5;
        constexpr int kRounds = 20'000;
        ThreadTeam team(3);
        std::vector<int> sums(kTasks, 0);
        for (int round = 1; round <= kRounds; ++round) {
            team.run(kTasks, [&](int task, int) { ++sums[static_cast<std::size_t>(task)]; });
            QCOMPARE(std::accumulate(sums.begin(), sums.end(), 0), round * kTasks);
        }
    }

    void aWorkerIsOneThread() {
        constexpr int kThreads = 4;
        ThreadTeam team(kThreads);
        std::array<std::atomic<int>, kThreads> inside{};
        std::atomic<int> collisions{0};
        for (int round = 0; round < 500; ++round) {
            team.run(16, [&](int, int worker) {
                if (inside[static_cast<std::size_t>(worker)].fetch_add(1) != 0) ++collisions;
                inside[static_cast<std::size_t>(worker)].fetch_sub(1);
            });
        }
        QCOMPARE(collisions.load(), 0);
    }

    void aTeamOfOneWorksInTheCaller() {
        ThreadTeam team(1);
        const std::thread::id caller = std::this_thread::get_id();
        std::vector<int> order;
        team.run(4, [&](int task, int worker) {
            QCOMPARE(std::this_thread::get_id(), caller);
            QCOMPARE(worker, 0);
            order.push_back(task);
        });
        QCOMPARE(order, (std::vector<int>{0, 1, 2, 3}));
    }

    void endsAtOnceWhetherUsedOrNot() {
        for (int i = 0; i < 200; ++i) {
            ThreadTeam team(3);
            if (i % 2 == 0) team.run(2, [](int, int) {});
        }
    }

    void whatATaskThrowsComesToTheCaller_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("thrower");
        for (const int threads : {1, 2, 4}) {
            for (const int thrower : {0, 7, 63})
                QTest::addRow("%d threads, task %d", threads, thrower) << threads << thrower;
        }
    }
    void whatATaskThrowsComesToTheCaller() {
        QFETCH(int, threads);
        QFETCH(int, thrower);
        constexpr int kTasks = 64;
        ThreadTeam team(threads);
        for (int round = 0; round < 50; ++round) {
            std::atomic<int> inside{0};
            QByteArray sentence;
            try {
                team.run(kTasks, [&](int task, int) {
                    ++inside;
                    const struct Leaving {
                        std::atomic<int>& inside;
                        ~Leaving() { --inside; }
                    } leaving{inside};
                    if (task == thrower) throw Error("task", std::to_string(task), "failed");
                });
            } catch (const Error& error) {
                sentence = error.what();
                QCOMPARE(inside.load(), 0); // nobody works on what the caller is about to destroy
            }
            QCOMPARE(sentence, "task: " + QByteArray::number(thrower) + ": failed");
            std::atomic<int> done{0};
            team.run(kTasks, [&](int, int) { ++done; }); // and the team works on
            QCOMPARE(done.load(), kTasks);
        }
    }

    void ofManyExceptionsOneArrives() {
        ThreadTeam team(4);
        for (int round = 0; round < 200; ++round) {
            int caught = 0;
            try {
                team.run(100, [](int, int) { throw std::bad_alloc(); });
            } catch (const std::bad_alloc&) {
                ++caught;
            }
            QCOMPARE(caught, 1);
        }
    }

    void aThreadThatCannotStartIsTold_data() {
        QTest::addColumn<int>("started");
        for (const int started : {0, 1, 6}) QTest::addRow("after %d", started) << started;
    }
    void aThreadThatCannotStartIsTold() {
        if (!ThreadLimit::kWorks) QSKIP("not under this sanitizer");
        QFETCH(int, started);
        QByteArray sentence;
        try {
            const ThreadLimit limit(started);
            const ThreadTeam team(8);
        } catch (const Error& error) { // those that had started were joined, else this would terminate
            sentence = error.what();
        }
        QVERIFY2(sentence.startsWith("a thread cannot be started: "), sentence);
        std::atomic<int> done{0};
        ThreadTeam(8).run(20, [&](int, int) { ++done; });
        QCOMPARE(done.load(), 20);
    }

    void idleWorkersSleep() {
        // A worker that waits must not burn a core: with nothing to do for 200 ms, the process uses less
        // than one of its threads would by spinning.
        ThreadTeam team(3);
        team.run(3, [](int, int) {});
        const std::clock_t before = std::clock();
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
        QVERIFY2(seconds < 0.1, qPrintable(QString::number(seconds)));
    }
};

QTEST_GUILESS_MAIN(ThreadTeamTest)
#include "thread_team_test.moc"
