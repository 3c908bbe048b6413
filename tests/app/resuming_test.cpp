// SPDX-License-Identifier: GPL-3.0-or-later
// The program: train --checkpoint and --resume, and what takes the session files that they write.
#include "core/run/session_file.h"
#include "tests/app/run_program.h"
#include "tests/data/npy_files.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <limits>

using namespace latent;
using latent::testing::kPatienceMs;
using latent::testing::Outcome;
using latent::testing::runProgram;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeTo(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray firstPixelsOf(int images, int shift = 0) {
    QByteArray pixels;
    for (int i = 0; i < images * 8 * 8; ++i)
        pixels += static_cast<char>((i * 7 + (i / 64) * 13 + shift) % 251);
    return testing::npy("|u1", QByteArray("(" + QByteArray::number(images) + ", 8, 8)"), pixels);
}

/// Epochs and their losses, without how long they took.
QList<QJsonObject> epochsOf(const QByteArray& metrics) {
    QList<QJsonObject> epochs;
    for (const QByteArray& line : metrics.split('\n')) {
        if (line.isEmpty()) continue;
        epochs << QJsonDocument::fromJson(line).object();
        epochs.back().remove("seconds");
    }
    return epochs;
}

} // namespace

class ResumingCommandTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_session; // a finished run of two epochs on the images of m_data
    QString m_data;

    QString path(const QString& name) const { return m_folder.filePath(name); }
    QStringList trainOn(const QString& data, const QStringList& more) const {
        return QStringList{"train", "--data",  data, "--latent",  "2", "--hidden",
                           "8",     "--batch", "16", "--threads", "1"} +
               more;
    }

  private slots:
    void initTestCase();
    void resumedRunsEndAsUninterruptedOnes();
    void anInterruptedRunGoesOn_data();
    void anInterruptedRunGoesOn();
    void aModelThatCannotBeSavedCostsNoCheckpoint();
    void moreEpochsCanBeAskedFor();
    void metricsGoOnWhereTheRunDoes();
    void dataThatMovedAreAskedFor();
    void dataThatChangedAreRefused();
    void labelsThatChangedAreTold();
    void otherRunsOfTheFileStay();
    void anExistingFileIsNotReplaced();
    void modelsOfRunsAreTaken();
    void runsAreListed();
    void damageIsToldAndTheRestIsUsed();
    void aFullDiskDoesNotEndTheTraining();
    void aRunThatFailsLeavesItsState();
    void aRunWithoutStateIsNamed();
    void mistakesAreOneLine_data();
    void mistakesAreOneLine();
};

void ResumingCommandTest::initTestCase() {
    m_data = path("images.npy");
    writeTo(m_data, firstPixelsOf(120));
    m_session = path("whole.latent");
    const Outcome outcome = runProgram(trainOn(m_data, {"--epochs", "2", "--checkpoint", m_session}));
    QVERIFY2(outcome.status == 0, outcome.err);
    const LoadedSession loaded = loadSession(m_session.toStdString());
    QVERIFY(loaded.damage.empty());
    QCOMPARE(loaded.session.runs.size(), std::size_t{1});
    QCOMPARE(loaded.session.runs[0].epochs.size(), std::size_t{2});
    QCOMPARE(loaded.session.runs[0].status.phase, TrainingStatus::Phase::Finished);
    QVERIFY(runProgram({"train", "--resume", m_session}).err.contains("after 2 epochs and 0 batches; "));
}

