// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/looking_history.h"

#include "tests/ui/fabricated.h"

#include <QTest>
#include <QUndoStack>
#include <QWidget>

namespace latent {

class LookingHistoryTest : public QObject {
    Q_OBJECT

    struct Fixture {
        QWidget widget;
        SharedLooking looking;
        QUndoStack stack;
        LookingHistory history{&looking, &stack};
        Exploration exploration{&looking};

        Fixture() {
            exploration.setDataset(fabricated::dataset(20));
            exploration.setSnapshot(fabricated::snapshot({1, 1, 1}));
        }
        /// A press of the mouse, as long as which changes belong to one gesture.
        void gesture() { QTest::mousePress(&widget, Qt::LeftButton); }
    };

  private slots:
    void undoesEverythingThatIsLookedAt();
    void aGestureIsOneStep();
    void aGestureWithoutEffectIsNoStep();
    void whatTheProgramChangesIsNoStep();
    void keepsThePointOfAnotherLatentSize();
    void keepsTwoHundredSteps();
    void restoresSteps();
};

void LookingHistoryTest::undoesEverythingThatIsLookedAt() {
    Fixture f;
    std::vector<Looking> seen{f.looking.value()};
    const auto change = [&](auto ask) {
        f.gesture();
        ask(f.exploration);
        seen.push_back(f.looking.value());
    };
    change([](Exploration& e) { e.select(3); });
    change([](Exploration& e) { e.setPoint(Vector::Constant(3, 0.5F)); });
    change([](Exploration& e) { e.setCoordinate(1, 2); });
    change([](Exploration& e) { e.setAxes({.x = 1, .y = 2}); });
    change([](Exploration& e) { e.setClassHidden(1, true); });
    change([](Exploration& e) { e.setSplit(MapSplit::All); });
    change([](Exploration& e) { e.setMapStyle(MapStyle::Images); });
    change([](Exploration& e) { e.setGround(MapGround::Decoded); });
    change([](Exploration& e) { e.setEllipses(true); });
    change([](Exploration& e) { e.setWindow(MapWindow{.x = 1, .unitsPerPixel = 0.1}); });
    change([](Exploration& e) { e.selectAt(4, Vector::Zero(3)); });
    change([](Exploration& e) { e.setWalk({.stations = {Vector::Zero(3), Vector::Ones(3)}, .loop = true}); });
    QCOMPARE(f.stack.count(), static_cast<int>(seen.size()) - 1);
    for (std::size_t i = seen.size(); i-- > 1;) {
        QVERIFY(f.looking.value() == seen[i]);
        QVERIFY(!f.stack.undoText().isEmpty());
        f.stack.undo();
    }
    QVERIFY(f.looking.value() == seen.front());
    QCOMPARE(f.exploration.selected(), Index{-1});
    for (std::size_t i = 1; i < seen.size(); ++i) {
        f.stack.redo();
        QVERIFY(f.looking.value() == seen[i]);
    }
    QCOMPARE(f.exploration.point(), Vector::Zero(3).eval());
}

void LookingHistoryTest::aGestureIsOneStep() {
    Fixture f;
    const Looking before = f.looking.value();
    f.gesture();
    for (int i = 1; i <= 50; ++i) f.exploration.setCoordinate(0, 0.1F * static_cast<float>(i));
    f.gesture();
    f.exploration.setCoordinate(0, -1);
    QCOMPARE(f.stack.count(), 2);
    f.stack.undo();
    QCOMPARE(f.exploration.point()[0], 5.0F);
    f.stack.undo();
    QVERIFY(f.looking.value() == before);
}

void LookingHistoryTest::aGestureWithoutEffectIsNoStep() {
    Fixture f;
    f.gesture();
    f.exploration.setClassHidden(0, true);
    f.exploration.setClassHidden(0, false);
    QCOMPARE(f.stack.count(), 0);
}

void LookingHistoryTest::whatTheProgramChangesIsNoStep() {
    Fixture f;
    f.exploration.setSnapshot(fabricated::snapshot({1, 1}));
    f.exploration.setDataset(fabricated::dataset(30));
    f.exploration.showWalkFrame(5, Vector::Ones(2));
    QCOMPARE(f.exploration.walk().at, 5);
    QCOMPARE(f.exploration.point(), Vector::Ones(2).eval());
    QCOMPARE(f.stack.count(), 0);
}

void LookingHistoryTest::keepsThePointOfAnotherLatentSize() {
    Fixture f;
    f.gesture();
    f.exploration.select(5);
    f.exploration.setSnapshot(fabricated::snapshot({1, 1}));
    const Vector point = f.exploration.point();
    f.stack.undo();
    QCOMPARE(f.exploration.selected(), Index{-1});
    QCOMPARE(f.exploration.point(), point);
    QVERIFY(!f.exploration.axes().pca); // of two dimensions
}

void LookingHistoryTest::keepsTwoHundredSteps() {
    Fixture f;
    for (int i = 0; i < 250; ++i) {
        f.gesture();
        f.exploration.select(i % 2);
    }
    QCOMPARE(f.stack.count(), kMostSteps);
}

void LookingHistoryTest::restoresSteps() {
    Fixture f;
    for (int i = 0; i < 3; ++i) {
        f.gesture();
        f.exploration.select(i);
    }
    f.stack.undo();
    const std::vector<LookingStep> steps = f.history.steps();
    QCOMPARE(f.history.done(), 2);

    Fixture later;
    later.looking.set(f.looking.value(), SharedLooking::By::Program);
    later.history.restore(steps, 2);
    QCOMPARE(later.exploration.selected(), Index{1});
    later.stack.redo();
    QCOMPARE(later.exploration.selected(), Index{2});
    for (int i = 0; i < 3; ++i) later.stack.undo();
    QCOMPARE(later.exploration.selected(), Index{-1});
    QCOMPARE(later.stack.index(), 0);
}

} // namespace latent

QTEST_MAIN(latent::LookingHistoryTest)
#include "looking_history_test.moc"
