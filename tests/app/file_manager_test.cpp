// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/file_manager.h"

#include <QDesktopServices>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace latent;

/// Stands for the desktop: takes down what it is to open. There is no message bus.
class FileManagerTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    FileManager m_manager;
    QList<QUrl> m_opened;

    std::filesystem::path put(const std::string& name) const {
        const std::filesystem::path file = std::filesystem::path(m_folder.path().toStdString()) / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << "x";
        return file;
    }

  public slots:
    void takeDown(const QUrl& url) { m_opened << url; }

  private slots:
    void initTestCase() {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        QDesktopServices::setUrlHandler("file", this, "takeDown");
    }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler("file"); }
    void init() { m_opened.clear(); }

    void addresses_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("address");
        QTest::newRow("plain") << QByteArray("/a/b.png") << QByteArray("file:///a/b.png");
        QTest::newRow("marks of addresses")
            << QByteArray("/50% off/q?x=1&y#z") << QByteArray("file:///50%25%20off/q%3Fx%3D1%26y%23z");
        QTest::newRow("UTF-8") << QByteArray("/gr\xc3\xbcn") << QByteArray("file:///gr%C3%BCn");
        QTest::newRow("not UTF-8") << QByteArray("/gr\xfcn/\xff") << QByteArray("file:///gr%FCn/%FF");
    }
    void addresses() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, address);
        const QByteArray encoded = fileUrl(path.toStdString()).toEncoded();
        QCOMPARE(QByteArray::fromPercentEncoding(encoded), "file://" + path);
        QCOMPARE(encoded.count('#') + encoded.count('?'), 0);
        QCOMPARE(QUrl::fromEncoded(address).toEncoded(), encoded);
    }

    void aFileIsOpened() {
        for (const std::string name : {"a.png", "deep er/50% #1.png", "gr\xfcn.png"}) {
            const std::filesystem::path file = put(name);
            m_manager.open(file);
            QCOMPARE(m_opened.last(), fileUrl(file));
            std::filesystem::remove(file); // QTemporaryDir removes no name that is not UTF-8
        }
    }

    void withoutABusItsFolderIs() {
        const std::filesystem::path file = put("pets/cats/1.png");
        m_manager.showInFolder(file);
        QTRY_COMPARE(m_opened.size(), 1);
        QCOMPARE(m_opened.first(), fileUrl(file.parent_path()));
    }

    void whatIsGoneIsToldOf() {
        QSignalSpy failed(&m_manager, &FileManager::failed);
        const std::filesystem::path file = put("gone\n.png");
        std::filesystem::remove(file);
        m_manager.open(file);
        m_manager.showInFolder(file);
        QCOMPARE(failed.size(), 2);
        QCOMPARE(failed.first().first().toString(),
                 m_folder.path() + QString::fromUtf8("/gone�.png is no longer there"));
        QVERIFY(m_opened.isEmpty());
    }
};

QTEST_MAIN(FileManagerTest)
#include "file_manager_test.moc"
