// SPDX-License-Identifier: GPL-3.0-or-later
// The program with its window, told to end from outside. Without a window: see command_line_test.
#include "tests/app/run_program.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace latent::testing;

namespace {

/// Whether the process has a handler for the signal: before that it would die of it.
bool handles(qint64 process, int signal) {
    QFile status(QString("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly)) return false;
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("SigCgt:"))
            return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (signal - 1) & 1) != 0;
    }
    return false;
}

} // namespace

class SignalsTest : public QObject {
    Q_OBJECT
  private slots:
    void theWindowClosesAsByHand_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void theWindowClosesAsByHand() {
        QFETCH(int, signal);
        const QTemporaryDir home;
        QProcessEnvironment values = programEnvironment();
        for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            values.insert(name, home.path());
        values.insert("QT_QPA_PLATFORM", "offscreen");
        QProcess process;
        process.setProcessEnvironment(values);
        process.start(LATENT_EXPLORER, {"moons"});
        QVERIFY(process.waitForStarted(kPatienceMs));
        QTRY_VERIFY_WITH_TIMEOUT(handles(process.processId(), signal), kPatienceMs);
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), signal), 0);
        const Outcome outcome = outcomeOf(process);
        QVERIFY2(outcome.status == 0, outcome.err);
        QVERIFY(QFile::exists(home.filePath("latent-explorer/window.json"))); // what closing writes
    }
};

QTEST_GUILESS_MAIN(SignalsTest)
#include "signals_test.moc"
