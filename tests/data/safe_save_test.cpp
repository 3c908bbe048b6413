// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/safe_save.h"
#include "tests/data/failing_disk.h"
#include "tests/data/file_size_limit.h"
#include "tests/data/idx_files.h"
#include "tests/data/unprivileged.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

using namespace latent;
using namespace latent::testing;

namespace {

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be opened");
}

} // namespace

class SafeSaveTest : public QObject {
    Q_OBJECT
  private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void writesNewAndOld() {
        safeSave(target(), "first, and longer");
        QCOMPARE(contents(file()), QByteArray("first, and longer"));
        safeSave(target(), "second");
        QCOMPARE(contents(file()), QByteArray("second"));
        safeSave(target(), "");
        QCOMPARE(contents(file()), QByteArray());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1); // nothing else is left
    }

    void writesEveryByte() {
        const QByteArray all = elements(3'000'000);
        safeSave(target(), {all.data(), static_cast<std::size_t>(all.size())});
        QCOMPARE(contents(file()), all);
    }

    void aFullDiskLeavesTheOldFile_data() {
        QTest::addColumn<int>("size");
        QTest::newRow("small: only flush() notices") << 200;
        QTest::newRow("large") << 3'000'000;
    }
    void aFullDiskLeavesTheOldFile() {
        QFETCH(int, size);
        safeSave(target(), "old");
        const QByteArray bytes = elements(size);
        QString sentence;
        {
            const FileSizeLimit limit(100);
            sentence = errorOf([&] { safeSave(target(), {bytes.data(), static_cast<std::size_t>(size)}); });
        }
        QVERIFY2(sentence.startsWith(file() + ": cannot be written: "), qPrintable(sentence));
        QCOMPARE(contents(file()), QByteArray("old"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void refusesWhatIsNoRegularFile() {
        for (const char* const device : {"/dev/null", "/dev/full"}) {
            const QString sentence = errorOf([&] { safeSave(device, "x"); });
            QVERIFY2(sentence.contains("not a regular file"), qPrintable(sentence));
            struct stat status {};
            QCOMPARE(stat(device, &status), 0);
            QVERIFY(S_ISCHR(status.st_mode));
        }
        QVERIFY(errorOf([&] { safeSave(m_folder->path().toStdString(), "x"); }).contains("it is a folder"));
    }

    void followsALink() {
        safeSave(target(), "old");
        const QString link = m_folder->filePath("link");
        QVERIFY(QFile::link(file(), link));
        safeSave(link.toStdString(), "new");
        QCOMPARE(contents(file()), QByteArray("new"));
        QVERIFY(QFileInfo(link).isSymLink());
    }

    void followsALinkToNothingYet() {
        const QString link = m_folder->filePath("link");
        QVERIFY(QFile::link("later", link)); // in the link's own folder
        safeSave(link.toStdString(), "new");
        QCOMPARE(contents(m_folder->filePath("later")), QByteArray("new"));
        QVERIFY(QFileInfo(link).isSymLink());
    }

    void keepsPermissions_data() {
        QTest::addColumn<uint>("mode");
        for (const uint mode : {0600U, 0644U, 0664U, 0755U}) QTest::addRow("%o", mode) << mode;
    }
    void keepsPermissions() {
        QFETCH(uint, mode);
        safeSave(target(), "old");
        QCOMPARE(chmod(qPrintable(file()), mode), 0);
        safeSave(target(), "new");
        struct stat status {};
        QCOMPARE(stat(qPrintable(file()), &status), 0);
        QCOMPARE(status.st_mode & 07777U, mode);
    }

    void writesPiecesInOrder() {
        const std::string_view pieces[]{"one, ", "", "two", " and three"};
        safeSave(target(), pieces);
        QCOMPARE(contents(file()), QByteArray("one, two and three"));
    }

    void takesTheLongestName() {
        const QString name = m_folder->filePath(QString(255, 'n'));
        safeSave(name.toStdString(), "x");
        QCOMPARE(contents(name), QByteArray("x"));
    }

    // The failing calls, and those around them.
    void aFailingDiskLeavesTheOldFile_data() {
        QTest::addColumn<int>("call");
        QTest::addColumn<int>("error");
        QTest::newRow("write: no space") << int(FailingDisk::Write) << ENOSPC;
        QTest::newRow("write: quota") << int(FailingDisk::Write) << EDQUOT;
        QTest::newRow("fsync: no space") << int(FailingDisk::Sync) << ENOSPC;
        QTest::newRow("fsync: broken disk") << int(FailingDisk::Sync) << EIO;
        QTest::newRow("close: no space, as NFS tells") << int(FailingDisk::Close) << ENOSPC;
        QTest::newRow("rename: no right") << int(FailingDisk::Rename) << EACCES;
    }
    void aFailingDiskLeavesTheOldFile() {
        QFETCH(int, call);
        QFETCH(int, error);
        safeSave(target(), "old");
        QString sentence;
        {
            const FailingDisk disk(static_cast<FailingDisk::Call>(call), error);
            sentence = errorOf([&] { safeSave(target(), "new"); });
        }
        QCOMPARE(sentence, file() + ": cannot be written: " + std::strerror(error));
        QCOMPARE(contents(file()), QByteArray("old"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void shortAndInterruptedWritesGoOn() {
        const QByteArray all = elements(100'000);
        const FailingDisk disk(FailingDisk::Interrupted, EINTR);
        safeSave(target(), {all.data(), static_cast<std::size_t>(all.size())});
        QCOMPARE(contents(file()), all);
    }

    void whatCannotBeSavedIsKnownBefore_data() {
        QTest::addColumn<QString>("name"); // in a folder with "file", "folder", and the row's own files
        QTest::addColumn<QString>("cause");
        QTest::newRow("a folder") << "folder"
                                  << "it is a folder";
        QTest::newRow("a link to a folder") << "to_folder"
                                            << "it is a folder";
        QTest::newRow("a pipe") << "pipe"
                                << "it is not a regular file";
        QTest::newRow("a device") << "/dev/full"
                                  << "it is not a regular file";
        QTest::newRow("a link to a device") << "to_full"
                                            << "it is not a regular file";
        QTest::newRow("in no folder") << "none/m"
                                      << "there is no folder ";
        QTest::newRow("a link into no folder") << "to_nowhere"
                                               << "there is no folder ";
        QTest::newRow("below a file") << "file/m"
                                      << "Not a directory";
        QTest::newRow("a long name") << QString(300, 'n') << "File name too long";
        QTest::newRow("a long path") << QString("n/").repeated(2500) + "m"
                                     << "File name too long";
        QTest::newRow("links in a circle") << "circle"
                                           << "Too many levels of symbolic links";
    }
    void whatCannotBeSavedIsKnownBefore() {
        QFETCH(QString, name);
        QFETCH(QString, cause);
        safeSave(target(), "old");
        const QDir folder(m_folder->path());
        QVERIFY(folder.mkdir("folder"));
        QCOMPARE(mkfifo(qPrintable(folder.filePath("pipe")), 0600), 0);
        QVERIFY(QFile::link("folder", folder.filePath("to_folder")));
        QVERIFY(QFile::link("/dev/full", folder.filePath("to_full")));
        QVERIFY(QFile::link("none/m", folder.filePath("to_nowhere")));
        QVERIFY(QFile::link("circle", folder.filePath("circle")));
        const QStringList before = folder.entryList(QDir::AllEntries | QDir::System | QDir::Hidden);
        const std::filesystem::path path = folder.filePath(name).toStdString();
        const QString sentence = errorOf([&] { requireSavable(path); });
        QVERIFY2(sentence.contains(": cannot be written: " + cause), qPrintable(sentence));
        QCOMPARE(errorOf([&] { safeSave(path, "x"); }), sentence);
        QCOMPARE(folder.entryList(QDir::AllEntries | QDir::System | QDir::Hidden), before);
    }

    void whatMayNotBeWrittenIsKnownBefore() {
        safeSave(target(), "old");
        QCOMPARE(chmod(qPrintable(file()), 0444), 0);
        const QString fresh = m_folder->filePath("fresh");
        QString readOnlyFile;
        QString readOnlyFolder;
        {
            const Unprivileged nobody(m_folder->path(), 0777);
            readOnlyFile = errorOf([&] { requireSavable(target()); });
        }
        {
            const Unprivileged nobody(m_folder->path(), 0555);
            readOnlyFolder = errorOf([&] { requireSavable(fresh.toStdString()); });
        }
        QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QCOMPARE(readOnlyFile, file() + ": cannot be written: Permission denied");
        QCOMPARE(readOnlyFolder, fresh + ": cannot be written: Permission denied");
    }

    void lookingBeforeChangesNothing() {
        safeSave(target(), "old");
        requireSavable(target());
        QCOMPARE(contents(file()), QByteArray("old"));
        requireSavable(m_folder->filePath("new").toStdString());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList("file"));
    }

    void oneFileByTwoNames_data() {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("same");
        QTest::newRow("equal") << "file"
                               << "file" << true;
        QTest::newRow("another") << "file"
                                 << "other" << false;
        QTest::newRow("by a dot") << "file"
                                  << "./file" << true;
        QTest::newRow("by a folder and back") << "file"
                                              << "folder/../file" << true;
        QTest::newRow("by a link") << "file"
                                   << "link" << true;
        QTest::newRow("by a hard link") << "file"
                                        << "hard" << true;
        QTest::newRow("through a linked folder") << "folder/x"
                                                 << "to_folder/x" << true;
        QTest::newRow("not there yet") << "new"
                                       << "./new" << true;
        QTest::newRow("not there yet, through a linked folder") << "folder/new"
                                                                << "to_folder/new" << true;
        QTest::newRow("not there yet, by a link") << "later"
                                                  << "to_later" << true;
        QTest::newRow("not there yet, and another") << "new"
                                                    << "newer" << false;
        QTest::newRow("one is there") << "file"
                                      << "new" << false;
    }
    void oneFileByTwoNames() {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, same);
        const QDir folder(m_folder->path());
        QVERIFY(folder.mkdir("folder"));
        for (const char* const name : {"file", "other", "folder/x"})
            safeSave(folder.filePath(name).toStdString(), name);
        QVERIFY(QFile::link("file", folder.filePath("link")));
        QVERIFY(QFile::link("folder", folder.filePath("to_folder")));
        QVERIFY(QFile::link("later", folder.filePath("to_later")));
        QCOMPARE(::link(qPrintable(folder.filePath("file")), qPrintable(folder.filePath("hard"))), 0);
        const auto path = [&](const QString& name) {
            return std::filesystem::path((m_folder->path() + "/" + name).toStdString());
        };
        QCOMPARE(isSameFile(path(a), path(b)), same);
        QCOMPARE(isSameFile(path(b), path(a)), same);
    }

    void missingFolder() {
        const QString sentence = errorOf([&] { safeSave(m_folder->filePath("a/b").toStdString(), "x"); });
        QVERIFY2(sentence.contains("cannot be written: "), qPrintable(sentence));
    }

    void readOnlyFolderKeepsTheOldFile() {
        safeSave(target(), "old");
        const QString sentence = [&] {
            const Unprivileged nobody(m_folder->path(), 0555);
            return errorOf([&] { safeSave(target(), "new"); });
        }();
        QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QVERIFY(!sentence.isEmpty());
        QCOMPARE(contents(file()), QByteArray("old"));
    }

  private:
    QString file() const { return m_folder->filePath("file"); }
    std::filesystem::path target() const { return file().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(SafeSaveTest)
#include "safe_save_test.moc"
