// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/safe_save.h"
#include "tests/data/file_size_limit.h"
#include "tests/data/idx_files.h"
#include "tests/data/unprivileged.h"

#include <QFileInfo>
#include <QTemporaryDir>

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
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1); // nothing is left beside it
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
            QVERIFY2(sentence.contains("no regular file"), qPrintable(sentence));
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
