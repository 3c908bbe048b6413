// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_options.h"

#include <QTest>

using namespace latent;

namespace {

OpenOptions optionsOf(const QStringList& words) {
    Options options("train", "");
    describeData(options);
    options.parse(QStringList{"latent-explorer", "train"} + words);
    return readDataOptions(options);
}

} // namespace

class DataOptionsTest : public QObject {
    Q_OBJECT
  private slots:
    void labelsAreReadUnlessTheyAreLeftOut() {
        QVERIFY(optionsOf({}).labels);
        QVERIFY(optionsOf({}).labelColumn.empty());
        QVERIFY(!optionsOf({"--no-labels"}).labels);
    }

    void theColumnOfATable_data() {
        QTest::addColumn<QString>("column");
        for (const char* const column : {"65", "species", "the kind", "Größe", "-1"})
            QTest::newRow(column) << QString(column);
    }
    void theColumnOfATable() {
        QFETCH(QString, column);
        QCOMPARE(QString::fromStdString(optionsOf({"--label-column=" + column}).labelColumn), column);
    }

    void theSizeAsItIsPrinted() {
        const OpenOptions options = optionsOf({"--size", "24×32"});
        QCOMPARE(options.width, 24);
        QCOMPARE(options.height, 32);
        QCOMPARE(optionsOf({"--size", "16×16×3"}).width, 16);
        QVERIFY_THROWS_EXCEPTION(UsageError, optionsOf({"--size", "16×16×5"}));
    }
};

QTEST_GUILESS_MAIN(DataOptionsTest)
#include "data_options_test.moc"
