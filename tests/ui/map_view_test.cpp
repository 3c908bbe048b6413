// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_view.h"

#include "tests/ui/corner_map.h"
#include "ui/controls/style.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_hover_card.h"
#include "ui/map/map_legend.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace latent;
using namespace latent::corners;

class MapViewTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { style::apply(*qApp, style::Appearance::Light); }

    // Only what has changed is repainted: the window must look as if everything had been.
    void framesLeaveNothingOfTheLastOne() {
        Fixture f;
        f.exploration.select(3);
        const auto looksRepainted = [&] { // leftovers of an earlier frame would stay
            const QImage shown = f.view.screen()->grabWindow(f.view.winId()).toImage();
            return shown == f.view.grab().toImage().convertToFormat(shown.format());
        };
        for (const float scale : {1.F, 0.3F, 1.2F, 0.05F}) {
            f.exploration.setMapFrame(makeFrame(scale));
            f.exploration.setPoint(Vector::Constant(kLatent, 0.8F * scale));
            f.exploration.select(static_cast<Index>(100 * scale));
            f.settle();
            QTRY_VERIFY(looksRepainted());
        }
        f.exploration.setMapFrame(makeFrame());
        f.exploration.select(-1);
        f.exploration.setPoint(Vector::Zero(kLatent)); // between the corners: on empty ground
        f.canvas->setFocus();                          // otherwise the press would, which repaints everything
        f.canvas->fit();
        f.settle();
        QTRY_VERIFY(looksRepainted());
        const QPoint before = f.pixelOfPoint();
        f.drag({12, 12}, {72, 32});
        QVERIFY(f.pixelOfPoint() != before);
        f.settle();
        QTRY_VERIFY(looksRepainted());
    }

    void all_points_are_fitted_at_equal_scale() {
        const Fixture f;
        QCOMPARE(f.canvas->shownCount(), Index{360}); // the training images
        for (int i = 0; i < kImages; ++i) QVERIFY(f.canvas->rect().contains(f.pixelOf(i)));
        const double perX = f.canvas->view().area().width() / f.canvas->width();
        const double perY = f.canvas->view().area().height() / f.canvas->height();
        QVERIFY(std::abs(perX / perY - 1) < 1e-9);
    }

    void a_click_on_a_point_selects_it_and_takes_its_code() {
        const Fixture f;
        const Index image = 123;
        QTest::mouseClick(f.canvas, Qt::LeftButton, {}, f.pixelOf(image));
        const Index chosen = f.exploration.selected();
        QVERIFY(chosen >= 0);
        QVERIFY((f.pixelOf(chosen) - f.pixelOf(image)).manhattanLength() <= 1); // or one on the same pixel
        QCOMPARE(f.exploration.point(), Vector(f.exploration.snapshot()->codes->col(chosen)));
    }

    void a_click_on_empty_ground_moves_the_point_there() {
        Fixture f;
        f.exploration.setCoordinate(2, 1.75F);
        const QPoint middle = f.canvas->view().toPixel({0.1, -0.05}).toPoint();
        QTest::mouseClick(f.canvas, Qt::LeftButton, {}, middle);
        QCOMPARE(f.exploration.selected(), Index{-1});
        QVERIFY((f.pixelOfPoint() - middle).manhattanLength() <= 1);
        QCOMPARE(f.exploration.point()[2], 1.75F); // dimensions outside the plane stay
    }

    void the_marker_is_dragged_live() {
        Fixture f;
        f.exploration.setPoint(Vector::Zero(kLatent));
        f.settle();
        QSignalSpy moved(&f.exploration, &Exploration::pointChanged);
        const QRectF before = f.canvas->view().area();
        const QPoint to = f.canvas->view().toPixel({0.3, 0.2}).toPoint();
        f.drag(f.pixelOfPoint(), to);
        QVERIFY(moved.count() >= 5);
        QVERIFY((f.pixelOfPoint() - to).manhattanLength() <= 1);
        QCOMPARE(f.canvas->view().area(), before);
        QCOMPARE(f.exploration.selected(), Index{-1});
    }

    void dragging_the_ground_pans_and_stops_following() {
        Fixture f;
        f.exploration.setPoint(Vector::Constant(kLatent, 50)); // the marker is elsewhere
        f.settle();
        const Vector point = f.exploration.point();
        const QRectF before = f.canvas->view().area();
        f.drag({300, 200}, {360, 170});
        const QRectF after = f.canvas->view().area();
        const double unit = f.canvas->view().unitsPerPixel();
        QVERIFY(std::abs(after.left() - (before.left() - 60 * unit)) < 1e-9);
        QVERIFY(std::abs(after.top() - (before.top() - 30 * unit)) < 1e-9);
        QVERIFY(!f.canvas->view().isFollowing());
        QCOMPARE(f.exploration.point(), point);
        f.exploration.setMapFrame(makeFrame(4));
        f.settle();
        QCOMPARE(f.canvas->view().area(), after); // the view stays where it was put
        QTest::mouseClick(f.view.findChild<QPushButton*>("fit"), Qt::LeftButton);
        QVERIFY(f.canvas->view().isFollowing());
        QVERIFY(f.canvas->view().area().contains(QPointF(4 * codeOf(0, 0), 4 * codeOf(0, 1))));
    }

    void the_view_follows_what_grows_and_holds_still_for_little() {
        Fixture f;
        const QRectF before = f.canvas->view().area();
        f.exploration.setMapFrame(makeFrame(0.95F));
        f.settle();
        QCOMPARE(f.canvas->view().area(), before);
        f.exploration.setMapFrame(makeFrame(3));
        QTRY_VERIFY(f.canvas->view().area().contains(QRectF(-3.5, -3.5, 7, 7)));
    }

    void the_wheel_zooms_at_the_cursor() {
        Fixture f;
        const QPoint at(200, 150);
        const QPointF held = f.canvas->view().toData(at);
        const double before = f.canvas->view().unitsPerPixel();
        f.wheel(at, 3);
        QVERIFY(f.canvas->view().unitsPerPixel() < 0.7 * before);
        QVERIFY(QLineF(f.canvas->view().toData(at), held).length() < 1e-9);
    }

    void keys_zoom_pan_and_fit() {
        Fixture f;
        const QRectF fitted = f.canvas->view().area();
        QTest::keyClick(f.canvas, Qt::Key_Plus);
        QVERIFY(f.canvas->view().area().width() < fitted.width());
        const double left = f.canvas->view().area().left();
        QTest::keyClick(f.canvas, Qt::Key_Right); // no selection: pans
        QVERIFY(f.canvas->view().area().left() > left);
        QTest::keyClick(f.canvas, Qt::Key_0);
        QCOMPARE(f.canvas->view().area(), fitted);
    }

    void a_double_click_fits_and_leaves_the_point_alone() {
        Fixture f;
        f.wheel({100, 100}, 2);
        const Vector point = f.exploration.point();
        QTest::mouseClick(f.canvas, Qt::LeftButton, {}, {400, 250});
        QTest::mouseDClick(f.canvas, Qt::LeftButton, {}, {400, 250});
        QVERIFY(f.canvas->view().isFollowing());
        QCOMPARE(f.exploration.selected(), Index{-1});
        QCOMPARE(f.exploration.point(), point);
    }

    void arrow_keys_walk_the_neighbours_and_escape_clears() {
        Fixture f;
        f.exploration.select(10);
        f.exploration.setNeighbours({14, 18, 22});
        QTest::keyClick(f.canvas, Qt::Key_Right);
        QCOMPARE(f.exploration.selected(), Index{14});
        f.exploration.setNeighbours({99, 98}); // of 14; the walk continues along the first list
        QTest::keyClick(f.canvas, Qt::Key_Right);
        QCOMPARE(f.exploration.selected(), Index{18});
        QCOMPARE(f.exploration.point(), Vector(f.exploration.snapshot()->codes->col(18)));
        QTest::keyClick(f.canvas, Qt::Key_Left);
        QTest::keyClick(f.canvas, Qt::Key_Left);
        QCOMPARE(f.exploration.selected(), Index{10});
        QTest::keyClick(f.canvas, Qt::Key_Left);
        QCOMPARE(f.exploration.selected(), Index{22}); // wraps around
        QTest::keyClick(f.canvas, Qt::Key_Escape);
        QCOMPARE(f.exploration.selected(), Index{-1});
    }

    void the_legend_hides_a_class_from_view_and_from_clicks() {
        Fixture f;
        QTest::mouseClick(f.canvas->legendCard(), Qt::LeftButton, {}, f.legendRow(2));
        QCOMPARE(f.exploration.hiddenClasses(), std::set<int>{2});
        QVERIFY(f.canvas->shownCount() < 360);
        QTest::mouseClick(f.canvas, Qt::LeftButton, {}, f.pixelOf(2 + 4 * 7));
        QVERIFY(f.exploration.selected() != 2 + 4 * 7);
        QTest::mouseClick(f.canvas->legendCard(), Qt::LeftButton, {}, f.legendRow(2));
        QVERIFY(f.exploration.hiddenClasses().empty());
        QCOMPARE(f.canvas->shownCount(), Index{360});
    }

    void a_double_click_in_the_legend_shows_one_class_and_again_all() {
        Fixture f;
        const auto doubleClick = [&] {
            QTest::mouseClick(f.canvas->legendCard(), Qt::LeftButton, {}, f.legendRow(1));
            QTest::mouseDClick(f.canvas->legendCard(), Qt::LeftButton, {}, f.legendRow(1));
        };
        doubleClick();
        QCOMPARE(f.exploration.hiddenClasses(), (std::set<int>{0, 2, 3}));
        // A real second double click comes later than the first; QTest's clicks are all simultaneous.
        doubleClick();
        QVERIFY(f.exploration.hiddenClasses().empty());
    }

    void the_legend_has_a_keyboard_route() {
        Fixture f;
        QTest::keyClick(f.canvas->legendCard(), Qt::Key_Down);
        QTest::keyClick(f.canvas->legendCard(), Qt::Key_Space);
        QCOMPARE(f.exploration.hiddenClasses(), std::set<int>{1});
    }

    void splits_choose_the_points() {
        Fixture f;
        f.exploration.setSplit(MapSplit::Test);
        QCOMPARE(f.canvas->shownCount(), Index{40});
        f.exploration.setSplit(MapSplit::All);
        QCOMPARE(f.canvas->shownCount(), Index{kImages});
        f.exploration.setColour({MapColour::By::Factor, 0});
        QCOMPARE(f.canvas->shownCount(), Index{kImages});
        f.exploration.setClassHidden(0, true); // stays hidden under another colouring
        QCOMPARE(f.canvas->shownCount(), Index{kImages * 3 / 4});
    }

    void points_that_are_not_finite_are_skipped() {
        Fixture f;
        auto frame = makeFrame();
        for (int i = 0; i < kImages; i += 2)
            frame->x[static_cast<std::size_t>(i)] = std::numeric_limits<float>::quiet_NaN();
        frame->y[1] = std::numeric_limits<float>::infinity();
        const QRectF before = f.canvas->view().area();
        f.exploration.setMapFrame(frame);
        f.settle();
        QVERIFY(f.canvas->shownCount() < 200);
        QVERIFY(f.canvas->view().area().isValid());
        QVERIFY(f.canvas->view().area().width() <= before.width() + 1e-9);
        f.exploration.select(0);
        f.exploration.setNeighbours({1, 2});
        f.settle(); // nothing to draw must not crash
    }

    void hovering_shows_the_image_beside_the_point() {
        Fixture f;
        const QPoint at = f.pixelOf(42);
        QMouseEvent move(QEvent::MouseMove, at, f.canvas->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(f.canvas, &move);
        QTRY_VERIFY(f.canvas->hoverCard()->isVisible());
        QVERIFY(!f.canvas->hoverCard()->geometry().adjusted(14, 14, -14, -14).contains(at));
        QVERIFY(f.canvas->rect().contains(f.canvas->hoverCard()->geometry().adjusted(14, 14, -14, -14)));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(f.canvas, &leave);
        QVERIFY(!f.canvas->hoverCard()->isVisible());
    }

    void without_labels_the_first_factor_colours() {
        const Fixture f(makeDataset(false));
        QVERIFY(f.exploration.colour() == MapColour({MapColour::By::Factor, 0}));
        QVERIFY(f.canvas->legendCard()->isVisible());
        QCOMPARE(f.canvas->shownCount(), Index{360});
    }

    void empty_states_say_what_to_do() {
        Exploration exploration;
        MapView view(&exploration);
        const auto says = [&](const QString& words) {
            for (const QLabel* label : view.canvas()->findChildren<QLabel*>())
                if (!label->isHidden() && label->text().contains(words)) return true;
            return false;
        };
        QVERIFY(says("Open a set of images"));
        exploration.setDataset(makeDataset());
        QVERIFY(says("F5"));
        exploration.setSnapshot(makeSnapshot());
        exploration.setMapFrame(makeFrame());
        QTRY_VERIFY(!says("F5"));
    }

    void pictures_have_the_points_and_the_asked_size() {
        Fixture f;
        const QImage image = f.view.grabImage(2);
        QCOMPARE(image.size(), f.canvas->size() * 2);
        const QColor ground = image.pixelColor(1, 1);
        const QPoint at = f.pixelOf(0) * 2;
        QVERIFY(image.pixelColor(at) != ground);
    }
};

QTEST_MAIN(MapViewTest)
#include "map_view_test.moc"
