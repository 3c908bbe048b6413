// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace latent;

class ScheduleTest : public QObject {
    Q_OBJECT
  private slots:
    void valuesAlongARun_data();
    void valuesAlongARun();
    void fastRisesThenFalls();
    void shortRunsWarmUpForAThird();
    void veryShortRunsReachAPartOfThePeak_data();
    void veryShortRunsReachAPartOfThePeak();
    void wideLayersTakeShorterSteps();
    void openEndedRunsSettle();
};

void ScheduleTest::valuesAlongARun_data() {
    QTest::addColumn<Schedule>("schedule");
    QTest::addColumn<int>("step");
    QTest::addColumn<double>("expected"); // of a peak of 2, over 4,000 steps
    QTest::newRow("constant, first") << Schedule::Constant << 0 << 2.0;
    QTest::newRow("constant, last") << Schedule::Constant << 3999 << 2.0;
    QTest::newRow("linear, first") << Schedule::Linear << 0 << 2.0;
    QTest::newRow("linear, a quarter") << Schedule::Linear << 1000 << 1.5;
    QTest::newRow("linear, beyond") << Schedule::Linear << 5000 << 0.0;
    QTest::newRow("cosine, first") << Schedule::Cosine << 0 << 2.0;
    QTest::newRow("cosine, half") << Schedule::Cosine << 2000 << 1.0;
    QTest::newRow("cosine, a third") << Schedule::Cosine << 1333 << 1.0 + std::cos(M_PI * 1333 / 4000);
    QTest::newRow("fast, half") << Schedule::Fast << 2000 << 0.5;
    QTest::newRow("fast, three quarters") << Schedule::Fast << 3000 << 0.125;
    QTest::newRow("fast, beyond") << Schedule::Fast << 4000 << 0.0;
}

void ScheduleTest::valuesAlongARun() {
    QFETCH(Schedule, schedule);
    QFETCH(int, step);
    QFETCH(double, expected);
    QVERIFY(std::abs(scheduledRate(schedule, 2, step, 4000) - expected) < 1e-12);
}

void ScheduleTest::fastRisesThenFalls() {
    double before = 0;
    for (int step = 0; step < 4000; ++step) {
        const double rate = scheduledRate(Schedule::Fast, 1, step, 4000);
        QVERIFY(rate > 0);
        QVERIFY(step < 90 ? rate > before : step <= kWarmUpSteps || rate < before);
        before = rate;
    }
    QVERIFY(std::abs(scheduledRate(Schedule::Fast, 1, kWarmUpSteps, 4000) - std::pow(0.975, 2)) < 1e-12);
}

void ScheduleTest::shortRunsWarmUpForAThird() {
    // 60 steps: a rise of 20, after which (60 − 20)² / 60² of the peak is left.
    QVERIFY(std::abs(scheduledRate(Schedule::Fast, 1, 20, 60) - std::pow(2.0 / 3, 2)) < 1e-12);
    QVERIFY(std::abs(scheduledRate(Schedule::Fast, 1, 9, 60) - 10.0 / 21 * std::pow(51.0 / 60, 2)) < 1e-12);
    QVERIFY(std::abs(scheduledRate(Schedule::Fast, 1, 0, 60) - 1.0 / 21) < 1e-12);
}

void ScheduleTest::veryShortRunsReachAPartOfThePeak_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("share");
    QTest::newRow("one step") << 1 << 1.0 / 30;
    QTest::newRow("ten") << 10 << 1.0 / 3;
    QTest::newRow("thirty") << 30 << 1.0;
    QTest::newRow("many") << 3000 << 1.0;
}

void ScheduleTest::veryShortRunsReachAPartOfThePeak() {
    QFETCH(int, steps);
    QFETCH(double, share);
    double most = 0;
    for (int step = 0; step < steps; ++step) {
        const double left = 1 - static_cast<double>(step) / steps;
        const double warmed = std::min(1.0, (step + 1) / (std::min(100.0, steps / 3.0) + 1));
        const double rate = scheduledRate(Schedule::Fast, 1, step, steps);
        QVERIFY(std::abs(rate - share * warmed * left * left) < 1e-12);
        most = std::max(most, rate);
    }
    QVERIFY(most <= share);
    QCOMPARE(scheduledRate(Schedule::Linear, 1, 0, steps), 1.0); // others are as asked
}

void ScheduleTest::wideLayersTakeShorterSteps() {
    for (const int fanIn : {1, 20, 400, 784}) QCOMPARE(rateShare(fanIn), 1.0);
    QCOMPARE(rateShare(2 * 784), 0.5);
    QCOMPARE(rateShare(49'152), 784.0 / 49'152);
}

void ScheduleTest::openEndedRunsSettle() {
    QCOMPARE(scheduledRate(Schedule::Constant, 2, 1'000'000, 0), 2.0);
    for (const Schedule schedule : {Schedule::Fast, Schedule::Linear, Schedule::Cosine}) {
        QCOMPARE(scheduledRate(schedule, 2, kSettledSteps, 0), 2.0);
        QCOMPARE(scheduledRate(schedule, 2, 4 * kSettledSteps, 0), 1.0);
    }
    QVERIFY(scheduledRate(Schedule::Fast, 2, 0, 0) < 0.1);
}

QTEST_GUILESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
