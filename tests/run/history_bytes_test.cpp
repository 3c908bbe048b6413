// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/history_bytes.h"

#include "core/base/error.h"

#include <QTest>

#include <random>

using namespace latent;

namespace {

StepRecord noisyRecord(std::int64_t step, std::mt19937& random) {
    std::normal_distribution<double> noise(0, 4);
    const double reconstruction = 230 + noise(random);
    const double kl = 20 + noise(random);
    return {step, 0.1 * static_cast<double>(step), {reconstruction, kl, reconstruction + 0.3 * kl}};
}

EpochRecord epochRecord(int epoch, std::mt19937& random) {
    EpochRecord record;
    record.epoch = epoch;
    record.step = 469 * epoch;
    record.seconds = 1.1;
    record.totalSeconds = 1.1 * epoch;
    record.train = noisyRecord(1, random).train;
    record.test = noisyRecord(1, random).train;
    if (epoch % 2 == 0) record.validation = noisyRecord(1, random).train;
    PosteriorStatistics& posterior = record.posterior;
    for (Vector* values : {&posterior.kl, &posterior.sigma, &posterior.mean, &posterior.spread})
        *values = Vector::Random(5);
    record.squaredError = 0.0123456789;
    return record;
}

RunHistory someHistory(int steps) {
    std::mt19937 random(3);
    RunHistory some;
    for (int step = 1; step <= steps; ++step) some.history.append(noisyRecord(step, random));
    for (int epoch = 1; epoch <= 5; ++epoch) {
        some.epochs.push_back(epochRecord(epoch, random));
        some.history.appendTest(some.epochs.back());
    }
    return some;
}

std::string bytesOf(const RunHistory& some) {
    return historyBytes(some.history, some.epochs);
}

} // namespace

class HistoryBytesTest : public QObject {
    Q_OBJECT
  private slots:
    void comesBackExactly_data() {
        QTest::addColumn<int>("steps");
        for (const int steps : {0, 1, 99, 100, 101, 4096, 20'001}) QTest::addRow("%d steps", steps) << steps;
    }

    // Also what later records make of it: the widths of buckets and the ring of the recent ones are kept.
    void comesBackExactly() {
        QFETCH(const int, steps);
        RunHistory some = someHistory(steps);
        RunHistory back = readHistory(bytesOf(some), "file", "history");
        QVERIFY(bytesOf(back) == bytesOf(some));
        QCOMPARE(back.epochs.size(), some.epochs.size());
        QVERIFY(back.epochs[3].posterior.spread == some.epochs[3].posterior.spread);
        QCOMPARE(back.epochs[3].validation->kl, some.epochs[3].validation->kl);
        QCOMPARE(back.epochs[3].squaredError, some.epochs[3].squaredError);
        QVERIFY(!back.epochs[2].validation);
        QCOMPARE(back.history.recent().total, some.history.recent().total);
        for (RunHistory* history : {&some, &back}) {
            std::mt19937 random(9);
            for (int i = 1; i <= 9000; ++i) history->history.append(noisyRecord(steps + i, random));
        }
        QVERIFY(bytesOf(back) == bytesOf(some));
    }

    void everyPrefixIsRefused() {
        const std::string bytes = bytesOf(someHistory(150));
        for (std::size_t size = 0; size < bytes.size(); size += 5)
            QVERIFY_THROWS_EXCEPTION(Error, readHistory(bytes.substr(0, size), "file", "history"));
        QVERIFY_THROWS_EXCEPTION(Error, readHistory(bytes + "x", "file", "history"));
    }

    void countsThatNothingFollowsAreRefused() {
        std::string bytes = bytesOf(someHistory(3));
        bytes[4 + 8 + 8 + 7] = 0x7f; // the number of buckets: more than any memory holds
        QVERIFY_THROWS_EXCEPTION(Error, readHistory(bytes, "file", "history"));
    }
};

QTEST_GUILESS_MAIN(HistoryBytesTest)
#include "history_bytes_test.moc"