// Killed in mid-epoch as it goes on without end; then asked to end where the other one did.
void ResumingCommandTest::resumedRunsEndAsUninterruptedOnes() {
    const QString session = path("killed.latent");
    QProcess process;
    process.setProcessEnvironment(testing::programEnvironment());
    process.setReadChannel(QProcess::StandardError);
    process.start(LATENT_EXPLORER, trainOn("moons", {"--pace", "classic", "--epochs", "0", "--checkpoint",
                                                     session, "--checkpoint-every", "0.001"}));
    QVERIFY(process.waitForStarted(kPatienceMs));
    std::int64_t step = 0;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            if (!QFile::exists(session)) return false;
            const RunListing listing = listRuns(session.toStdString());
            step = listing.runs.at(0).info.status.step;
            return step > 20;
        }(),
        kPatienceMs);
    process.kill();
    QVERIFY(process.waitForFinished(kPatienceMs));
    const RunInfo killed = listRuns(session.toStdString()).runs.at(0).info;
    QVERIFY(killed.status.batchInEpoch > 0 || killed.status.epoch > 0);
    const QString epochs = QString::number(killed.status.epoch + 2);

    const QString resumed = path("resumed.safetensors");
    const Outcome outcome = runProgram({"train", "--resume", session, "--epochs", epochs, "--save", resumed});
    QVERIFY2(outcome.status == 0, outcome.err);
    const int inEpoch = killed.status.batchInEpoch;
    const QByteArray batches = QByteArray::number(inEpoch) + (inEpoch == 1 ? " batch\n" : " batches\n");
    QVERIFY2(outcome.err.contains("goes on after ") && outcome.err.contains(batches), outcome.err);

    const QString whole = path("whole.safetensors");
    QCOMPARE(runProgram(trainOn("moons", {"--pace", "classic", "--epochs", epochs, "--save", whole})).status,
             0);
    QCOMPARE(contentOf(resumed), contentOf(whole));
}

void ResumingCommandTest::anInterruptedRunGoesOn_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

// The checkpoint of the end is written whatever the interval.
void ResumingCommandTest::anInterruptedRunGoesOn() {
    QFETCH(const int, signal);
    const QString session = path(QString("signal%1.latent").arg(signal));
    QProcess process;
    process.setProcessEnvironment(testing::programEnvironment());
    process.setReadChannel(QProcess::StandardError);
    process.start(LATENT_EXPLORER,
                  trainOn("moons", {"--epochs", "0", "--checkpoint", session, "--checkpoint-every", "3600"}));
    QByteArray err;
    while (err.count('\n') < 2) { // what was read and an epoch
        QVERIFY2(process.waitForReadyRead(kPatienceMs), err);
        err += process.readAllStandardError();
    }
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished(kPatienceMs));
    QCOMPARE(process.exitCode(), 0);
    const RunInfo run = listRuns(session.toStdString()).runs.at(0).info;
    QVERIFY(run.status.step > 0);
    QCOMPARE(run.status.phase, TrainingStatus::Phase::Paused);
    const Outcome outcome =
        runProgram({"train", "--resume", session, "--epochs", QString::number(run.status.epoch + 1)});
    QVERIFY2(outcome.status == 0, outcome.err);
}

// Its folder goes while the run trains; the checkpoint of the end is written all the same.
void ResumingCommandTest::aModelThatCannotBeSavedCostsNoCheckpoint() {
    const QString session = path("unsaved.latent");
    const QString folder = path("going");
    QVERIFY(QDir().mkpath(folder));
    QProcess process;
    process.setProcessEnvironment(testing::programEnvironment());
    process.setReadChannel(QProcess::StandardError);
    process.start(LATENT_EXPLORER,
                  trainOn("moons", {"--epochs", "0", "--checkpoint", session, "--checkpoint-every", "3600",
                                    "--save", folder + "/model.safetensors"}));
    QByteArray err;
    while (err.count('\n') < 2) { // what was read and an epoch
        QVERIFY2(process.waitForReadyRead(kPatienceMs), err);
        err += process.readAllStandardError();
    }
    QVERIFY(QDir(folder).removeRecursively());
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(kPatienceMs));
    err += process.readAllStandardError();
    QCOMPARE(process.exitCode(), 1);
    QVERIFY2(err.contains("latent-explorer: " + folder.toUtf8()), err);
    const RunInfo run = listRuns(session.toStdString()).runs.at(0).info;
    QVERIFY(run.status.step > 0);
    QCOMPARE(run.status.phase, TrainingStatus::Phase::Paused);
}

