// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/downloads/download_controller.h"
#include "app/downloads/set_download.h"
#include "core/data/sets/catalogue.h"
#include "core/data/sets/published_files.h"
#include "tests/app/http_server.h"
#include "tests/data/archives.h"
#include "tests/data/file_size_limit.h"
#include "tests/data/idx_files.h"

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace latent;
using namespace latent::testing;
using Phase = DownloadStatus::Phase;

namespace {

constexpr int kPatience = 60000; // nothing waits in vain
constexpr int kNeverSilent = 60000;

std::string hashOf(const QByteArray& bytes, QCryptographicHash::Algorithm algorithm) {
    return QCryptographicHash::hash(bytes, algorithm).toHex().toStdString();
}

// Of bytes that cannot be packed: there is something to break in the middle of.
QByteArray noise(int count) {
    QByteArray bytes;
    quint32 state = 1;
    for (int i = 0; i < count; ++i) {
        state = state * 1664525 + 1013904223;
        bytes.append(static_cast<char>(state >> 24));
    }
    return bytes;
}

PublishedFile fileOf(const std::string& name, const QByteArray& bytes) {
    return {name, static_cast<std::uint64_t>(bytes.size()), hashOf(bytes, QCryptographicHash::Sha256)};
}

} // namespace

/// One small set in the form of MNIST, its files on a server, and what comes of fetching it.
class SetDownloadTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HttpServer> m_server;
    PublishedSet m_set;
    std::unique_ptr<SetDownload> m_download;
    QString m_failure;
    bool m_finished = false;

    const QByteArray m_images = gzip(idxHeader(8, {300, 28, 28}) + noise(300 * 28 * 28));
    const QByteArray m_labels = gzip(idxLabels(QByteArray(300, '\1')));

    const QSslConfiguration m_trust = QSslConfiguration::defaultConfiguration();

    // The files of the set, from a new server.
    void serve(HttpServer::Scheme scheme) {
        m_server = std::make_unique<HttpServer>(scheme);
        m_set.mirrors = {m_server->address()};
        for (const char* const path : {"/train-images-idx3-ubyte.gz", "/t10k-images-idx3-ubyte.gz"})
            (*m_server)[path].body = m_images;
        for (const char* const path : {"/train-labels-idx1-ubyte.gz", "/t10k-labels-idx1-ubyte.gz"})
            (*m_server)[path].body = m_labels;
    }
    static void trustOurselves() {
        QSslConfiguration trusting = QSslConfiguration::defaultConfiguration();
        trusting.addCaCertificate(QSslCertificate(kTlsCertificate));
        QSslConfiguration::setDefaultConfiguration(trusting);
    }

    HttpServer::Answer& images() { return (*m_server)["/train-images-idx3-ubyte.gz"]; }

    void make(int silenceMs = kNeverSilent) {
        m_download = std::make_unique<SetDownload>(m_set, m_folder->path().toStdString(), silenceMs);
        connect(m_download.get(), &SetDownload::finished, this, [this] { m_finished = true; });
        connect(m_download.get(), &SetDownload::failed, this,
                [this](const QString& sentence) { m_failure = sentence; });
        m_download->start();
    }
    bool ended() const { return m_finished || !m_failure.isEmpty(); }
    void waitForTheEnd() { QTRY_VERIFY_WITH_TIMEOUT(ended(), kPatience); }

    QStringList left() const {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    DatasetPlaces places() const { return {{}, m_folder->path().toStdString()}; }

    void expectWhole() {
        waitForTheEnd();
        QCOMPARE(m_failure, QString());
        QCOMPARE(left(), QStringList("small"));
        QCOMPARE(QDir(m_folder->filePath("small")).entryList(QDir::Files).size(), 4);
        const auto folder = installedFolder(m_set, places());
        QVERIFY(folder.has_value());
        QCOMPARE(openPublished(m_set, *folder, {}, {}).size(), Index{600});
    }
    void expectFailure(const QString& part) {
        waitForTheEnd();
        QVERIFY(!m_finished);
        QVERIFY2(m_failure.contains(part), qPrintable(m_failure));
        QVERIFY(!m_failure.contains('\n'));
        QCOMPARE(left(), QStringList());
        QCOMPARE(m_download->status().phase, Phase::Failed);
        QCOMPARE(m_download->status().failure, m_failure);
    }

  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_failure.clear();
        m_finished = false;
        m_set = {.name = "small",
                 .title = "Small",
                 .description = "Small.",
                 .licence = "none",
                 .homepage = "http://localhost/",
                 .folder = "small",
                 .aboutBytes = 0,
                 .mirrors = {},
                 .files = {fileOf("train-images-idx3-ubyte.gz", m_images),
                           fileOf("train-labels-idx1-ubyte.gz", m_labels),
                           fileOf("t10k-images-idx3-ubyte.gz", m_images),
                           fileOf("t10k-labels-idx1-ubyte.gz", m_labels)},
                 .idx = IdxNames{"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                 "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"},
                 .opened = {}};
        serve(HttpServer::Scheme::Http);
    }
    void cleanup() {
        m_download.reset();
        QSslConfiguration::setDefaultConfiguration(m_trust);
    }

    void aWholeSetComes() {
        make();
        expectWhole();
        QCOMPARE(m_server->requests().size(), 4);
        QCOMPARE(m_download->status().phase, Phase::None);
    }

    void md5IsCheckedWhereThereIsNothingBetter() {
        PublishedFile& file = m_set.files[0];
        file.md5 = hashOf(m_images, QCryptographicHash::Md5);
        file.sha256.clear();
        make();
        expectWhole();
    }

    void theWrongMd5IsRefused() {
        m_set.files[0].sha256.clear();
        m_set.files[0].md5 = std::string(32, '0');
        make();
        expectFailure("another checksum (MD5)");
    }

    void theWrongChecksumIsRefused() {
        images().body[100] = static_cast<char>(images().body[100] ^ 1);
        make();
        expectFailure("another checksum (SHA-256)");
    }

    void theWrongLengthIsRefusedBeforeItComes() {
        images().sayBytes = m_images.size() + 5;
        images().holdAfter = 0;
        make();
        expectFailure("bytes for it instead of");
    }

    void moreThanItsLengthIsRefused() {
        images().body.append("more");
        images().saysLength = false;
        make();
        expectFailure("sends more than");
    }

    void lessThanItsLengthIsRefused() {
        images().body.chop(50);
        images().saysLength = false;
        images().ranges = false;
        make();
        expectFailure("instead of");
    }

    void whatIsNotThereIsToldByItsStatus() {
        images().status = 404;
        make();
        expectFailure("train-images-idx3-ubyte.gz could not be fetched; 127.0.0.1: it answers 404");
    }

    void aServerThatIsNotThereRefuses() {
        m_server->close();
        make();
        expectFailure("it refuses the connection");
    }

    void aHostThatIsNotKnownIsNoNetwork() {
        m_set.mirrors = {"http://nowhere.invalid/"};
        make();
        expectFailure("there is no network, or no such host");
    }

    void httpsIsSpoken() {
        trustOurselves();
        serve(HttpServer::Scheme::Https);
        make();
        expectWhole();
    }

    void aStrangersCertificateIsRefused() {
        serve(HttpServer::Scheme::Https);
        make();
        expectFailure("its certificate is not trusted");
        QVERIFY(m_server->requests().isEmpty());
    }

    void httpsIsNotLeft() {
        trustOurselves();
        HttpServer plain;
        plain["/elsewhere"].body = m_images; // the right bytes, yet anybody may have put them there
        serve(HttpServer::Scheme::Https);
        images().status = 302;
        images().redirect = QByteArray::fromStdString(plain.address("/elsewhere"));
        make();
        expectFailure("it leads away from HTTPS");
        QVERIFY(plain.requests().isEmpty());
    }

    void aDiskThatFillsUpIsNoMirrorsFault() {
        HttpServer other;
        m_set.mirrors.push_back(other.address());
        {
            const FileSizeLimit limit(static_cast<rlim_t>(m_images.size() / 2));
            make();
            waitForTheEnd();
        }
        expectFailure("train-images-idx3-ubyte.gz: cannot be written: File too large");
        QVERIFY(other.requests().isEmpty());
    }

    void aSilentServerIsGivenUp() {
        images().holdAfter = 100;
        images().ranges = false;
        make(50);
        expectFailure("it does not answer");
    }

    void aBrokenConnectionIsTakenUpWhereItBroke() {
        images().breakAfter = 700;
        images().breaks = 2;
        make();
        expectWhole();
        QCOMPARE(m_server->requestsFor("/train-images-idx3-ubyte.gz"), 3);
        QVERIFY(m_server->requests()[1].contains("Range: bytes=700-"));
        QVERIFY(m_server->requests()[1].contains("If-Range: \"first\""));
        QVERIFY(m_server->requests()[2].contains("Range: bytes=1400-"));
    }

    void aServerWithoutRangesBeginsAnew() {
        images().breakAfter = 700;
        images().breaks = 1;
        images().ranges = false;
        make();
        expectWhole();
        QCOMPARE(m_server->requestsFor("/train-images-idx3-ubyte.gz"), 2);
    }

    void anotherPartThanWasAskedForIsRefused() {
        images().breakAfter = 700;
        images().breaks = 1;
        images().shiftsRanges = true;
        make();
        expectFailure("another part");
    }

    void aFileThatChangedMeanwhileBeginsAnew() {
        m_set.files[0] = {.name = m_set.files[0].name}; // nothing but the server tells
        images().body = gzip(idxImages(300, 28, 28, 5));
        images().holdAfter = 700;
        images().breaks = 1;
        make();
        QTRY_COMPARE_WITH_TIMEOUT(m_download->status().received, 700, kPatience);
        m_download->pause();
        images().body = m_images;
        images().etag = "\"second\"";
        m_download->resume();
        expectWhole();
        QFile file(m_folder->filePath("small/train-images-idx3-ubyte.gz"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), m_images);
    }

    void theRestOfAnotherVersionIsNotGluedOn_data() {
        QTest::addColumn<QByteArray>("etagBefore");
        QTest::addColumn<QByteArray>("etagAfter");
        QTest::addColumn<QByteArray>("dateBefore");
        QTest::addColumn<QByteArray>("dateAfter");
        const QByteArray june = "Mon, 01 Jun 2020 00:00:00 GMT";
        const QByteArray july = "Wed, 01 Jul 2020 00:00:00 GMT";
        QTest::newRow("by its ETag") << QByteArray("\"a\"") << QByteArray("\"b\"") << QByteArray()
                                     << QByteArray();
        QTest::newRow("by a weak one and its date")
            << QByteArray("W/\"a\"") << QByteArray("W/\"b\"") << june << june;
        QTest::newRow("by its date") << QByteArray() << QByteArray() << june << july;
        QTest::newRow("by its length alone")
            << QByteArray("\"a\"") << QByteArray() << QByteArray() << QByteArray();
    }
    void theRestOfAnotherVersionIsNotGluedOn() {
        QFETCH(const QByteArray, etagBefore);
        QFETCH(const QByteArray, etagAfter);
        QFETCH(const QByteArray, dateBefore);
        QFETCH(const QByteArray, dateAfter);
        m_set.files[0] = {.name = m_set.files[0].name}; // nothing but the server tells
        HttpServer::Answer& answer = images();
        answer.body = gzip(idxImages(300, 28, 28, 5)); // of another length
        answer.holdAfter = 700;
        answer.breaks = 1;
        answer.heedsIfRange = false;
        answer.etag = etagBefore;
        answer.lastModified = dateBefore;
        make();
        QTRY_COMPARE_WITH_TIMEOUT(m_download->status().received, 700, kPatience);
        m_download->pause();
        answer.body = m_images;
        answer.etag = etagAfter;
        answer.lastModified = dateAfter;
        m_download->resume();
        expectWhole();
        QFile file(m_folder->filePath("small/train-images-idx3-ubyte.gz"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), m_images);
    }

    void aServerThatDripsIsGivenUp_data() {
        QTest::addColumn<int>("after");
        QTest::newRow("from the start") << 0;
        QTest::newRow("after a good beginning") << 5000;
    }
    void aServerThatDripsIsGivenUp() {
        QFETCH(const int, after);
        images().dripAfter = after;
        make(1000); // silence is far from that long
        expectFailure("it sends only ");
    }

    void theNextMirrorTakesOverFromOneThatDrips() {
        HttpServer::Answer& slow = (*m_server)["/slow/train-images-idx3-ubyte.gz"];
        slow.body = m_images;
        slow.dripAfter = 0;
        m_set.mirrors = {m_server->address("/slow/"), m_server->address()};
        make(1000);
        expectWhole();
    }

    void aServersWordsAreCleaned() {
        images().status = 404;
        images().reason = "Not \x1b[31mHere\x07";
        make();
        expectFailure("it answers 404 Not ?[31mHere?");
    }

    void whatLiesInTheLockBlocksNobody_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing, after a crash") << QByteArray();
        QTest::newRow("damage") << QByteArray("\0\xff\0garbage", 10);
        QTest::newRow("a dead process") << QByteArray("999999\nlatent-explorer\nhere\n");
        QTest::newRow("this process")
            << QByteArray::number(QCoreApplication::applicationPid()) + "\nx\nhere\n";
    }
    void whatLiesInTheLockBlocksNobody() {
        QFETCH(const QByteArray, bytes);
        write(m_folder->filePath("small.lock"), bytes);
        make();
        expectWhole();
    }

    void aLockThatCannotBeMadeIsTold() {
        QVERIFY(QDir(m_folder->path()).mkdir("small.lock"));
        make();
        waitForTheEnd();
        QVERIFY2(m_failure.contains("small.lock: cannot be written: Is a directory"), qPrintable(m_failure));
        QVERIFY(m_server->requests().isEmpty());
    }

    void whoIsPausedAfterTheLastByteAsksNoMore() {
        images().saysLength = false;
        images().holdAfter = m_images.size();
        make();
        QTRY_COMPARE_WITH_TIMEOUT(m_download->status().received, m_images.size(), kPatience);
        m_download->pause();
        m_download->resume();
        expectWhole();
        QCOMPARE(m_server->requestsFor("/train-images-idx3-ubyte.gz"), 1);
    }

    void aPartThatIsNoMoreBeginsAnew() {
        images().breakAfter = 700;
        images().breaks = 1;
        images().refusesRanges = true;
        make();
        expectWhole();
        QCOMPARE(m_server->requestsFor("/train-images-idx3-ubyte.gz"), 3);
    }

    void aServerThatKeepsBreakingIsGivenUp() {
        images().breakAfter = 10;
        images().ranges = false;
        make();
        expectFailure("breaks the connection off");
    }

    void theNextMirrorTakesOver() {
        m_set.mirrors = {m_server->address("/broken/"), m_server->address()};
        make();
        expectWhole();
        QCOMPARE(m_server->requestsFor("/broken/train-images-idx3-ubyte.gz"), 1);
    }

    void theNextMirrorTakesOverFromOneThatLies() {
        (*m_server)["/lies/train-images-idx3-ubyte.gz"].body = QByteArray(m_images.size(), 'x');
        m_set.mirrors = {m_server->address("/lies/"), m_server->address()};
        make();
        expectWhole();
    }

    void theSentenceNamesEveryMirror() {
        m_set.mirrors = {m_server->address("/a/"), "http://nowhere.invalid/"};
        make();
        expectFailure("127.0.0.1: it answers 404 Not Found; nowhere.invalid: there is no network");
    }

    void aReasonThatAllShareIsSaidOnce() {
        m_set.mirrors = {m_server->address("/a/"), m_server->address("/b/")};
        make();
        expectFailure("could not be fetched; 127.0.0.1, 127.0.0.1: it answers 404 Not Found");
    }

    void aRedirectIsFollowed() {
        (*m_server)["/other"].body = m_images;
        images().status = 302;
        images().redirect = "/other";
        make();
        expectWhole();
        QCOMPARE(m_server->requestsFor("/other"), 1);
    }

    void redirectsWithoutEndAreNotFollowed() {
        images().status = 302;
        images().redirect = "/train-images-idx3-ubyte.gz";
        make();
        expectFailure("from one address to the next");
    }

    void aPausedDownloadGoesOn() {
        images().holdAfter = 900;
        images().breaks = 1;
        make();
        QTRY_COMPARE_WITH_TIMEOUT(m_download->status().received, 900, kPatience);
        m_download->pause();
        QCOMPARE(m_download->status().phase, Phase::Paused);
        const qsizetype before = m_server->requests().size();
        QTest::qWait(0);
        QCOMPARE(m_server->requests().size(), before);
        m_download->resume();
        QCOMPARE(m_download->status().phase, Phase::Fetching);
        expectWhole();
        QVERIFY(m_server->requests()[1].contains("Range: bytes=900-"));
    }

    void whoCancelsKeepsNothing_data() {
        QTest::addColumn<bool>("paused");
        QTest::newRow("running") << false;
        QTest::newRow("paused") << true;
    }

    void whoCancelsKeepsNothing() {
        QFETCH(const bool, paused);
        images().holdAfter = 900;
        make();
        QTRY_COMPARE_WITH_TIMEOUT(m_download->status().received, 900, kPatience);
        QVERIFY(left().contains("small.partial"));
        if (paused) m_download->pause();
        m_download->cancel();
        QCOMPARE(left(), QStringList());
        QCOMPARE(m_download->status().phase, Phase::None);
        images().holdAfter = -1;
        m_download->start(); // and may think better of it
        expectWhole();
    }

    void aFailedDownloadCanBeStartedAgain() {
        images().status = 404;
        make();
        expectFailure("404");
        images().status = 200;
        m_failure.clear();
        m_download->start();
        expectWhole();
    }

    void whatIsDestroyedKeepsNothing() {
        images().holdAfter = 900;
        for (int i = 0; i < 100; ++i) {
            make();
            if (i % 2 == 0) QCoreApplication::processEvents();
            if (i % 3 == 0) QTRY_COMPARE_WITH_TIMEOUT(m_download->status().received, 900, kPatience);
            m_download.reset();
            QCOMPARE(left(), QStringList());
        }
    }

    void whatIsDestroyedWhileUnpackingKeepsNothing() {
        for (int i = 0; i < 20; ++i) {
            bool destroyed = false;
            // Queued before the worker can tell that it is done.
            const auto destroy = [&] {
                if (m_download->status().phase != Phase::Finishing) return;
                QMetaObject::invokeMethod(
                    this, [&] { m_download.reset(), destroyed = true; }, Qt::QueuedConnection);
            };
            make();
            connect(m_download.get(), &SetDownload::statusChanged, this, destroy);
            QTRY_VERIFY_WITH_TIMEOUT(destroyed, kPatience);
            QVERIFY(!m_finished);
            QCOMPARE(left(), QStringList());
        }
    }

    void twoAtOnceDoNotMeet() {
        images().holdAfter = 900;
        make();
        QTRY_COMPARE_WITH_TIMEOUT(m_download->status().received, 900, kPatience);
        SetDownload second(m_set, m_folder->path().toStdString());
        QString failure;
        connect(&second, &SetDownload::failed, this, [&](const QString& sentence) { failure = sentence; });
        second.start();
        QVERIFY2(failure.contains("another program is fetching this set"), qPrintable(failure));
        QVERIFY(left().contains("small.partial")); // the first one's
    }

    void whatAKilledProgramLeftIsClearedAway() {
        QVERIFY(QDir(m_folder->path()).mkdir("small.partial"));
        write(m_folder->filePath("small.partial/old"), "old");
        make();
        expectWhole();
    }

    void somethingElseInItsPlaceIsLeftAlone() {
        QVERIFY(QDir(m_folder->path()).mkdir("small"));
        write(m_folder->filePath("small/mine"), "mine");
        make();
        waitForTheEnd();
        QVERIFY2(m_failure.contains("something else"), qPrintable(m_failure));
        QVERIFY(QFile::exists(m_folder->filePath("small/mine")));
    }

    void aFolderThatCannotBeMadeIsTold() {
        write(m_folder->filePath("file"), "x");
        m_download = std::make_unique<SetDownload>(m_set, m_folder->filePath("file").toStdString());
        connect(m_download.get(), &SetDownload::failed, this,
                [this](const QString& sentence) { m_failure = sentence; });
        m_download->start();
        QVERIFY2(m_failure.contains("file: the folder cannot be made"), qPrintable(m_failure));
    }

    void aDiskThatIsTooSmallIsToldAtOnce() {
        m_set.files[0].bytes = std::uint64_t{1} << 60;
        make();
        expectFailure("are free on its disk");
        QVERIFY(m_server->requests().isEmpty());
    }

    void withoutAChecksumTheFormatIsChecked() {
        for (PublishedFile& file : m_set.files) file = {.name = file.name};
        images().body = "<html>Please log in</html>";
        make();
        expectFailure("not an IDX file");
    }

    void anArchiveIsUnpacked_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("zip") << "all.zip";
        QTest::newRow("tar.gz") << "all.tar.gz";
    }

    void anArchiveIsUnpacked() {
        QFETCH(const QString, name);
        const Members members{{"x/train-images-idx3-ubyte.gz", m_images},
                              {"x/train-labels-idx1-ubyte.gz", m_labels},
                              {"x/t10k-images-idx3-ubyte.gz", m_images},
                              {"x/t10k-labels-idx1-ubyte.gz", m_labels},
                              {"x/more", "more"}};
        const QTemporaryDir elsewhere;
        QByteArray bytes = gzip(tar(members));
        if (name.endsWith("zip")) {
            writeZip(elsewhere.filePath(name).toUtf8(), members);
            QFile file(elsewhere.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            bytes = file.readAll();
        }
        PublishedFile archive = fileOf(name.toStdString(), bytes);
        for (const auto& member : members.first(4)) archive.members.push_back(member.first.toStdString());
        m_set.files = {archive};
        (*m_server)["/" + name.toUtf8()].body = bytes;
        make();
        expectWhole();
    }

    void progressIsTold() {
        images().holdAfter = 900;
        images().breaks = 1;
        make();
        QTRY_VERIFY_WITH_TIMEOUT(m_download->status().bytesPerSecond > 0, kPatience);
        const DownloadStatus status = m_download->status();
        QCOMPARE(status.received, 900);
        QCOMPARE(status.total, 2 * (m_images.size() + m_labels.size()));
        QVERIFY(status.secondsLeft > 0);
        m_server->release();
        expectWhole();
    }

    void setsOfOneFolderShareADownload() {
        PublishedSet other = m_set;
        other.name = "other";
        DownloadController controller({m_set, other}, m_folder->path().toStdString());
        QSignalSpy finished(&controller, &DownloadController::finished);
        QStringList told;
        connect(&controller, &DownloadController::statusChanged, this,
                [&](const QString& name, const DownloadStatus&) { told.append(name); });
        controller.get("small");
        controller.get("other");
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
        QVERIFY(told.contains("small") && told.contains("other"));
        QCOMPARE(m_server->requests().size(), 4);
    }
};

QTEST_GUILESS_MAIN(SetDownloadTest)
#include "set_download_test.moc"
