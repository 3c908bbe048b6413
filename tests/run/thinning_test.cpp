// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/thinning.h"

#include <QTest>

#include <vector>

using namespace latent;

class ThinningTest : public QObject {
    Q_OBJECT
  private slots:
    void startCountsForMore();
    void leastMissedIsWhereStepsAreClose();
    void endsAndPinnedStay();
    void stepsThatAreDueLieEvenly_data();
    void stepsThatAreDueLieEvenly();
};

void ThinningTest::startCountsForMore() {
    QCOMPARE(placeInRun(0, 1000), 0.0);
    QCOMPARE(placeInRun(1000, 1000), 1.0);
    QCOMPARE(placeInRun(0, 0), 0.0);
    const double early = placeInRun(1, 1'000'000) - placeInRun(0, 1'000'000);
    const double late = placeInRun(1'000'000, 1'000'000) - placeInRun(999'999, 1'000'000);
    QVERIFY(std::abs(early / late - (1 + kEarlyDensity)) < 0.01);
}

void ThinningTest::leastMissedIsWhereStepsAreClose() {
    const std::vector<KeptStep> steps{{0}, {300}, {600}, {650}, {900}, {1000}};
    QCOMPARE(leastMissed(steps),
             std::optional<std::size_t>(3)); // and not 300, though its neighbours are no further away
    const std::vector<KeptStep> early{{0}, {5}, {10}, {600}, {800}, {1000}};
    QCOMPARE(leastMissed(early), std::optional<std::size_t>(1));
}

void ThinningTest::endsAndPinnedStay() {
    QCOMPARE(leastMissed({}), std::nullopt);
    const std::vector<KeptStep> two{{0}, {1}};
    QCOMPARE(leastMissed(two), std::nullopt);
    const std::vector<KeptStep> pinned{{0}, {5, true}, {6, true}, {500}, {1000}};
    QCOMPARE(leastMissed(pinned), std::optional<std::size_t>(3));
    const std::vector<KeptStep> all{{0}, {5, true}, {1000}};
    QCOMPARE(leastMissed(all), std::nullopt);
}

void ThinningTest::stepsThatAreDueLieEvenly_data() {
    QTest::addColumn<std::int64_t>("steps");
    QTest::newRow("as many as are kept") << std::int64_t{200};
    QTest::newRow("ten epochs") << std::int64_t{4690};
    QTest::newRow("a long run") << std::int64_t{200'000};
}

// As a timeline does it: what is due comes, and one goes where there are too many.
void ThinningTest::stepsThatAreDueLieEvenly() {
    QFETCH(std::int64_t, steps);
    constexpr int kMost = 100;
    std::vector<KeptStep> kept;
    for (std::int64_t step = 0; step <= steps; ++step) {
        const auto last = kept.empty() ? std::nullopt : std::optional(kept.back().step);
        if (!isDue(step, last, kMost, 0.5)) continue;
        kept.push_back({step});
        if (kept.size() > kMost) kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(*leastMissed(kept)));
        QVERIFY(step < 200 || kept.size() > kMost / 2);
    }
    QCOMPARE(kept.front().step, std::int64_t{0});
    for (std::size_t i = 1; i < kept.size(); ++i) {
        const double gap = placeInRun(kept[i].step, steps) - placeInRun(kept[i - 1].step, steps);
        const double oneStep = placeInRun(kept[i - 1].step + 1, steps) - placeInRun(kept[i - 1].step, steps);
        QVERIFY(gap <= std::max(3.0 / kMost, oneStep));
    }
    QVERIFY(!isDue(steps + 1, std::optional<std::int64_t>(0), 0, 0.5));
    QVERIFY(!isDue(5, std::optional<std::int64_t>(5), kMost, 0.5));
    QVERIFY(!isDue(4, std::optional<std::int64_t>(5), kMost, 0.5));
}

QTEST_GUILESS_MAIN(ThinningTest)
#include "thinning_test.moc"
