// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fabricated.h"
#include "ui/explore/axis_caption.h"
#include "ui/explore/manifold_panel.h"
#include "ui/explore/manifold_scale.h"
#include "ui/explore/prior_panel.h"
#include "ui/images/image_grid.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

using namespace latent;

namespace {

const ImageShape kShape{fabricated::kSide, fabricated::kSide, 1};
const std::vector<float> kKl{0.5F, 2.0F, 0.001F, 1.0F};

ImageGrid samples(int columns, Index latent) {
    const Index count = Index{columns} * columns;
    ImageGrid grid{columns, Matrix(latent, count), fabricated::images(count), kShape};
    for (Index i = 0; i < count; ++i) grid.points.col(i).setConstant(0.01F * static_cast<float>(i));
    return grid;
}

/// Even steps from −2 to 2; the top row has the highest value of y.
Manifold plane(int x, int y, int side) {
    Manifold made;
    made.x = x;
    made.y = y;
    made.grid = samples(side, 4);
    for (int i = 0; i < side; ++i) {
        const float value = -2 + 4 * static_cast<float>(i) / static_cast<float>(side - 1);
        made.xValues.push_back(value);
        made.yValues.push_back(-value);
    }
    return made;
}

template <class Panel>
struct Shown {
    Exploration exploration;
    Panel panel{&exploration};

    explicit Shown(const std::vector<float>& kl = kKl, float beta = 1) {
        exploration.setDataset(fabricated::dataset(40));
        exploration.setSnapshot(fabricated::snapshot(kl, 40, beta));
        panel.resize(400, 640);
        panel.show();
        QCoreApplication::processEvents();
    }
};

} // namespace

class GridPanelsTest : public QObject {
    Q_OBJECT
  private slots:
    void aClickedSampleBecomesThePoint();
    void keysWalkTheGrid();
    void drawingIsRequested();
    void theSizeOfTheGridIsChosen();
    void theManifoldTakesTheStrongestDimensions();
    void choosingADimensionTwiceSwaps();
    void theSideIsChosen();
    void draggingMovesThePoint();
    void theMarkerAndItsValueAreInverse();
    void aLateManifoldIsLeftAlone();
    void oneDimensionIsARow();
};

void GridPanelsTest::aClickedSampleBecomesThePoint() {
    Shown<PriorPanel> shown;
    shown.panel.showSamples(samples(8, 4));
    ImageGridView* grid = shown.panel.grid();
    QCOMPARE(grid->count(), 64);
    QTRY_VERIFY(grid->height() > 300);
    QTest::mouseClick(grid, Qt::LeftButton, {}, grid->cellRect(29).center().toPoint());
    QCOMPARE(shown.exploration.point(), Vector(Vector::Constant(4, 0.29F)));
    // A press that leaves the cell is not a click.
    QTest::mousePress(grid, Qt::LeftButton, {}, grid->cellRect(3).center().toPoint());
    QTest::mouseRelease(grid, Qt::LeftButton, {}, grid->cellRect(40).center().toPoint());
    QCOMPARE(shown.exploration.point(), Vector(Vector::Constant(4, 0.29F)));
}

void GridPanelsTest::keysWalkTheGrid() {
    Shown<PriorPanel> shown;
    shown.panel.showSamples(samples(8, 4));
    ImageGridView* grid = shown.panel.grid();
    for (const int key :
         {Qt::Key_Down, Qt::Key_Down, Qt::Key_Right, Qt::Key_Left, Qt::Key_Left, Qt::Key_Up}) {
        QTest::keyClick(grid, static_cast<Qt::Key>(key));
    }
    QCOMPARE(grid->currentCell(), 7); // 0, 8, 9, 8, 7, and there is no row above
    QTest::keyClick(grid, Qt::Key_Space);
    QCOMPARE(shown.exploration.point(), Vector(Vector::Constant(4, 0.07F)));
}

void GridPanelsTest::drawingIsRequested() {
    Shown<PriorPanel> shown;
    QSignalSpy drawn(&shown.exploration, &Exploration::drawChanged);
    QPushButton* draw = shown.panel.findChild<QPushButton*>("draw");
    QTest::mouseClick(draw, Qt::LeftButton);
    QTest::keyClick(draw, Qt::Key_Space);
    QTest::keyClick(shown.panel.grid(), Qt::Key_R);
    QCOMPARE(drawn.count(), 3);
    shown.exploration.setSnapshot(nullptr);
    QTest::keyClick(&shown.panel, Qt::Key_R);
    QCOMPARE(drawn.count(), 3);
}

void GridPanelsTest::theSizeOfTheGridIsChosen() {
    Shown<PriorPanel> shown;
    QCOMPARE(shown.panel.columns(), 8);
    QTest::keyClick(shown.panel.findChild<QComboBox*>("gridSize"), Qt::Key_Up);
    QCOMPARE(shown.panel.columns(), 6);
}

void GridPanelsTest::theManifoldTakesTheStrongestDimensions() {
    Shown<ManifoldPanel> shown;
    QCOMPARE(shown.panel.xDimension(), 1);
    QCOMPARE(shown.panel.yDimension(), 3);
}

