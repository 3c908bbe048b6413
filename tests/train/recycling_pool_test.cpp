// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/recycling_pool.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace latent;

class RecyclingPoolTest : public QObject {
    Q_OBJECT
  private slots:
    void memoryIsUsedAgain() {
        RecyclingPool<std::vector<int>> pool;
        std::shared_ptr<std::vector<int>> first = pool.take();
        first->assign(1000, 7);
        const int* const memory = first->data();
        std::shared_ptr<std::vector<int>> second = pool.take();
        QVERIFY(second != first); // while somebody has it, nobody else gets it
        const std::shared_ptr<const std::vector<int>> reader = first;
        first.reset();
        QVERIFY(pool.take()->data() != memory);
        QCOMPARE(reader->back(), 7);
    }
    void comesBackFromAnotherThread() {
        RecyclingPool<std::vector<int>> pool;
        std::shared_ptr<std::vector<int>> object = pool.take();
        object->assign(1000, 7);
        const int* const memory = object->data();
        std::thread([object = std::move(object)]() mutable { object.reset(); }).join();
        QCOMPARE(pool.take()->data(), memory);
    }
    void waitsForOneThatComesBack() {
        using namespace std::chrono_literals;
        RecyclingPool<std::vector<int>> pool;
        std::shared_ptr<std::vector<int>> object = pool.take();
        const std::vector<int>* const memory = object.get();
        const std::jthread owner([object = std::move(object)]() mutable {
            std::this_thread::sleep_for(20ms); // so that the other one mostly has to wait
            object.reset();
        });
        pool.awaitSpare(1h, {});
        QCOMPARE(pool.take().get(), memory);
    }
    void doesNotWaitWhenStopped() {
        RecyclingPool<int> pool;
        const std::shared_ptr<int> kept = pool.take();
        std::stop_source stop;
        stop.request_stop();
        pool.awaitSpare(std::chrono::hours(1), stop.get_token());
        pool.awaitSpare(std::chrono::milliseconds(1), {}); // nor longer than it was told
        QVERIFY(pool.takeSpare() == nullptr);
    }
    void keepsOneSpare() {
        RecyclingPool<std::shared_ptr<int>> pool;
        const auto value = std::make_shared<int>(3);
        {
            const auto first = pool.take(), second = pool.take(), third = pool.take();
            *first = *second = *third = value;
        }
        QCOMPARE(value.use_count(), 2);
    }
    void keepsAsManySparesAsItWasTold() {
        RecyclingPool<std::shared_ptr<int>> pool([](std::shared_ptr<int>&) {}, 2);
        const auto value = std::make_shared<int>(3);
        {
            const auto first = pool.take(), second = pool.take(), third = pool.take();
            *first = *second = *third = value;
        }
        QCOMPARE(value.use_count(), 3);
        const auto one = pool.takeSpare(), two = pool.takeSpare();
        QVERIFY(one && two && one != two && !pool.takeSpare());
    }
    void largeObjectsHaveOneSpare() {
        QCOMPARE(sparesOf(0), std::size_t{4});
        QCOMPARE(sparesOf(1 << 20), std::size_t{4});
        QCOMPARE(sparesOf(6 << 20), std::size_t{2});
        QCOMPARE(sparesOf(std::uint64_t{600} << 20), std::size_t{1});
    }
    void aSpareIsStripped() {
        using Pair = std::pair<std::shared_ptr<int>, std::vector<int>>;
        const auto value = std::make_shared<int>(3);
        RecyclingPool<Pair> pool([](Pair& back) { back.first.reset(); });
        std::shared_ptr<Pair> object = pool.take();
        *object = {value, std::vector<int>(1000, 7)};
        object.reset();
        QCOMPARE(value.use_count(), 1);
        QCOMPARE(pool.take()->second.size(), std::size_t{1000});
    }
    void outlivesThePool() {
        const auto value = std::make_shared<int>(3);
        auto pool = std::make_unique<RecyclingPool<std::shared_ptr<int>>>();
        std::shared_ptr<std::shared_ptr<int>> object = pool->take();
        *object = value;
        pool.reset();
        QCOMPARE(**object, 3);
        object.reset();
        QCOMPARE(value.use_count(), 1);
    }
};

QTEST_GUILESS_MAIN(RecyclingPoolTest)
#include "recycling_pool_test.moc"