void ResumingCommandTest::moreEpochsCanBeAskedFor() {
    Outcome outcome = runProgram({"train", "--resume", m_session});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.err.contains("has finished after 2 epochs"), outcome.err);
    const QString more = path("more.latent");
    outcome = runProgram({"train", "--resume", m_session, "--epochs", "3", "--checkpoint", more});
    QVERIFY2(outcome.status == 0, outcome.err);
    QVERIFY2(outcome.err.contains("epoch 3 of 3"), outcome.err);
    const Run run = loadSession(more.toStdString()).session.runs.at(0);
    QCOMPARE(run.epochs.size(), std::size_t{3});
    QCOMPARE(run.changes.size(), std::size_t{1}); // the number of epochs
    QCOMPARE(run.presentConfiguration().training.epochs, 3);
    QCOMPARE(run.configuration.training.epochs, 2);
    QCOMPARE(listRuns(m_session.toStdString()).runs.at(0).info.status.epoch, 2); // was not written to
}

void ResumingCommandTest::metricsGoOnWhereTheRunDoes() {
    const QString session = path("metrics.latent");
    const QString metrics = path("metrics.jsonl");
    const QStringList constant{"--pace", "classic"};
    QCOMPARE(runProgram(trainOn(m_data, constant + QStringList{"--epochs", "2", "--checkpoint", session,
                                                               "--metrics", metrics}))
                 .status,
             0);
    // As if it had gone on after the checkpoint, and was cut in the middle of a line.
    const QByteArray two = contentOf(metrics);
    QByteArray later = two.split('\n')[1];
    later.replace("\"epoch\":2", "\"epoch\":3");
    writeTo(metrics, two + later + "\n{\"epo");
    const Outcome outcome = runProgram({"train", "--resume", session, "--epochs", "4", "--metrics", metrics});
    QVERIFY2(outcome.status == 0, outcome.err);
    const QString whole = path("whole.jsonl");
    QCOMPARE(runProgram(trainOn(m_data, constant + QStringList{"--epochs", "4", "--metrics", whole})).status,
             0);
    QCOMPARE(epochsOf(contentOf(metrics)), epochsOf(contentOf(whole)));
    QVERIFY(contentOf(metrics).startsWith(two));

    writeTo(metrics, "dear diary\n");
    const Outcome refused = runProgram({"train", "--resume", session, "--epochs", "4", "--metrics", metrics});
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("line 1: is not a line of metrics"), refused.err);
    QCOMPARE(contentOf(metrics), QByteArray("dear diary\n"));
}

void ResumingCommandTest::dataThatMovedAreAskedFor() {
    const QString data = path("moving.npy");
    const QString session = path("moving.latent");
    writeTo(data, firstPixelsOf(100));
    QCOMPARE(runProgram(trainOn(data, {"--epochs", "1", "--checkpoint", session})).status, 0);
    QVERIFY(QFile::rename(data, path("moved.npy")));
    Outcome outcome = runProgram({"train", "--resume", session, "--epochs", "2"});
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.err.contains("are no longer there; --data says where they are now"), outcome.err);
    outcome = runProgram({"train", "--resume", session, "--epochs", "2", "--data", path("moved.npy"),
                          "--checkpoint", session});
    QVERIFY2(outcome.status == 0, outcome.err);
    outcome = runProgram({"train", "--resume", session, "--epochs", "3"}); // it knows now
    QVERIFY2(outcome.status == 0, outcome.err);
}

void ResumingCommandTest::dataThatChangedAreRefused() {
    const QString data = path("changing.npy");
    const QString session = path("changing.latent");
    writeTo(data, firstPixelsOf(100));
    QCOMPARE(runProgram(trainOn(data, {"--epochs", "1", "--checkpoint", session})).status, 0);
    const QByteArray before = contentOf(session);
    const auto refusal = [&] {
        return runProgram({"train", "--resume", session, "--epochs", "2", "--checkpoint", session});
    };
    writeTo(data, firstPixelsOf(100, 1));
    Outcome outcome = refusal();
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.err.contains("cannot go on with these data: the images have changed"), outcome.err);
    writeTo(data, firstPixelsOf(101));
    outcome = refusal();
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.err.contains("there are 101 images, but there were 100"), outcome.err);
    writeTo(data, testing::npy("|u1", "(100, 9, 9)", QByteArray(100 * 81, '\7')));
    outcome = refusal();
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.err.contains("the images are 9×9, but were 8×8"), outcome.err);
    QCOMPARE(contentOf(session), before);
}

