// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/corner_map.h"
#include "ui/controls/style.h"
#include "ui/map/map_tools.h"

#include <QLabel>
#include <QToolButton>

using namespace latent;
using namespace latent::corners;

namespace {

/// The training images whose points lie inside a pixel rectangle.
std::vector<Index> within(const Fixture& f, const QRect& rect) {
    std::vector<Index> images;
    for (const std::uint32_t image : f.exploration.dataset()->train)
        if (rect.contains(f.pixelOf(image))) images.push_back(image);
    return images;
}

/// Around the points of the north-east, which all have positive coordinates.
QRect northEast(const Fixture& f) {
    const QPoint origin = f.canvas->view().toPixel({0, 0}).toPoint();
    const QPoint corner = f.canvas->view().toPixel({1.5, 1.5}).toPoint();
    return QRect(origin, corner).normalized();
}

ImageSet trainingImagesOf(const Fixture& f, int label) {
    std::vector<Index> images;
    for (const std::uint32_t image : f.exploration.dataset()->train)
        if (f.exploration.dataset()->label(image) == label) images.push_back(image);
    return ImageSet::of(images);
}

} // namespace

class MapSelectingTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    void theButtonsAndKeysChooseTheTool() {
        Fixture f;
        QTest::mouseClick(f.canvas->tools()->button(MapTool::Lasso), Qt::LeftButton);
        QCOMPARE(f.exploration.looking().tool, MapTool::Lasso);
        auto* const line = f.canvas->findChild<QLabel*>(QStringLiteral("modeLine"));
        QVERIFY(line->isVisible());
        QVERIFY(f.canvas->rect().contains(line->geometry()));
        QTest::keyClick(f.canvas, Qt::Key_B);
        QVERIFY(f.canvas->tools()->button(MapTool::Rectangle)->isChecked());
        QTest::keyClick(f.canvas, Qt::Key_Escape);
        QCOMPARE(f.exploration.looking().tool, MapTool::Move);
        QVERIFY(!line->isVisible());
    }

    void aRectangleSelectsWhatLiesInIt() {
        Fixture f;
        QTest::keyClick(f.canvas, Qt::Key_B);
        const QRect rect = northEast(f);
        f.drag(rect.topLeft(), rect.bottomRight());
        QCOMPARE(f.exploration.chosen(), trainingImagesOf(f, 0));
        const QRect part(f.pixelOf(0) - QPoint(30, 30), f.pixelOf(0) + QPoint(25, 40));
        f.drag(part.topLeft(), part.bottomRight());
        const std::vector<Index> inside = within(f, part.adjusted(1, 1, -1, -1));
        QVERIFY(!inside.empty());
        for (const Index image : inside) QVERIFY(f.exploration.chosen().contains(image));
        QVERIFY(f.exploration.chosen().count() <=
                static_cast<Index>(within(f, part.adjusted(-1, -1, 1, 1)).size()));
    }

    void theSelectionFollowsTheDrag() {
        Fixture f;
        QTest::keyClick(f.canvas, Qt::Key_B);
        const QRect rect = northEast(f);
        QTest::mousePress(f.canvas, Qt::LeftButton, {}, rect.bottomLeft());
        f.moveAlong(rect.bottomLeft(), rect.topRight());
        QTRY_COMPARE(f.exploration.chosen(), trainingImagesOf(f, 0));
        QTest::keyClick(f.canvas, Qt::Key_Escape); // as if nothing had been drawn
        QVERIFY(f.exploration.chosen().empty());
        QTest::mouseRelease(f.canvas, Qt::LeftButton, {}, rect.topRight());
        QVERIFY(f.exploration.chosen().empty());
        QCOMPARE(f.exploration.looking().tool, MapTool::Rectangle);
    }

    void keysCombineSelections() {
        Fixture f;
        QTest::keyClick(f.canvas, Qt::Key_B);
        const QRect east = northEast(f);
        const QRect all = f.canvas->rect().adjusted(1, 1, -1, -1);
        const QRect north(QPoint(1, 1), QPoint(all.right(), east.bottom()));
        f.drag(east.topLeft(), east.bottomRight());
        f.drag(north.topLeft(), north.bottomRight(), Qt::ShiftModifier);
        const ImageSet both = trainingImagesOf(f, 0).with(trainingImagesOf(f, 1));
        QCOMPARE(f.exploration.chosen(), both);
        f.drag(east.topLeft(), east.bottomRight(), Qt::AltModifier);
        QCOMPARE(f.exploration.chosen(), trainingImagesOf(f, 1));
        f.exploration.setCombine(Combine::Intersect);
        f.drag(east.topLeft(), east.bottomRight());
        QVERIFY(f.exploration.chosen().empty());
    }

    void aLassoSelectsWhatItEncloses() {
        Fixture f;
        QTest::keyClick(f.canvas, Qt::Key_L);
        const QRect rect = northEast(f);
        QTest::mousePress(f.canvas, Qt::LeftButton, {}, rect.topLeft());
        f.moveAlong(rect.topLeft(), rect.topRight());
        f.moveAlong(rect.topRight(), rect.bottomRight());
        QTest::mouseRelease(f.canvas, Qt::LeftButton, {}, rect.bottomRight()); // a triangle
        const auto above = [&](Index image, int margin) { // of its long side, by so many pixels
            const QPoint at = f.pixelOf(image) - rect.topLeft();
            return at.y() * rect.width() < at.x() * rect.height() - margin * (rect.width() + rect.height());
        };
        for (const Index image : trainingImagesOf(f, 0).images()) {
            if (above(image, 2)) QVERIFY(f.exploration.chosen().contains(image));
            if (!above(image, -2)) QVERIFY(!f.exploration.chosen().contains(image));
        }
        QVERIFY(f.exploration.chosen().count() > 20);
    }

    void aBrushSelectsWhatItTouches() {
        Fixture f;
        QTest::keyClick(f.canvas, Qt::Key_P);
        const QPoint from = f.pixelOf(0), to = f.pixelOf(4);
        const auto far = [&](Index image) { // from the stroke
            const QPointF along = to - from, at = f.pixelOf(image) - from;
            const double t =
                std::clamp(QPointF::dotProduct(along, at) / QPointF::dotProduct(along, along), 0.0, 1.0);
            return std::hypot(at.x() - t * along.x(), at.y() - t * along.y());
        };
        f.drag(from, to);
        for (const std::uint32_t image : f.exploration.dataset()->train) {
            if (far(image) < 18) QVERIFY(f.exploration.chosen().contains(image)); // of a radius of 20
            if (far(image) > 22) QVERIFY(!f.exploration.chosen().contains(image));
        }
        const Index before = f.exploration.chosen().count();
        for (int i = 0; i < 4; ++i) QTest::keyClick(f.canvas, Qt::Key_BracketRight);
        f.drag(from, to);
        QVERIFY(f.exploration.chosen().count() > before);
    }

    // Test images and hidden classes are not on this map.
    void onlyWhatIsShownIsCaught() {
        Fixture f;
        f.exploration.setHiddenClasses({1});
        f.exploration.setHiddenImages(ImageSet::of({0, 4}));
        f.settle();
        QTest::keyClick(f.canvas, Qt::Key_B);
        f.drag({1, 1}, {f.canvas->width() - 2, f.canvas->height() - 2});
        QCOMPARE(f.exploration.chosen(), f.exploration.shownImages());
        QCOMPARE(f.exploration.chosen().count(), Index{360 - 80 - 2});
    }

    void shiftAndAClickAddOneImage() {
        Fixture f;
        QTest::mouseClick(f.canvas, Qt::LeftButton, Qt::ShiftModifier, f.pixelOf(0));
        QCOMPARE(f.exploration.chosen().count(), Index{1});
        const Index one = f.exploration.chosen().images().front();
        QTest::mouseClick(f.canvas, Qt::LeftButton, Qt::ShiftModifier, f.pixelOf(7));
        QCOMPARE(f.exploration.chosen().count(), Index{2});
        QTest::mouseClick(f.canvas, Qt::LeftButton, Qt::ShiftModifier, f.pixelOf(one)); // again: not any more
        QVERIFY(!f.exploration.chosen().contains(one));
        QCOMPARE(f.exploration.selected(), Index{-1});
    }

    void whatIsNotSelectedFades() {
        Fixture f;
        const auto colourAt = [&](Index image) {
            return f.canvas->grab().toImage().pixelColor(f.pixelOf(image));
        };
        f.canvas->setPointOpacity(1);
        f.settle();
        f.exploration.setChosen(trainingImagesOf(f, 0));
        f.settle();
        QTRY_COMPARE(colourAt(7), style::themeOf(f.canvas->palette()).faint);
        f.exploration.setHiddenClasses({3}); // image 7's: a faded point is hidden with its class
        f.settle();
        QTRY_COMPARE(colourAt(7), style::themeOf(f.canvas->palette()).ground);
        f.exploration.setHiddenClasses({});
        f.exploration.setChosen({});
        f.settle();
        QTRY_COMPARE(colourAt(7), style::classColour(3));
    }

    void escapeLeavesOneThingAtATime() {
        Fixture f;
        f.exploration.select(3);
        f.exploration.setChosen(ImageSet::of({1, 2}));
        f.exploration.setTool(MapTool::Lasso);
        QTest::keyClick(f.canvas, Qt::Key_Escape);
        QCOMPARE(f.exploration.looking().tool, MapTool::Move);
        QCOMPARE(f.exploration.chosen().count(), Index{2});
        QTest::keyClick(f.canvas, Qt::Key_Escape);
        QVERIFY(f.exploration.chosen().empty());
        QCOMPARE(f.exploration.selected(), Index{3});
        QTest::keyClick(f.canvas, Qt::Key_Escape);
        QCOMPARE(f.exploration.selected(), Index{-1});
    }
};

QTEST_MAIN(MapSelectingTest)
#include "map_selecting_test.moc"
