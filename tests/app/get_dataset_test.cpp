// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/http_server.h"
#include "tests/data/archives.h"
#include "tests/data/idx_files.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace latent::testing;

namespace {

constexpr int kPatience = 120000; // nothing waits in vain
const QByteArray kNpz =
    "dsprites_ndarray_co1sh3sc6or40x32y32_64x64.npz"; // whose publisher states no checksum

} // namespace

/// latent-explorer datasets --get, against a server of our own and in a home of our own.
class GetDatasetTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<QProcess> m_process;

    QString setsFolder() const { return m_home->filePath("latent-explorer/datasets"); }
    QStringList left() const {
        return QDir(setsFolder()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    void start(const QStringList& arguments) {
        QProcessEnvironment values = QProcessEnvironment::systemEnvironment();
        values.insert("XDG_DATA_HOME", m_home->path());
        values.insert("XDG_DATA_DIRS", m_home->filePath("none"));
        m_process = std::make_unique<QProcess>();
        m_process->setProcessEnvironment(values);
        m_process->start(LATENT_EXPLORER, QStringList("datasets") + arguments);
    }
    // The server answers meanwhile.
    int end() {
        if (!QTest::qWaitFor([this] { return m_process->state() == QProcess::NotRunning; }, kPatience))
            return -1;
        return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
    }
    QString mirror() const { return QString::fromStdString(m_server->address()); }
    QByteArray smallNpz() const {
        const QTemporaryDir folder;
        const QByteArray path = folder.filePath("small.npz").toUtf8();
        writeZip(path, {{"imgs.npy", "not looked into"}});
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

  private slots:
    void init() {
        m_home = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<HttpServer>();
    }
    void cleanup() {
        if (m_process && m_process->state() != QProcess::NotRunning) {
            m_process->kill();
            m_process->waitForFinished();
        }
        m_process.reset();
    }

    void aSetComesIntoTheUsersFolder() {
        (*m_server)["/" + kNpz].body = smallNpz();
        start({"--get", "dsprites", "--mirror", mirror()});
        const int status = end();
        const QByteArray err = m_process->readAllStandardError();
        QVERIFY2(status == 0, err);
        QCOMPARE(m_process->readAllStandardOutput(), (setsFolder() + "/dsprites\n").toUtf8());
        QVERIFY2(err.contains("no checksum"), err);
        QCOMPARE(left(), QStringList("dsprites"));
        QVERIFY(QFile::exists(setsFolder() + "/dsprites/" + kNpz));

        start({"--get", "dsprites", "--mirror", mirror()}); // a second time
        QCOMPARE(end(), 0);
        QVERIFY(m_process->readAllStandardError().contains("dSprites is there already"));
        QCOMPARE(m_server->requests().size(), 1);

        start({});
        QCOMPARE(end(), 0);
        const QByteArray list = m_process->readAllStandardOutput();
        QVERIFY2(list.contains((setsFolder() + "/dsprites").toUtf8()), list);
    }

    void theWrongChecksumKeepsNothing() {
        (*m_server)["/train-images-idx3-ubyte.gz"].body = QByteArray(9912422, 'x');
        start({"--get", "mnist", "--mirror", mirror()});
        QCOMPARE(end(), 1);
        const QByteArray err = m_process->readAllStandardError();
        QVERIFY2(err.startsWith(
                     "latent-explorer: train-images-idx3-ubyte.gz could not be fetched; 127.0.0.1: what it "
                     "sends has another checksum"),
                 err);
        QCOMPARE(err.count('\n'), 1);
        QCOMPARE(left(), QStringList());
    }

    void aSignalEndsItAndKeepsNothing_data() {
        QTest::addColumn<int>("number");
        QTest::newRow("Ctrl-C") << SIGINT;
        QTest::newRow("terminated") << SIGTERM;
    }

    void aSignalEndsItAndKeepsNothing() {
        QFETCH(const int, number);
        HttpServer::Answer& answer = (*m_server)["/train-images-idx3-ubyte.gz"];
        answer.body = QByteArray(9912422, 'x');
        answer.holdAfter = 1000;
        start({"--get", "mnist", "--mirror", mirror()});
        QFile part(setsFolder() + "/mnist.partial/train-images-idx3-ubyte.gz");
        QTRY_COMPARE_WITH_TIMEOUT(part.size(), 1000, kPatience);
        kill(static_cast<pid_t>(m_process->processId()), number);
        QCOMPARE(end(), 1);
        QCOMPARE(m_process->readAllStandardError(),
                 QByteArray("latent-explorer: stopped; nothing half done is kept\n"));
        QCOMPARE(left(), QStringList());
    }

    // The window's own argument: a name is no file that is missing.
    void theWindowTakesANameToo() {
        QProcessEnvironment values = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) values.remove(name);
        for (const char* name : {"shapes", "mnist"}) {
            QProcess process;
            process.setProcessEnvironment(values);
            process.start(LATENT_EXPLORER, {name});
            QVERIFY(process.waitForFinished(kPatience));
            const QByteArray err = process.readAllStandardError();
            QVERIFY2(err.contains("no display") && !err.contains("no such"), err);
        }
    }

    void whatIsWrongIsSaid_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("sentence");
        QTest::newRow("unknown") << QStringList{"--get", "mnits"}
                                 << QByteArray("mnits: there is no such set to fetch; there are mnist, ");
        QTest::newRow("generated") << QStringList{"--get", "shapes"}
                                   << QByteArray("shapes: this set is generated");
        QTest::newRow("mirror alone")
            << QStringList{"--mirror", "https://localhost"} << QByteArray("datasets: --mirror: needs --get");
        QTest::newRow("no address") << QStringList{"--get", "mnist", "--mirror", "ftp://localhost"}
                                    << QByteArray("datasets: --mirror: needs an address");
    }

    void whatIsWrongIsSaid() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, sentence);
        start(arguments);
        QCOMPARE(end(), 2);
        const QByteArray err = m_process->readAllStandardError();
        QVERIFY2(err.startsWith("latent-explorer: " + sentence) && err.count('\n') == 1, err);
    }
};

QTEST_GUILESS_MAIN(GetDatasetTest)
#include "get_dataset_test.moc"