void ResumingCommandTest::labelsThatChangedAreTold() {
    const QString data = path("labelled.csv");
    const QString session = path("labelled.latent");
    const auto write = [&](int classes) {
        QByteArray rows = "label,p0,p1,p2,p3\n";
        for (int i = 0; i < 60; ++i) {
            rows += QByteArray::number(i % classes);
            for (int pixel = 0; pixel < 4; ++pixel)
                rows += "," + QByteArray::number((i * 37 + pixel * 11) % 256);
            rows += "\n";
        }
        writeTo(data, rows);
    };
    write(3);
    QCOMPARE(runProgram(trainOn(data, {"--epochs", "1", "--checkpoint", session})).status, 0);
    write(2);
    const Outcome outcome = runProgram({"train", "--resume", session, "--epochs", "2"});
    QVERIFY2(outcome.status == 0, outcome.err);
    QVERIFY2(outcome.err.contains("the labels have changed; the run goes on all the same"), outcome.err);
}

void ResumingCommandTest::otherRunsOfTheFileStay() {
    SessionFile session = loadSession(m_session.toStdString()).session;
    session.runs.push_back(session.runs[0]);
    session.runs[0].name = "older";
    session.runs[1].id = newRunId();
    session.runs[1].created += 1000;
    session.runs[1].name = "newer";
    session.extras["looking"] = "{}";
    const QString file = path("two.latent");
    saveSession(file.toStdString(), session);
    Outcome outcome = runProgram({"train", "--resume", file, "--epochs", "3", "--checkpoint", file});
    QVERIFY2(outcome.status == 0, outcome.err);
    QVERIFY2(outcome.err.contains("the newest of its 2 runs, “newer”"), outcome.err);
    outcome =
        runProgram({"train", "--resume", file, "--run", "older", "--epochs", "4", "--checkpoint", file});
    QVERIFY2(outcome.status == 0, outcome.err);
    const SessionFile after = loadSession(file.toStdString()).session;
    QCOMPARE(after.runs.size(), std::size_t{2});
    QCOMPARE(after.runs[0].status.epoch, 4);
    QCOMPARE(after.runs[1].status.epoch, 3);
    QVERIFY(after.extras == session.extras);
}

void ResumingCommandTest::anExistingFileIsNotReplaced() {
    const QByteArray before = contentOf(m_session);
    for (const QStringList& line : {trainOn(m_data, {"--epochs", "1", "--checkpoint", m_session}),
                                    QStringList{"train", "--resume", m_session, "--checkpoint", m_data},
                                    QStringList{"train", "--resume", m_session, "--save", m_session},
                                    QStringList{"train", "--resume", m_session, "--metrics", m_session}}) {
        const Outcome outcome = runProgram(line);
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.err.contains("is there already") || outcome.err.contains("would overwrite"),
                 outcome.err);
    }
    QCOMPARE(contentOf(m_session), before);
}

void ResumingCommandTest::modelsOfRunsAreTaken() {
    const QString model = path("taken.safetensors");
    QCOMPARE(runProgram({"train", "--resume", m_session, "--save", model}).status, 0);
    const auto both = [&](const QStringList& before, const QStringList& after) {
        return std::pair{runProgram(before + QStringList{m_session} + after),
                         runProgram(before + QStringList{model} + after)};
    };
    auto [ofRun, ofModel] = both({"evaluate"}, {"--data", m_data});
    QVERIFY2(ofRun.status == 0, ofRun.err);
    QCOMPARE(QJsonDocument::fromJson(ofRun.out).object()["test"],
             QJsonDocument::fromJson(ofModel.out).object()["test"]);
    std::tie(ofRun, ofModel) = both({"encode"}, {"--data", m_data, "--out", "-"});
    QVERIFY2(ofRun.status == 0 && ofRun.out.count('\n') > 100, ofRun.err);
    QCOMPARE(ofRun.out, ofModel.out);
    std::tie(ofRun, ofModel) = both({"generate"}, {"--count", "4", "--out", "-"});
    QVERIFY2(ofRun.status == 0 && !ofRun.out.isEmpty(), ofRun.err);
    QCOMPARE(ofRun.out, ofModel.out);
    std::tie(ofRun, ofModel) = both({"reconstruct"}, {"--data", m_data, "--index", "1,2", "--out", "-"});
    QVERIFY2(ofRun.status == 0 && !ofRun.out.isEmpty(), ofRun.err);
    QCOMPARE(ofRun.out, ofModel.out);
}

