// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/checkpoint_file.h"
#include "tests/run/some_run.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <limits>
#include <unistd.h>

using namespace latent;
using test::tinyDataset;

namespace {

/// What is written to standard error while it lives.
class StandardError {
  public:
    explicit StandardError(const QString& file)
        : m_file(file)
        , m_before(dup(STDERR_FILENO)) {
        if (std::FILE* const out = std::fopen(qPrintable(m_file), "w")) {
            dup2(fileno(out), STDERR_FILENO);
            std::fclose(out);
        }
    }
    ~StandardError() {
        dup2(m_before, STDERR_FILENO);
        close(m_before);
    }
    QByteArray text() const {
        QFile file(m_file);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

  private:
    QString m_file;
    int m_before;
};

} // namespace

class CheckpointFileTest : public QObject {
    Q_OBJECT
  private slots:
    void whatIsLeftOutIsToldOnce();
};

void CheckpointFileTest::whatIsLeftOutIsToldOnce() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("a.latent").toStdString();
    const DatasetPtr dataset = tinyDataset(75, 12);
    Run run = test::someRun("broken", test::smallConfiguration(*dataset), dataset);
    auto state = std::make_shared<TrainingState>(*run.state);
    state->weights[0] = std::numeric_limits<float>::quiet_NaN();
    run.state = state;
    const StandardError told(folder.filePath("told"));
    SessionFile session;
    session.runs.push_back(run);
    CheckpointFile file(path, 1000, session, 0);
    for (int i = 0; i < 3; ++i) file.write(run);
    file.writeLast(run);
    QCOMPARE(told.text().count('\n'), 1);
    QVERIFY2(told.text().startsWith(QByteArray::fromStdString(path) +
                                    ": the run “broken” is saved without its training state: "),
             told.text());
    QVERIFY(!loadSession(path).session.runs.at(0).state);
}

QTEST_GUILESS_MAIN(CheckpointFileTest)
#include "checkpoint_file_test.moc"
