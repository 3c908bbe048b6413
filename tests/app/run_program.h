// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStringList>

// For tests that start the program; their CMake target defines LATENT_EXPLORER.
namespace latent::testing {

inline constexpr int kPatienceMs = 120000; // for a machine under load or a sanitizer; nothing waits in vain

struct Outcome {
    int status = -1; // −1: did not exit by itself
    QByteArray out;
    QByteArray err;  // without
    QByteArray read; // the line that says what was read
};

inline void takeOutWhatWasRead(Outcome& outcome) {
    static const QRegularExpression line("^.+: [0-9,]+ images? of [0-9]+×[0-9]+, [134] channels?, .+\n",
                                         QRegularExpression::MultilineOption);
    QString err = QString::fromUtf8(outcome.err);
    outcome.read = line.match(err).captured().toUtf8();
    outcome.err = err.remove(QString::fromUtf8(outcome.read)).toUtf8();
}

inline QProcessEnvironment programEnvironment() {
    QProcessEnvironment values = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) values.remove(name);
    return values;
}

inline Outcome outcomeOf(QProcess& process) {
    Outcome outcome;
    if (!process.waitForFinished(kPatienceMs)) return outcome;
    if (process.exitStatus() == QProcess::NormalExit) outcome.status = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    takeOutWhatWasRead(outcome);
    return outcome;
}

inline Outcome runProgram(const QStringList& arguments,
                          const QProcessEnvironment& values = programEnvironment()) {
    QProcess process;
    process.setProcessEnvironment(values);
    process.start(LATENT_EXPLORER, arguments);
    return outcomeOf(process);
}

/// By way of a shell, which knows signals, redirections and bytes: "$0" is the program.
inline Outcome runShell(const QString& script, const QStringList& arguments = {}) {
    QProcess process;
    process.setProcessEnvironment(programEnvironment());
    process.start("/bin/sh", QStringList{"-c", script, LATENT_EXPLORER} + arguments);
    return outcomeOf(process);
}

} // namespace latent::testing