void ResumingCommandTest::runsAreListed() {
    const Outcome table = runProgram({"runs", m_session});
    QVERIFY2(table.status == 0, table.err);
    QCOMPARE(table.out.count('\n'), 2);
    QVERIFY2(table.out.contains("vae on images.npy") && table.out.contains("2 of 2") &&
                 table.out.contains("finished"),
             table.out);
    const Outcome json = runProgram({"runs", m_session, "--json"});
    const QJsonObject run = QJsonDocument::fromJson(json.out).object();
    QCOMPARE(run["epochs_done"].toInt(), 2);
    QCOMPARE(run["state"].toString(), "finished");
    QCOMPARE(run["images"].toInt(), 120);
    QVERIFY(run["test"].toObject()["loss"].toDouble() > 0);
    QVERIFY(run["bytes"].toDouble() > 1000);
}

void ResumingCommandTest::damageIsToldAndTheRestIsUsed() {
    const QString file = path("damaged.latent");
    QByteArray bytes = contentOf(m_session);
    bytes[bytes.size() - 100] ^= 1; // in the training state, which comes last
    writeTo(file, bytes);
    Outcome outcome = runProgram({"runs", file});
    QCOMPARE(outcome.status, 0); // which does not read it
    outcome = runProgram({"train", "--resume", file});
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.err.contains("the training state of the run “vae on images.npy” is lost"), outcome.err);
    QVERIFY2(outcome.err.contains("holds no run that could go on"), outcome.err);
    bytes = contentOf(m_session).left(200);
    writeTo(file, bytes);
    outcome = runProgram({"runs", file});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.err.contains("is lost") && outcome.err.contains("holds no runs"), outcome.err);
}

// Files may not grow beyond some kilobytes, as on a disk that is full: the training goes on, the last
// complete checkpoint stays, and the end is a failure.
void ResumingCommandTest::aFullDiskDoesNotEndTheTraining() {
    const QString folder = path("full");
    QVERIFY(QDir().mkpath(folder));
    const QString session = folder + "/run.latent";
    const Outcome outcome = testing::runShell("trap '' XFSZ; ulimit -f 16; \"$0\" train --data moons --limit "
                                              "400 --hidden 64 --latent 2 --threads 1 --epochs "
                                              "3 --checkpoint \"$1\" --checkpoint-every 0.000001",
                                              {session});
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.err.contains("epoch 3 of 3"), outcome.err);
    QVERIFY2(outcome.err.contains("the checkpoint could not be written and is tried again: "), outcome.err);
    QCOMPARE(outcome.err.count("tried again"), 1); // told once
    QVERIFY2(outcome.err.contains("latent-explorer: " + session.toUtf8()), outcome.err);
    QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void ResumingCommandTest::aRunThatFailsLeavesItsState() {
    const QString session = path("failed.latent");
    // Diverges within a few steps, however sums are rounded.
    const Outcome outcome = runProgram(
        {"train", "--data", "moons", "--latent", "2", "--hidden", "512,512,512", "--batch", "16", "--threads",
         "1", "--epochs", "3", "--pace", "classic", "--learning-rate", "1", "--checkpoint", session});
    QCOMPARE(outcome.status, 1);
    const RunInfo run = listRuns(session.toStdString()).runs.at(0).info;
    QCOMPARE(run.status.phase, TrainingStatus::Phase::Failed);
    QVERIFY2(QString::fromStdString(run.status.failure).contains("no longer finite"),
             run.status.failure.c_str());
    QVERIFY(runProgram({"runs", session}).out.contains("failed"));
    const Outcome again = runProgram({"train", "--resume", session});
    QCOMPARE(again.status, 1);
    QCOMPARE(again.err.split('\n').at(1), outcome.err.split('\n').at(0)); // at the same step
}

