// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/exploration.h"

#include "tests/ui/fabricated.h"

#include <QTest>

namespace latent {

class ExplorationTest : public QObject {
    Q_OBJECT
  private slots:
    void usualAxesAreTheMainOnesOfMany() {
        Exploration exploration;
        exploration.setSnapshot(fabricated::snapshot({1, 1, 1, 1}));
        QCOMPARE(exploration.axes(), (MapAxes{.pca = true}));
        exploration.setSnapshot(nullptr);
        exploration.setSnapshot(fabricated::snapshot({1, 1}));
        QCOMPARE(exploration.axes(), (MapAxes{.pca = false, .x = 0, .y = 1}));
    }

    void chosenAxesAreKeptWhereTheyExist_data() {
        QTest::addColumn<int>("latent");
        QTest::addColumn<bool>("kept");
        QTest::newRow("the same size") << 4 << true;
        QTest::newRow("larger") << 6 << true;
        QTest::newRow("still there") << 3 << true;
        QTest::newRow("gone") << 2 << false;
    }
    void chosenAxesAreKeptWhereTheyExist() {
        QFETCH(int, latent);
        QFETCH(bool, kept);
        Exploration exploration;
        exploration.setSnapshot(fabricated::snapshot({1, 1, 1, 1}));
        const MapAxes chosen{.pca = false, .x = 2, .y = 0};
        exploration.setAxes(chosen);
        exploration.setSnapshot(nullptr); // other data
        exploration.setDataset(fabricated::dataset(20));
        exploration.setSnapshot(
            fabricated::snapshot(std::vector<float>(static_cast<std::size_t>(latent), 1.0F)));
        QCOMPARE(exploration.axes() == chosen, kept);
        QVERIFY(exploration.axes().pca || std::max(exploration.axes().x, exploration.axes().y) < latent);
    }

    // The default axes are not a choice: another latent size gets its own default.
    void usualAxesAreNotKept() {
        Exploration exploration;
        exploration.setSnapshot(fabricated::snapshot({1, 1}));
        exploration.setSnapshot(fabricated::snapshot({1, 1, 1, 1, 1}));
        QVERIFY(exploration.axes().pca);
    }
};

} // namespace latent

QTEST_GUILESS_MAIN(latent::ExplorationTest)
#include "exploration_test.moc"