void GridPanelsTest::choosingADimensionTwiceSwaps() {
    Shown<ManifoldPanel> shown;
    QComboBox* x = shown.panel.findChild<QComboBox*>("xDimension");
    QTest::keyClick(x, Qt::Key_Down);
    QCOMPARE(shown.panel.xDimension(), 2);
    QTest::keyClick(x, Qt::Key_Down);
    QCOMPARE(shown.panel.xDimension(), 3);
    QCOMPARE(shown.panel.yDimension(), 2);
    QCOMPARE(shown.panel.findChild<QComboBox*>("yDimension")->currentIndex(), 2);
}

void GridPanelsTest::theSideIsChosen() {
    Shown<ManifoldPanel> shown;
    QSlider* side = shown.panel.findChild<QSlider*>();
    QTest::keyClick(side, Qt::Key_Right);
    QCOMPARE(shown.panel.side(), 16);
    QTest::keyClick(side, Qt::Key_End);
    QCOMPARE(shown.panel.side(), 25);
}

void GridPanelsTest::draggingMovesThePoint() {
    Shown<ManifoldPanel> shown;
    shown.exploration.setPoint(Vector::Constant(4, 0.5F));
    shown.panel.showManifold(plane(1, 3, 15));
    ImageGridView* grid = shown.panel.grid();
    QTRY_VERIFY(grid->card().width() > 300);
    const float pixelsWorth = 4.0F * 15 / 14 / static_cast<float>(grid->card().width());
    QTest::mousePress(grid, Qt::LeftButton, {}, grid->cellRect(0).center().toPoint());
    QVERIFY(std::abs(shown.exploration.point()[1] + 2) <= pixelsWorth);
    QVERIFY(std::abs(shown.exploration.point()[3] - 2) <= pixelsWorth);
    QTest::mouseMove(grid, grid->cellRect(7 * 15 + 14).center().toPoint());
    QVERIFY(std::abs(shown.exploration.point()[1] - 2) <= pixelsWorth);
    QVERIFY(std::abs(shown.exploration.point()[3]) <= pixelsWorth);
    QCOMPARE(shown.exploration.point()[0], 0.5F);
    QTest::mouseRelease(grid, Qt::LeftButton, {}, grid->cellRect(7 * 15 + 14).center().toPoint());
    const Vector before = shown.exploration.point();
    QTest::mouseMove(grid, grid->cellRect(3).center().toPoint());
    QCOMPARE(shown.exploration.point(), before);
    QTest::keyClick(grid, Qt::Key_Up);
    QVERIFY(std::abs(shown.exploration.point()[3] - before[3] - 0.1F) < 1e-4F);
}

void GridPanelsTest::theMarkerAndItsValueAreInverse() {
    const std::vector<float> rising{-1.8F, -0.6F, 0.0F, 0.6F, 1.8F};
    const std::vector<float> falling(rising.rbegin(), rising.rend());
    for (const std::vector<float>& values : {rising, falling}) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            QCOMPARE(positionOfValue(values, values[i]), static_cast<double>(i) + 0.5);
            QCOMPARE(valueAtPosition(values, static_cast<double>(i) + 0.5), values[i]);
        }
        for (const double position : {0.0, 0.25, 1.1, 2.0, 3.9, 4.75, 5.0}) {
            QVERIFY(std::abs(positionOfValue(values, valueAtPosition(values, position)) - position) < 1e-5);
        }
        QCOMPARE(positionOfValue(values, values.back() * 10), 5.0);
        QCOMPARE(valueAtPosition(values, 99), valueAtPosition(values, 5));
    }
}

void GridPanelsTest::aLateManifoldIsLeftAlone() {
    Shown<ManifoldPanel> shown;
    shown.panel.showManifold(plane(0, 2, 15));
    QCOMPARE(shown.panel.grid()->count(), 0);
    shown.panel.showManifold(plane(1, 3, 12));
    QCOMPARE(shown.panel.grid()->columns(), 12);
    const QList<AxisCaption*> captions = shown.panel.findChildren<AxisCaption*>();
    QCOMPARE(captions.size(), 2);
    for (const AxisCaption* caption : captions) {
        QCOMPARE(caption->low(), QString::fromUtf8("−2.00"));
        QCOMPARE(caption->high(), QString("+2.00"));
    }
}

void GridPanelsTest::oneDimensionIsARow() {
    Shown<ManifoldPanel> shown(std::vector<float>{1.0F});
    QVERIFY(!shown.panel.findChild<QComboBox*>("yDimension")->isVisible());
    Manifold line;
    line.x = 0;
    line.y = 0;
    line.grid = ImageGrid{15, Matrix::Zero(1, 15), fabricated::images(15), kShape};
    for (int i = 0; i < 15; ++i) line.xValues.push_back(static_cast<float>(i - 7) / 4);
    line.yValues = {0};
    shown.panel.showManifold(line);
    QCoreApplication::processEvents();
    ImageGridView* grid = shown.panel.grid();
    QCOMPARE(grid->rows(), 1);
    QTest::mouseClick(grid, Qt::LeftButton, {}, grid->cellRect(11).center().toPoint());
    QVERIFY(std::abs(shown.exploration.point()[0] - 1) < 0.05F);
}

QTEST_MAIN(GridPanelsTest)
#include "grid_panels_test.moc"
