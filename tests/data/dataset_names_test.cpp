// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset_names.h"

#include <QTest>

using namespace latent;

class DatasetNamesTest : public QObject {
    Q_OBJECT
  private slots:
    void theNameIsShownAndTheOriginOpens_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("plain") << QByteArray("/a/set.npy") << QByteArray("/a/set.npy")
                               << QByteArray("set.npy");
        QTest::newRow("a folder") << QByteArray("/a/set/") << QByteArray("/a/set") << QByteArray("set");
        QTest::newRow("by way of another")
            << QByteArray("/b/../a/./set") << QByteArray("/a/set") << QByteArray("set");
        QTest::newRow("Latin-1") << QByteArray("/a/b\xe4ume") << QByteArray("/a/b\xe4ume")
                                 << QByteArray("b?ume");
        QTest::newRow("control characters")
            << QByteArray("/a/\x1b[31mred\n\xc2\x9b") << QByteArray("/a/\x1b[31mred\n\xc2\x9b")
            << QByteArray("?[31mred??");
    }
    void theNameIsShownAndTheOriginOpens() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, origin);
        QFETCH(QByteArray, name);
        ImageDataset dataset;
        nameAfter(dataset, path.toStdString());
        QCOMPARE(QByteArray::fromStdString(dataset.origin), origin);
        QCOMPARE(QByteArray::fromStdString(dataset.name), name);
    }
};

QTEST_GUILESS_MAIN(DatasetNamesTest)
#include "dataset_names_test.moc"
