// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/schedule.h"

#include <QTest>

#include <cmath>

using namespace latent;

class ScheduleTest : public QObject {
    Q_OBJECT
  private slots:
    void valuesAlongARun_data();
    void valuesAlongARun();
    void fastRisesThenFalls();
    void shortRunsWarmUpForATenth();
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

void ScheduleTest::shortRunsWarmUpForATenth() {
    QVERIFY(std::abs(scheduledRate(Schedule::Fast, 1, 10, 100) - 0.81) < 1e-12);
    QVERIFY(scheduledRate(Schedule::Fast, 1, 0, 1) > 0.9);
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
