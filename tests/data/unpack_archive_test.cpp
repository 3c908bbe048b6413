// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/unpack_archive.h"
#include "tests/data/archives.h"
#include "tests/data/idx_files.h"

#include <QTemporaryDir>

using namespace latent;
using namespace latent::testing;

class UnpackArchiveTest : public QObject {
    Q_OBJECT

    QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
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
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("cause");
        const QByteArray whole = tar(m_members);
        QByteArray flipped = whole;
        flipped[520] = 'x';
        QTest::newRow("cut in a member") << whole.left(3000) << "ends within a member";
        QTest::newRow("wrong header") << flipped << "no tar archive";
        QTest::newRow("no archive") << elements(5000) << "no tar archive";
        QTest::newRow("cut gzip") << gzip(whole).left(60) << "end early";
    }

    void aBrokenArchiveIsToldApart() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, cause);
        const QTemporaryDir folder;
        write(folder.filePath("set.tar.gz"), bytes);
        const QString sentence = unpack(folder, "set.tar.gz", {"folder/c.bin"});
        QVERIFY2(sentence.startsWith(folder.path()) && sentence.contains(cause), qPrintable(sentence));
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
