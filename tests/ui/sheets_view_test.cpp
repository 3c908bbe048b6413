// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/sheets_view.h"

#include "core/model/network_layout.h"
#include "tests/ui/fabricated.h"
#include "ui/ask/asker.h"
#include "ui/controls/choice_grid.h"
#include "ui/controls/style.h"
#include "ui/explore/manifold_panel.h"
#include "ui/explore/prior_panel.h"
#include "ui/explore/traversal_panel.h"
#include "ui/images/image_grid.h"

#include <QAbstractButton>
#include <QTest>

using namespace latent;

namespace {

struct Fixture {
    Asker asker;
    SharedLooking looking;
    Exploration exploration{&looking, Exploration::Role::Leads, &asker};
    SheetsView view{&exploration};

    Fixture() {
        view.resize(360, 700);
        view.show();
        exploration.setDataset(fabricated::dataset(20));
        const std::shared_ptr<Snapshot> snapshot = fabricated::snapshot({0.5F, 3, 1}, 20);
        snapshot->model.architecture.hidden = {4};
        snapshot->model.weights.resize(static_cast<std::size_t>(weightCount(snapshot->model.architecture)));
        exploration.setSnapshot(snapshot);
    }
    void choose(Sheet sheet) {
        auto* const choice = view.findChild<ChoiceGrid*>();
        QTest::mouseClick(choice->button(static_cast<int>(sheet)), Qt::LeftButton);
    }
};

} // namespace

class SheetsViewTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void theChoiceIsLookedAt() {
        Fixture f;
        QVERIFY(f.view.prior()->isVisible());
        f.choose(Sheet::Manifold);
        QCOMPARE(f.exploration.looking().sheet, Sheet::Manifold);
        QVERIFY(f.view.manifold()->isVisible());
        QVERIFY(!f.view.prior()->isVisible());
        f.exploration.setSheet(Sheet::Traversals); // by undo or the other run
        QVERIFY(f.view.traversals()->isVisible());
        QVERIFY(f.view.findChild<ChoiceGrid*>()->button(2)->isChecked());
    }

    void traversalsStartWithWhatCarriesMost() {
        Fixture f;
        f.choose(Sheet::Traversals);
        TraversalPanel* const panel = f.view.traversals();
        QTRY_COMPARE(panel->grid()->count(), 3 * 7);
        QCOMPARE(panel->order(), (std::vector<int>{1, 2, 0}));
        const Vector before = f.exploration.point();
        QTest::mouseClick(panel->grid(), Qt::LeftButton, {}, panel->grid()->cellRect(7).center().toPoint());
        QCOMPARE(f.exploration.point()[2], f.exploration.range().low[2]); // first of the second row
        QCOMPARE(f.exploration.point()[0], before[0]);
        QCOMPARE(f.exploration.point()[1], before[1]);
    }
};

QTEST_MAIN(SheetsViewTest)
#include "sheets_view_test.moc"
