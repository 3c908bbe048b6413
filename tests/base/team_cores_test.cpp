// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/team_cores.h"

#include <QtTest>

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
        const int first = firstOf(m_before);
        TeamCores team(2);
        stayOn(first);
        team.settle(0);
        int core = -1;
        cpu_set_t allowed;
        std::thread([&] {
            stayOn(first);
            sched_setaffinity(0, sizeof m_before, &m_before); // may leave, and does so if told to alone
            team.settle(1);
            core = sched_getcpu();
            allowed = coresAllowed();
        }).join();
        QVERIFY(core != first);
        QVERIFY(CPU_EQUAL(&allowed, &m_before));
    }

    void anEarlierMemberStays() {
        const int first = firstOf(m_before);
        TeamCores team(2);
        stayOn(first);
        std::thread([&] {
            stayOn(first);
            team.settle(1);
        }).join();
        team.settle(0);
        QCOMPARE(sched_getcpu(), first);
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
    cpu_set_t m_before;
#endif
};

QTEST_GUILESS_MAIN(TeamCoresTest)
#include "team_cores_test.moc"
