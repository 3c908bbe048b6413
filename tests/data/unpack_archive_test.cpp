// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/unpack_archive.h"
#include "tests/data/archives.h"
#include "tests/data/idx_files.h"
#include "tests/data/npy_files.h"

#include <QTemporaryDir>

using namespace latent;
using namespace latent::testing;

class UnpackArchiveTest : public QObject {
    Q_OBJECT

    QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
    }
    static int sumOf(QByteArray header) {
        header.replace(148, 8, "        ");
        return std::accumulate(header.begin(), header.end(), 0,
                               [](int total, char byte) { return total + static_cast<unsigned char>(byte); });
    }
    QString unpack(const QTemporaryDir& folder, const QString& archive,
                   const std::vector<std::string>& members) {
        return errorOf([&] {
            unpackMembers(folder.filePath(archive).toStdString(), members, folder.path().toStdString(), {});
        });
    }

    const Members m_members{
        {"folder/a.bin", elements(70000)}, {"folder/b.bin", "b"}, {"folder/c.bin", elements(512)}};

  private slots:
    void theMembersThatAreWantedComeOut_data() {
        QTest::addColumn<QString>("archive");
        QTest::newRow("tar") << "set.tar";
        QTest::newRow("tar.gz") << "set.tar.gz";
        QTest::newRow("zip") << "set.zip";
    }

    void theMembersThatAreWantedComeOut() {
        QFETCH(const QString, archive);
        const QTemporaryDir folder;
        if (archive.endsWith("zip"))
            writeZip(folder.filePath(archive).toUtf8(), m_members);
        else
            write(folder.filePath(archive), archive.endsWith("gz") ? gzip(tar(m_members)) : tar(m_members));
        QCOMPARE(unpack(folder, archive, {"folder/a.bin", "folder/c.bin"}), QString());
        QCOMPARE(read(folder.filePath("a.bin")), elements(70000));
        QCOMPARE(read(folder.filePath("c.bin")), elements(512));
        QVERIFY(!QFile::exists(folder.filePath("b.bin")));
        const QString sentence = unpack(folder, archive, {"folder/none.bin"});
        QVERIFY2(sentence.contains("does not hold") && sentence.contains("none.bin"), qPrintable(sentence));
    }

    void aBrokenArchiveIsToldApart_data() {
        QTest::addColumn<QString>("archive");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cause");
        const QByteArray whole = tar(m_members);
        QByteArray flipped = whole;
        flipped[520] = 'x';
        QTest::newRow("cut in a member") << "set.tar.gz" << whole.left(3000) << "ends within a member";
        QTest::newRow("wrong header") << "set.tar.gz" << flipped << "not a tar archive";
        QTest::newRow("no archive") << "set.tar.gz" << elements(5000) << "not a tar archive";
        QTest::newRow("cut gzip") << "set.tar.gz" << gzip(whole).left(60) << "end early";
        QByteArray absurd = tarHeader("folder/c.bin", qint64{077777777777});
        QTest::newRow("a size of 8 GB")
            << "set.tar.gz" << absurd + QByteArray(1024, '\0') << "ends within a member";
        absurd = tarHeader("folder/c.bin", 0);
        absurd[124] = '9'; // not octal; the header's sum is updated
        absurd.replace(148, 7, QByteArray::number(sumOf(absurd), 8).rightJustified(6, '0') + '\0');
        QTest::newRow("a size of no digits")
            << "set.tar.gz" << absurd + QByteArray(1024, '\0') << "a size is not octal";
        QTest::newRow("a link") << "set.tar.gz" << tarHeader("folder/c.bin", 0, '2') + QByteArray(1024, '\0')
                                << "does not hold";

        const auto row = [](const char* name, const QList<ZipPart>& parts, const QString& cause) {
            QTest::newRow(name) << "set.zip" << testing::zip(parts) << cause;
        };
        const ZipPart good{.name = "folder/c.bin", .content = elements(9000)};
        const auto changed = [&](const auto& change) {
            ZipPart part = good;
            change(part);
            return QList<ZipPart>{part};
        };
        row("leads up", {good, {.name = "../b.bin", .content = "b"}}, "leads outside");
        row("twice", {good, good}, "appears twice");
        row("encrypted", changed([](ZipPart& p) { p.flags = 1; }), "is encrypted");
        row("wrong sum", changed([](ZipPart& p) { p.statedSum = 1; }), "checksum is wrong");
        row("ratio", changed([](ZipPart& p) { p.statedSize = 1'200'000'000; }), "which is implausible");
        QList<ZipPart> many{good};
        for (int i = 0; i < 1000; ++i) many.append({.name = QByteArray::number(i), .content = "x"});
        row("1001 members", many, "more than 1,000");
    }
    void aBrokenArchiveIsToldApart() {
        QFETCH(const QString, archive);
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, cause);
        const QTemporaryDir folder;
        write(folder.filePath(archive), bytes);
        const QString sentence = unpack(folder, archive, {"folder/c.bin"});
        QVERIFY2(sentence.startsWith(folder.path()) && sentence.contains(cause), qPrintable(sentence));
    }

    // A member longer than stated must be detected before it fills the disk.
    void aZipThatLiesFillsNoDisk() {
        const QTemporaryDir folder;
        write(folder.filePath("set.zip"),
              testing::zip({{.name = "x/a.bin", .content = QByteArray(100'000'000, '\0'), .statedSize = 1}}));
        const QString sentence = unpack(folder, "set.zip", {"x/a.bin"});
        QVERIFY2(sentence.contains("damaged"), qPrintable(sentence));
        QVERIFY(QFileInfo(folder.filePath("a.bin")).size() <= 1 << 16);
    }

    void noPrefixIsTakenForTheWhole_data() {
        QTest::addColumn<QString>("archive");
        QTest::addColumn<QByteArray>("bytes");
        const Members members{{"folder/a.bin", elements(700)}};
        QTest::newRow("tar") << "set.tar" << tar(members);
        QTest::newRow("tar.gz") << "set.tar.gz" << gzip(tar(members));
        QTest::newRow("zip") << "set.zip"
                             << testing::zip({{.name = "folder/a.bin", .content = elements(700)}});
    }
    void noPrefixIsTakenForTheWhole() {
        QFETCH(const QString, archive);
        QFETCH(const QByteArray, bytes);
        const QTemporaryDir folder;
        for (qsizetype length = 0; length < bytes.size(); ++length) {
            write(folder.filePath(archive), bytes.left(length));
            QFile::remove(folder.filePath("a.bin"));
            const QString sentence = unpack(folder, archive, {"folder/a.bin"});
            if (sentence.isEmpty()) // a tar's trailing zeros may be missing
                QCOMPARE(read(folder.filePath("a.bin")), elements(700));
            else
                QVERIFY2(sentence.startsWith(folder.path()) && !sentence.contains('\n'),
                         qPrintable(sentence));
        }
    }

    void aMemberCannotLeadOutside() {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("in"));
        write(folder.filePath("set.tar"), tar({{"../out.bin", "x"}}));
        unpackMembers(folder.filePath("set.tar").toStdString(), {"../out.bin"},
                      folder.filePath("in").toStdString(), {});
        QVERIFY(!QFile::exists(folder.filePath("out.bin")));
        QCOMPARE(read(folder.filePath("in/out.bin")), QByteArray("x"));
    }

    void whoCancelsIsHeard() {
        const QTemporaryDir folder;
        write(folder.filePath("set.tar"), tar(m_members));
        std::stop_source stop;
        Progress progress;
        progress.stop = stop.get_token();
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled,
                                 unpackMembers(folder.filePath("set.tar").toStdString(), {"folder/a.bin"},
                                               folder.path().toStdString(), progress));
    }
};

QTEST_GUILESS_MAIN(UnpackArchiveTest)
#include "unpack_archive_test.moc"
