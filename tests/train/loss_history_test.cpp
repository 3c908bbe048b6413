// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/loss_history.h"

#include "core/base/error.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

using namespace latent;

namespace {

StepRecord record(std::int64_t step, double nats) {
    return {
        .step = step, .seconds = 0.25 * static_cast<double>(step), .train = {nats, nats / 8, nats * 1.125}};
}

EpochRecord testRecord(int epoch) {
    EpochRecord record;
    record.epoch = epoch;
    record.step = 50 * epoch;
    record.test = {1.0 * epoch, 0, 1.0 * epoch};
    return record;
}

/// The slow twin: everything ever appended.
struct FullHistory {
    std::vector<StepRecord> records;

    LossBucket summary(std::size_t first, std::size_t count) const {
        LossBucket bucket;
        bucket.firstStep = records[first].step;
        bucket.firstSeconds = records[first].seconds;
        for (auto& curve : bucket.curves) curve.min = std::numeric_limits<double>::infinity();
        for (auto& curve : bucket.curves) curve.max = -std::numeric_limits<double>::infinity();
        for (std::size_t i = first; i < first + count; ++i) {
            bucket.lastStep = records[i].step;
            bucket.lastSeconds = records[i].seconds;
            ++bucket.records;
            for (const LossCurve curve : kLossCurves) {
                auto& of = bucket.curves[static_cast<std::size_t>(curve)];
                of.sum += value(records[i].train, curve);
                of.min = std::min(of.min, value(records[i].train, curve));
                of.max = std::max(of.max, value(records[i].train, curve));
            }
        }
        return bucket;
    }
};

} // namespace

class LossHistoryTest : public QObject {
    Q_OBJECT

  private slots:
    void buckets_agree_with_the_full_history_data() {
        QTest::addColumn<int>("capacity");
        QTest::addColumn<int>("count");
        QTest::newRow("nothing merged") << 64 << 64;
        QTest::newRow("first merge") << 64 << 65;
        QTest::newRow("many merges") << 64 << 10'007;
        QTest::newRow("odd capacity") << 63 << 5'000;
        QTest::newRow("smallest") << 2 << 1'000;
        QTest::newRow("the real capacity") << static_cast<int>(LossHistory::kCapacity) << 50'000;
    }

    void buckets_agree_with_the_full_history() {
        QFETCH(const int, capacity);
        QFETCH(const int, count);
        LossHistory history(static_cast<std::size_t>(capacity));
        FullHistory full;
        std::mt19937 random(7);
        std::normal_distribution<double> noise(0, 4);
        for (int i = 0; i < count; ++i) {
            full.records.push_back(record(i + 1, 230 + 300 / (1.0 + i) + noise(random)));
            history.append(full.records.back());
            QVERIFY(history.train().size() <= static_cast<std::size_t>(capacity));
        }
        std::size_t at = 0;
        for (const LossBucket& bucket : history.train()) {
            const LossBucket expected = full.summary(at, static_cast<std::size_t>(bucket.records));
            QCOMPARE(bucket.firstStep, expected.firstStep);
            QCOMPARE(bucket.lastStep, expected.lastStep);
            QCOMPARE(bucket.firstSeconds, expected.firstSeconds);
            QCOMPARE(bucket.lastSeconds, expected.lastSeconds);
            for (const LossCurve curve : kLossCurves) {
                QCOMPARE(bucket.of(curve).min, expected.of(curve).min); // extremes to the bit
                QCOMPARE(bucket.of(curve).max, expected.of(curve).max);
                // Sums are added in another order: 50,000 roundings of 1e-16 each.
                QVERIFY(std::abs(bucket.mean(curve) - expected.mean(curve)) < 1e-9);
            }
            at += static_cast<std::size_t>(bucket.records);
        }
        QCOMPARE(at, full.records.size()); // every step is in a bucket
        QVERIFY(history.train().size() * 2 + 2 >= std::min<std::size_t>(full.records.size(), capacity));
    }

