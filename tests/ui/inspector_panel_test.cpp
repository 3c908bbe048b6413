// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fabricated.h"
#include "ui/explore/code_numbers.h"
#include "ui/explore/inspector_panel.h"
#include "ui/images/image_grid.h"
#include "ui/images/image_view.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace latent;

namespace {

constexpr int kLatent = 5;
const std::vector<Index> kNear{7, 2, 30, 11, 4, 19, 23, 38};

struct Shown {
    Exploration exploration;
    InspectorPanel panel{&exploration};

    explicit Shown(float beta = 1) {
        exploration.setDataset(fabricated::dataset(40));
        exploration.setSnapshot(fabricated::snapshot(std::vector<float>(kLatent, 1.0F), 40, beta));
        panel.resize(380, 760);
        panel.show();
        exploration.select(9);
        panel.showInspection(fabricated::inspection(9, kLatent, kNear));
        QCoreApplication::processEvents();
    }
    bool says(const QString& text) const {
        for (const QLabel* label : panel.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(text)) return true;
        return false;
    }
};

} // namespace

class InspectorPanelTest : public QObject {
    Q_OBJECT
  private slots:
    void withoutASelectionItSaysWhatToDo();
    void itNamesTheImageAndSplitsItsLoss();
    void theCodeIsShownInFigures();
    void aClickSelectsTheNeighbour();
    void arrowsWalkTheNeighboursAndBack();
    void pageKeysStepThroughTheSet();
    void aTypedNumberSelects();
    void itsCodeIsDecoded();
    void anInspectionOfAnotherImageIsLeftAlone();
};

void InspectorPanelTest::withoutASelectionItSaysWhatToDo() {
    Shown shown;
    QVERIFY(!shown.says("Click a point on the map"));
    shown.exploration.select(-1);
    QVERIFY(shown.says("Click a point on the map"));
    QVERIFY(!shown.says("original"));
}

void InspectorPanelTest::itNamesTheImageAndSplitsItsLoss() {
    Shown shown;
    QVERIFY(shown.says("Coat"));
    QVERIFY(shown.says(QString::fromUtf8("#9 of 40 · test")));
    QVERIFY(shown.says(QString::fromUtf8("reconstruction 221.4 + β·KL 12.3 = 233.7 nats")));
    shown.exploration.select(8);
    QVERIFY(shown.says("Bag"));
    QVERIFY(shown.says(QString::fromUtf8("#8 of 40 · training")));
    Shown strong(4);
    QVERIFY(strong.says(QString::fromUtf8("β·KL 49.2 = 270.6 nats")));
    Shown none(0);
    QVERIFY(none.says("reconstruction 221.4 nats"));
}

void InspectorPanelTest::theCodeIsShownInFigures() {
    Shown shown;
    QCOMPARE(shown.panel.codeNumbers()->rowCount(), kLatent);
    QCOMPARE(shown.panel.codeNumbers()->rowTexts(0),
             QStringList({QString::fromUtf8("−1.00"), "0.25", "0.00"}));
    QCOMPARE(shown.panel.codeNumbers()->rowTexts(4), QStringList({"+1.00", "0.25", "3.00"}));
    std::shared_ptr<Snapshot> silent = fabricated::snapshot(std::vector<float>(kLatent, 1.0F), 40, 0);
    silent->model.objective.latentNoise = false;
    shown.exploration.setSnapshot(silent);
    shown.panel.showInspection(fabricated::inspection(9, kLatent, kNear));
    QCOMPARE(shown.panel.codeNumbers()->rowTexts(4),
             QStringList({"+1.00", QString::fromUtf8("–"), QString::fromUtf8("–")}));
}

void InspectorPanelTest::aClickSelectsTheNeighbour() {
    Shown shown;
    ImageGridView* strip = shown.panel.neighbourImages();
    QCOMPARE(strip->count(), 8);
    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->cellRect(2).center().toPoint());
    QCOMPARE(shown.exploration.selected(), Index{30});
    shown.panel.showInspection(fabricated::inspection(30, kLatent, {1, 5}));
    QCOMPARE(strip->count(), 2);
    QCOMPARE(strip->currentCell(), -1);
}

void InspectorPanelTest::arrowsWalkTheNeighboursAndBack() {
    Shown shown;
    ImageGridView* strip = shown.panel.neighbourImages();
    QTest::keyClick(&shown.panel, Qt::Key_Right);
    QCOMPARE(shown.exploration.selected(), kNear[0]);
    // The neighbours of the image reached do not replace those being walked.
    shown.panel.showInspection(fabricated::inspection(kNear[0], kLatent, {1, 5}));
    QCOMPARE(strip->count(), 8);
    QCOMPARE(strip->currentCell(), 0);
    QTest::keyClick(strip, Qt::Key_Right);
    QCOMPARE(shown.exploration.selected(), kNear[1]);
    QTest::keyClick(&shown.panel, Qt::Key_Left);
    QTest::keyClick(&shown.panel, Qt::Key_Left);
    QCOMPARE(shown.exploration.selected(), Index{9});
    QTest::keyClick(&shown.panel, Qt::Key_Left);
    QCOMPARE(shown.exploration.selected(), Index{9});
    for (int i = 0; i < 12; ++i) QTest::keyClick(&shown.panel, Qt::Key_Right);
    QCOMPARE(shown.exploration.selected(), kNear.back());
    // Any other choice ends the walk.
    shown.exploration.select(20);
    shown.panel.showInspection(fabricated::inspection(20, kLatent, {1, 5}));
    QCOMPARE(strip->count(), 2);
}

void InspectorPanelTest::pageKeysStepThroughTheSet() {
    Shown shown;
    QTest::keyClick(&shown.panel, Qt::Key_PageDown);
    QCOMPARE(shown.exploration.selected(), Index{10});
    QTest::keyClick(&shown.panel, Qt::Key_PageUp);
    QTest::keyClick(&shown.panel, Qt::Key_PageUp);
    QCOMPARE(shown.exploration.selected(), Index{8});
    shown.exploration.select(39);
    QTest::keyClick(&shown.panel, Qt::Key_PageDown);
    QCOMPARE(shown.exploration.selected(), Index{39});
}

void InspectorPanelTest::aTypedNumberSelects() {
    Shown shown;
    QLineEdit* field = shown.panel.findChild<QLineEdit*>("goTo");
    QTest::keyClicks(field, "#33");
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(shown.exploration.selected(), Index{33});
    QCOMPARE(field->text(), QString());
    for (const char* wrong : {"40", "-1", "shoe", ""}) {
        field->setText(wrong);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(shown.exploration.selected(), Index{33});
        QVERIFY(field->property("invalid").toBool());
    }
}

void InspectorPanelTest::itsCodeIsDecoded() {
    Shown shown;
    QTest::mouseClick(shown.panel.findChild<QPushButton*>("decode"), Qt::LeftButton);
    QCOMPARE(shown.exploration.point(), Vector(Vector::LinSpaced(kLatent, -1.0F, 1.0F)));
}

void InspectorPanelTest::anInspectionOfAnotherImageIsLeftAlone() {
    Shown shown;
    const Vector before = shown.panel.reconstruction()->pixels();
    Inspection late = fabricated::inspection(3, kLatent, {1});
    late.reconstruction.setZero();
    shown.panel.showInspection(late);
    QCOMPARE(shown.panel.reconstruction()->pixels(), before);
    QCOMPARE(shown.panel.neighbourImages()->count(), 8);
}

QTEST_MAIN(InspectorPanelTest)
#include "inspector_panel_test.moc"