void ResumingCommandTest::aRunWithoutStateIsNamed() {
    SessionFile session = loadSession(m_session.toStdString()).session;
    session.runs.push_back(session.runs[0]);
    session.runs[0].name = "only shown";
    session.runs[0].state.reset();
    session.runs[1].id = newRunId();
    const QString file = path("stateless.latent");
    saveSession(file.toStdString(), session);
    for (const std::string& run : {session.runs[0].name, session.runs[0].id}) {
        const Outcome outcome = runProgram({"train", "--resume", file, "--run", QString::fromStdString(run)});
        QCOMPARE(outcome.status, 2);
        QVERIFY2(outcome.err.contains("the run “" + QByteArray::fromStdString(run) +
                                      "” has no training state, so that it cannot go on"),
                 outcome.err);
    }
    QCOMPARE(runProgram({"train", "--resume", file}).status, 0); // the other one
}

void ResumingCommandTest::mistakesAreOneLine_data() {
    QTest::addColumn<QString>("line"); // SESSION and DATA stand for paths
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* line, const char* sentence) { QTest::newRow(line) << line << sentence; };
    row("train --resume SESSION --latent 3",
        "--latent: not with --resume, which keeps the run's own settings");
    row("train --resume SESSION --seed 3", "--seed: not with --resume");
    row("train --resume SESSION --subset first:3", "--subset: not with --resume");
    row("train --resume SESSION --run none", "holds no run “none”; see latent-explorer runs");
    row("train --resume DATA", "is not a Latent Explorer session");
    row("train --resume DATA/none", "cannot be read: ");
    row("train --resume SESSION --epochs -1", "--epochs: '-1'");
    row("train --resume SESSION --checkpoint -", "--checkpoint: a session cannot go to standard output");
    row("train --data moons --run x", "--run: only with --resume");
    row("train --data moons --checkpoint-every 3", "--checkpoint-every: needs --checkpoint");
    row("train --data moons --checkpoint FOLDER/x --checkpoint-every 0",
        "--checkpoint-every: needs a number above 0");
    row("train --data moons --checkpoint FOLDER/none/x", "--checkpoint: there is no folder FOLDER/none");
    row("train --data moons --checkpoint FOLDER/x --save FOLDER/x", "name the same file");
    row("runs", "FILE.latent is missing");
    row("runs DATA", "is not a Latent Explorer session");
    row("evaluate SESSION --run none --data DATA", "holds no run “none”");
    row("generate MODEL --run x --out FOLDER/x.png", "--run: ");
    row("encode SESSION --data DATA --out SESSION", "would overwrite MODEL");
}

void ResumingCommandTest::mistakesAreOneLine() {
    QFETCH(QString, line);
    QFETCH(QString, sentence);
    const QString model = path("mistakes.safetensors");
    if (!QFile::exists(model))
        QCOMPARE(runProgram({"train", "--resume", m_session, "--save", model}).status, 0);
    for (QString* text : {&line, &sentence})
        text->replace("SESSION", m_session).replace("DATA", m_data).replace("FOLDER", m_folder.path());
    if (!sentence.contains("MODEL")) line.replace("MODEL", model);
    const Outcome outcome = runProgram(line.split(' '));
    QVERIFY2(outcome.status == 2, outcome.err);
    QVERIFY2(outcome.err.startsWith("latent-explorer: ") && outcome.err.count('\n') == 1, outcome.err);
    QVERIFY2(QString::fromUtf8(outcome.err).contains(sentence), outcome.err);
}

QTEST_GUILESS_MAIN(ResumingCommandTest)
#include "resuming_test.moc"