    void one_spike_survives_every_merge() {
        LossHistory history(32);
        for (int i = 0; i < 100'000; ++i) history.append(record(i, i == 31'415 ? 9'999 : 240));
        const auto buckets = history.train();
        const auto spike = std::ranges::find_if(buckets, [](const LossBucket& bucket) {
            return bucket.of(LossCurve::Reconstruction).max == 9'999;
        });
        QVERIFY(spike != buckets.end());
        QVERIFY(spike->firstStep <= 31'415 && spike->lastStep >= 31'415);
    }

    void test_points_have_buckets_of_their_own() {
        LossHistory history(4);
        for (int epoch = 1; epoch <= 9; ++epoch) {
            EpochRecord one;
            one.epoch = epoch;
            one.step = epoch * 100;
            one.totalSeconds = epoch * 2.0;
            one.test = {300.0 - epoch, 1.0, 301.0 - epoch};
            history.appendTest(one);
        }
        QVERIFY(history.train().empty());
        QVERIFY(history.test().size() <= 4);
        QCOMPARE(history.test().front().firstStep, 100);
        QCOMPARE(history.test().back().lastStep, 900);
        QCOMPARE(history.lastTest().total, 292.0);
    }

    void recent_is_the_mean_of_the_last_steps() {
        LossHistory history;
        QCOMPARE(history.recent().total, 0.0);
        history.append(record(1, 80));
        QCOMPARE(history.recent().reconstruction, 80.0);
        for (int i = 2; i <= 150; ++i) history.append(record(i, i));
        // 51 … 150
        QVERIFY(std::abs(history.recent().reconstruction - 100.5) < 1e-9);
    }

    void what_is_not_finite_is_left_out() {
        LossHistory history;
        history.append(record(1, 250));
        history.append(record(2, std::numeric_limits<double>::quiet_NaN()));
        history.append(record(3, std::numeric_limits<double>::infinity()));
        QCOMPARE(history.train().size(), std::size_t{1});
        QCOMPARE(history.recent().reconstruction, 250.0);
    }

    void clear_forgets_all_and_starts_fine() {
        LossHistory history(8);
        for (int i = 0; i < 1'000; ++i) history.append(record(i, 200));
        history.clear();
        QVERIFY(history.empty());
        for (int i = 0; i < 8; ++i) history.append(record(i, 200));
        QCOMPARE(history.train().size(), std::size_t{8}); // a step a bucket again
    }

    void goes_back_as_far_as_buckets_allow() {
        LossHistory history(64);
        for (int i = 1; i <= 200; ++i) history.append(record(i, 100 + i)); // four steps a bucket
        for (int epoch = 1; epoch <= 4; ++epoch) history.appendTest(testRecord(epoch));
        LossHistory whole = history;
        const EpochRecord second = testRecord(2);
        history.goBackTo(110, &second);
        QCOMPARE(history.train().back().lastStep, std::int64_t{108});
        QCOMPARE(history.test().size(), std::size_t{2});
        QCOMPARE(history.lastTest().total, 2.0);
        QCOMPARE(history.recent().total, 0.0);
        for (int i = 111; i <= 200; ++i) history.append(record(i, 100 + i)); // and on from there
        QCOMPARE(history.train().back().lastStep, std::int64_t{200});
        QVERIFY(LossHistory(history.content()).train().size() == history.train().size());

        whole.goBackTo(200, nullptr); // nothing came later, but no epoch counts
        QCOMPARE(whole.train().back().lastStep, std::int64_t{200});
        QVERIFY(whole.recent().total > 0);
        QVERIFY(whole.test().empty());
    }

    void refuses_what_does_not_hold_together_data() {
        using Spoil = std::function<void(LossHistory::Content&)>;
        QTest::addColumn<Spoil>("spoil");
        const auto row = [](const char* name, Spoil spoil) { QTest::newRow(name) << spoil; };
        row("too many buckets", [](LossHistory::Content& c) { c.train.capacity = 3; });
        row("no capacity", [](LossHistory::Content& c) { c.test.capacity = 0; });
        row("a huge capacity", [](LossHistory::Content& c) { c.train.capacity = std::size_t{1} << 40; });
        row("no width", [](LossHistory::Content& c) { c.train.width = 0; });
        row("another width", [](LossHistory::Content& c) { c.train.width = 8; });
        row("steps out of order", [](LossHistory::Content& c) { c.train.buckets[3].firstStep = 1; });
        row("a bucket that ends before it begins",
            [](LossHistory::Content& c) { c.train.buckets[3].lastStep = 1; });
        row("an empty bucket", [](LossHistory::Content& c) { c.train.buckets.back().records = 0; });
        row("a loss that is not finite",
            [](LossHistory::Content& c) { c.train.buckets[1].curves[2].sum = std::nan(""); });
        row("a recent loss that is not finite",
            [](LossHistory::Content& c) { c.recent[1].kl = std::nan(""); });
        row("too many recent losses",
            [](LossHistory::Content& c) { c.recent.resize(LossHistory::kRecent + 1); });
        row("a ring that begins elsewhere", [](LossHistory::Content& c) {
            c.recent.resize(5);
            c.nextRecent = 4;
        });
        row("a ring beyond its end", [](LossHistory::Content& c) { c.nextRecent = LossHistory::kRecent; });
    }

    void refuses_what_does_not_hold_together() {
        using Spoil = std::function<void(LossHistory::Content&)>;
        QFETCH(const Spoil, spoil);
        LossHistory history(64);
        for (int i = 1; i <= 202; ++i) history.append(record(i, 100 + i));
        LossHistory::Content content = history.content();
        QCOMPARE(LossHistory(content).train().size(), history.train().size());
        spoil(content);
        QVERIFY_THROWS_EXCEPTION(Error, LossHistory(std::move(content)));
    }

    void condensed_keeps_the_shorter_rest() {
        LossHistory history;
        for (int i = 0; i < 10; ++i) history.append(record(i, 100 + i));
        const std::vector<LossBucket> groups = condensed(history.train(), 4);
        QCOMPARE(groups.size(), std::size_t{3});
        QCOMPARE(groups[2].records, 2);
        QCOMPARE(groups[1].of(LossCurve::Reconstruction).max, 107.0);
    }
};

QTEST_GUILESS_MAIN(LossHistoryTest)
#include "loss_history_test.moc"
