// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/cloud_colours.h"

#include "core/model/network_layout.h"
#include "tests/ui/fabricated.h"
#include "ui/ask/asker.h"
#include "ui/controls/style.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_header.h"
#include "ui/map/map_legend.h"
#include "ui/map/map_view.h"

#include <QMenu>
#include <QPushButton>
#include <QTest>

using namespace latent;

namespace {

constexpr int kImages = 40; // Bags are even; every tenth is a test image
using By = MapColour::By;

/// A model without hidden layers to speak of, whose codes grow with the image's number.
SnapshotPtr snapshotOf(const DatasetPtr& dataset) {
    const std::shared_ptr<Snapshot> snapshot =
        fabricated::snapshot({1, 1}, static_cast<int>(dataset->size()));
    snapshot->model.architecture.hidden = {4};
    snapshot->model.weights.resize(static_cast<std::size_t>(weightCount(snapshot->model.architecture)));
    return snapshot;
}

struct Fixture {
    Asker asker;
    SharedLooking looking;
    Exploration exploration{&looking, Exploration::Role::Leads, &asker};
    MapView view{&exploration};
    MapCanvas* canvas = view.canvas();
    MapLegend* legend = canvas->legendCard();

    Fixture() {
        view.resize(700, 500);
        view.show();
        exploration.setDataset(fabricated::dataset(kImages));
        exploration.setSnapshot(snapshotOf(exploration.dataset()));
        exploration.setSplit(MapSplit::All);
    }
    std::uint16_t classOf(Index image) const {
        return canvas->cloud().points().classes[static_cast<std::size_t>(image)];
    }
    bool pointsShown() const { return exploration.mapFrame() != nullptr; }
};

} // namespace

class CloudColoursTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void aMeanRunsFromTheFirstColourToTheLast() {
        Fixture f;
        QTRY_VERIFY(f.pointsShown());
        f.exploration.setColour({By::Mean, 1});
        QTRY_VERIFY(f.classOf(kImages - 1) > f.classOf(kImages / 2));
        QVERIFY(f.classOf(kImages / 2) > f.classOf(0));
        QCOMPARE(f.classOf(0), std::uint16_t{0});
        QVERIFY(!f.legend->isEmpty());
    }

    // Outside of the range the colours end: they do not move with every step of training.
    void theRangeHoldsWhileTrainingGoesOn() {
        Fixture f;
        QTRY_VERIFY(f.pointsShown());
        f.exploration.setColour({By::Mean, 0});
        QTRY_VERIFY(f.classOf(kImages - 1) > 0);
        const std::uint16_t middle = f.classOf(kImages / 2);
        auto later = std::make_shared<Snapshot>(*f.exploration.snapshot());
        later->step = 10;
        later->codes = std::make_shared<const Matrix>(2 * *later->codes);
        f.exploration.setSnapshot(later);
        QTRY_VERIFY_WITH_TIMEOUT(f.classOf(kImages / 2) > middle + 20, 10'000);
        QCOMPARE(f.classOf(kImages - 1), f.classOf(kImages - 2));
    }

    void trainingAndTestImagesDiffer() {
        Fixture f;
        QTRY_VERIFY(f.pointsShown());
        f.exploration.setColour({By::Split, 0});
        QCOMPARE(f.classOf(8), std::uint16_t{0});
        QCOMPARE(f.classOf(9), std::uint16_t{1});
    }

    void aClickOnAClusterSelectsIt() {
        Fixture f;
        QTRY_VERIFY(f.pointsShown());
        f.exploration.setColour({By::KMeans, 0});
        QTRY_VERIFY(f.classOf(0) != f.classOf(kImages - 1));
        const std::uint16_t cluster = f.classOf(0);
        QTRY_VERIFY(f.legend->isVisible());
        QTest::mouseClick(f.legend, Qt::LeftButton, {}, f.legend->rowRect(cluster).center().toPoint());
        QVERIFY(f.exploration.chosen().contains(0));
        QVERIFY(!f.exploration.chosen().contains(kImages - 1));
        QVERIFY(f.exploration.hiddenClasses().empty());
    }

    void distanceToTheSelectionFollowsIt() {
        Fixture f;
        QTRY_VERIFY(f.pointsShown());
        f.exploration.setChosen(ImageSet::of({0}));
        f.exploration.setColour({By::DistanceToSelection, 0});
        QTRY_COMPARE(f.classOf(0), std::uint16_t{0}); // what is not selected has faded
        f.exploration.setChosen(ImageSet::of({kImages - 1}));
        QTRY_COMPARE(f.classOf(kImages - 1), std::uint16_t{0});
    }

    void hiddenClassesAndImagesStayHidden() {
        Fixture f;
        QTRY_VERIFY(f.pointsShown());
        f.exploration.setColour({By::Mean, 0});
        QTRY_VERIFY(f.classOf(kImages - 2) > 0);
        f.exploration.setHiddenClasses({1});
        f.exploration.setHiddenImages(ImageSet::of({4}));
        QVERIFY(!f.canvas->cloud().isShown(1));
        QVERIFY(!f.canvas->cloud().isShown(4));
        QVERIFY(f.canvas->cloud().isShown(6));
    }

    void theMenuOffersWhatThereIs() {
        Fixture f;
        QTRY_VERIFY(f.pointsShown());
        const auto texts = [&] {
            QStringList all;
            for (auto* const button : f.view.findChildren<QPushButton*>())
                if (button->text().startsWith(QStringLiteral("colour:"))) {
                    auto* const menu = button->findChild<QMenu*>();
                    emit menu->aboutToShow();
                    for (const QAction* action : menu->actions())
                        if (!action->isSeparator()) all << action->text();
                }
            return all;
        };
        QVERIFY(texts().contains(QStringLiteral("reconstruction loss")));
        QVERIFY(texts().contains(QStringLiteral("class")));
    }
};

QTEST_MAIN(CloudColoursTest)
#include "cloud_colours_test.moc"
