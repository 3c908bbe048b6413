// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/small_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace latent;

class SmallFileTest : public QObject {
    Q_OBJECT
  private slots:
    void onlyRegularFilesAreRead_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("a file") << "file" << QByteArray("12345");
        QTest::newRow("a link to it") << "link" << QByteArray("12345");
        QTest::newRow("an empty file") << "empty" << QByteArray();
        QTest::newRow("none") << "none" << QByteArray();
        QTest::newRow("a folder") << "." << QByteArray();
        QTest::newRow("a pipe that nobody writes to") << "pipe" << QByteArray();
        QTest::newRow("a link to the pipe") << "to_pipe" << QByteArray();
        QTest::newRow("a device without end") << "/dev/zero" << QByteArray();
    }
    void onlyRegularFilesAreRead() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const QTemporaryDir temporary;
        const QDir folder(temporary.path());
        QFile file(folder.filePath("file"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("1234567") == 7);
        file.close();
        QVERIFY(QFile(folder.filePath("empty")).open(QIODevice::WriteOnly));
        QCOMPARE(mkfifo(qPrintable(folder.filePath("pipe")), 0600), 0);
        QVERIFY(QFile::link("file", folder.filePath("link")) &&
                QFile::link("pipe", folder.filePath("to_pipe")));
        QCOMPARE(QByteArray::fromStdString(readSmallFile(folder.filePath(name).toStdString(), 5)), bytes);
    }
};

QTEST_GUILESS_MAIN(SmallFileTest)
#include "small_file_test.moc"
