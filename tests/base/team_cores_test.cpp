// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/team_cores.h"

#include <QTest>

#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

using namespace latent;

#if defined(__linux__)
namespace {

cpu_set_t coresAllowed() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    sched_getaffinity(0, sizeof allowed, &allowed);
    return allowed;
}

int firstOf(const cpu_set_t& cores) {
    int core = 0;
    while (!CPU_ISSET(static_cast<std::size_t>(core), &cores)) ++core;
    return core;
}

void stayOn(int core) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<std::size_t>(core), &one);
    sched_setaffinity(0, sizeof one, &one);
}

} // namespace
#endif

class TeamCoresTest : public QObject {
    Q_OBJECT
#if defined(__linux__)
  private slots:
    void init() {
        m_before = coresAllowed();
        if (CPU_COUNT(&m_before) < 2) QSKIP("there is one core");
    }
    void cleanup() {
        sched_setaffinity(0, sizeof m_before, &m_before);
    }

    void aLaterMemberLeavesAnEarlierOnesCore() {
        QVERIFY(2 * timesLeft(0, 1) > kTries);
    }
    void anEarlierMemberStays() {
        QVERIFY(2 * timesLeft(1, 0) < kTries);
    }

    void itMayUseTheSameCoresAsBefore() {
        timesLeft(0, 1);
        QVERIFY(CPU_EQUAL(&m_after, &m_before));
    }

    void whoMayUseOneCoreStaysThere() {
        const int first = firstOf(m_before);
        TeamCores team(2);
        stayOn(first);
        team.settle(0);
        team.settle(1);
        QCOMPARE(sched_getcpu(), first);
        const cpu_set_t allowed = coresAllowed();
        QCOMPARE(CPU_COUNT(&allowed), 1);
    }

  private:
    // A busy system moves threads by itself now and then: what counts is what happens as a rule.
    static constexpr int kTries = 30;

    /// How often a member leaves the core on which another one settled before. It would stay by itself,
    /// though it may use all.
    int timesLeft(int other, int member) {
        const int core = firstOf(m_before);
        int left = 0;
        for (int i = 0; i < kTries; ++i) {
            TeamCores team(2);
            stayOn(core);
            team.settle(other);
            std::thread([&] {
                stayOn(core);
                sched_setaffinity(0, sizeof m_before, &m_before);
                team.settle(member);
                left += sched_getcpu() != core;
                m_after = coresAllowed();
            }).join();
        }
        return left;
    }

    cpu_set_t m_before;
    cpu_set_t m_after;
#endif
};

QTEST_GUILESS_MAIN(TeamCoresTest)
#include "team_cores_test.moc"
