// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fabricated.h"
#include "ui/explore/film_header.h"
#include "ui/explore/film_rows.h"
#include "ui/explore/film_slider.h"
#include "ui/explore/sliders_panel.h"
#include "ui/images/image_grid.h"
#include "ui/images/image_view.h"

#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace latent;

namespace {

const std::vector<float> kKl{0.5F, 2.0F, 0.001F, 1.0F};
const std::vector<int> kByKl{1, 3, 0, 2};
const std::vector<int> kByIndex{0, 1, 2, 3};

/// A visible panel with a made-up model of four dimensions.
struct Shown {
    Exploration exploration;
    SlidersPanel panel{&exploration};

    explicit Shown(int width = 380, float beta = 1) {
        exploration.setDataset(fabricated::dataset(40));
        exploration.setSnapshot(fabricated::snapshot(kKl, 40, beta));
        panel.resize(width, 700);
        panel.show();
        QCoreApplication::processEvents();
    }
    FilmRows* rows() { return panel.filmRows(); }
    FilmSlider* row(int d) { return panel.filmRows()->row(d); }
    float value(int d) { return exploration.point()[d]; }
    QPoint onStrip(int d, double share) {
        const QRectF strip = row(d)->stripRect();
        return {static_cast<int>(std::lround(strip.left() + share * strip.width())), row(d)->height() / 2};
    }
    float pixelsWorth(int d) {
        return (row(d)->high() - row(d)->low()) / static_cast<float>(row(d)->stripRect().width());
    }
};

/// Paints into a picture exactly what a widget paints on the screen.
class PaintedParts : public QObject {
  public:
    explicit PaintedParts(QWidget* widget)
        : m_widget(widget)
        , m_picture(widget->grab().toImage()) {
        widget->installEventFilter(this);
    }
    /// What the widget has painted since the last call; waits for it.
    QRegion take() {
        if (!QTest::qWaitFor([&] { return !m_painted.isEmpty(); })) return {};
        const QRegion painted = std::exchange(m_painted, {});
        m_widget->render(&m_picture, painted.boundingRect().topLeft(), painted);
        m_painted = QRegion(); // by render()
        return painted;
    }
    bool isWhatItShouldBe() {
        const bool same = m_picture == m_widget->grab().toImage();
        m_painted = QRegion(); // by grab()
        return same;
    }

  protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint) m_painted += static_cast<QPaintEvent*>(event)->region();
        return false;
    }

  private:
    QWidget* m_widget;
    QImage m_picture;
    QRegion m_painted;
};

float distance(float a, float b) {
    return std::abs(a - b);
}

} // namespace

class SlidersPanelTest : public QObject {
    Q_OBJECT
  private slots:
    void pressAndDragSetTheValueWithinAPixel();
    void dragBeyondTheEndsStopsThere();
    void rightClickZeroes();
    void keysMoveTheSlider();
    void upAndDownMoveBetweenRows();
    void wheelNeedsShift();
    void rowsAreSortedByKlOrIndex();
    void orderHoldsStillWhileDragging();
    void deadDimensionsAreKnownAndDimmed();
    void aTypedValueIsTaken();
    void escapeLeavesTheValue();
    void valuesBeyondTheRangeKeepTheirNumber();
    void buttonsMoveThePoint();
    void withoutAPriorTheRangeIsTheCodes();
    void stripsAreDrawn();
    void aRowPaintsAllThatHasChangedAndNoMore();
    void nearestImagesSelect();
    void sixtyFourRowsScroll();
    void aNewLatentSizeMakesNewRows();
};

void SlidersPanelTest::pressAndDragSetTheValueWithinAPixel() {
    for (const int width : {340, 640}) {
        Shown shown(width);
        QTest::mousePress(shown.row(0), Qt::LeftButton, {}, shown.onStrip(0, 0.25));
        QVERIFY(distance(shown.value(0), -1.5F) <= shown.pixelsWorth(0));
        QTest::mouseMove(shown.row(0), shown.onStrip(0, 0.75));
        QVERIFY(distance(shown.value(0), 1.5F) <= shown.pixelsWorth(0));
        QVERIFY(std::abs(shown.row(0)->cursorX() - shown.onStrip(0, 0.75).x()) <= 1);
        QTest::mouseRelease(shown.row(0), Qt::LeftButton, {}, shown.onStrip(0, 0.75));
        QTest::mouseMove(shown.row(0), shown.onStrip(0, 0.1));
        QVERIFY(distance(shown.value(0), 1.5F) <= shown.pixelsWorth(0));
        QCOMPARE(shown.value(1), 0.0F);
    }
}

void SlidersPanelTest::dragBeyondTheEndsStopsThere() {
    Shown shown;
    QTest::mousePress(shown.row(2), Qt::LeftButton, {}, shown.onStrip(2, 0.5));
    QTest::mouseMove(shown.row(2), shown.onStrip(2, 1.4));
    QCOMPARE(shown.value(2), 3.0F);
    QTest::mouseMove(shown.row(2), shown.onStrip(2, -0.4));
    QCOMPARE(shown.value(2), -3.0F);
    QTest::mouseRelease(shown.row(2), Qt::LeftButton, {}, shown.onStrip(2, -0.4));
}

void SlidersPanelTest::rightClickZeroes() {
    Shown shown;
    shown.exploration.setPoint(Vector::Constant(4, 1.25F));
    const QPoint at = shown.onStrip(1, 0.9);
    QContextMenuEvent menu(QContextMenuEvent::Mouse, at, shown.row(1)->mapToGlobal(at));
    QTest::mousePress(shown.row(1), Qt::RightButton, {}, at);
    QCOMPARE(shown.value(1), 1.25F);
    QApplication::sendEvent(shown.row(1), &menu);
    QTest::mouseRelease(shown.row(1), Qt::RightButton, {}, at);
    QCOMPARE(shown.value(1), 0.0F);
    QCOMPARE(shown.value(0), 1.25F);
}

void SlidersPanelTest::keysMoveTheSlider() {
    Shown shown;
    QTest::keyClick(shown.row(0), Qt::Key_Right);
    QVERIFY(distance(shown.value(0), 0.1F) < 1e-5F);
    QTest::keyClick(shown.row(0), Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(distance(shown.value(0), -0.4F) < 1e-5F);
    QTest::keyClick(shown.row(0), Qt::Key_End);
    QCOMPARE(shown.value(0), 3.0F);
    QTest::keyClick(shown.row(0), Qt::Key_Right);
    QCOMPARE(shown.value(0), 3.0F);
    QTest::keyClick(shown.row(0), Qt::Key_Home);
    QCOMPARE(shown.value(0), -3.0F);
    QTest::keyClick(shown.row(0), Qt::Key_Backspace);
    QCOMPARE(shown.value(0), 0.0F);
    QTest::keyClick(shown.row(0), Qt::Key_Home);
    QTest::keyClick(shown.row(0), Qt::Key_0);
    QCOMPARE(shown.value(0), 0.0F);
}

void SlidersPanelTest::upAndDownMoveBetweenRows() {
    Shown shown;
    shown.panel.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.panel));
    shown.row(kByKl[0])->setFocus();
    QTest::keyClick(shown.row(kByKl[0]), Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), shown.row(kByKl[1]));
    QCOMPARE(shown.row(kByKl[1])->focusPolicy(), Qt::StrongFocus);
    QCOMPARE(shown.row(kByKl[0])->focusPolicy(), Qt::ClickFocus);
    QTest::keyClick(shown.row(kByKl[1]), Qt::Key_Up);
    QTest::keyClick(shown.row(kByKl[0]), Qt::Key_Up);
    QCOMPARE(QApplication::focusWidget(), shown.row(kByKl[0]));
}

void SlidersPanelTest::wheelNeedsShift() {
    Shown shown;
    const auto wheel = [&](Qt::KeyboardModifiers modifiers) {
        const QPointF at = shown.onStrip(0, 0.5);
        QWheelEvent event(at, shown.row(0)->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(shown.row(0), &event);
    };
    wheel(Qt::NoModifier);
    QCOMPARE(shown.value(0), 0.0F);
    wheel(Qt::ShiftModifier);
    QVERIFY(distance(shown.value(0), 0.1F) < 1e-5F);
}

void SlidersPanelTest::rowsAreSortedByKlOrIndex() {
    Shown shown;
    QCOMPARE(shown.rows()->order(), kByKl);
    QVERIFY(shown.row(1)->y() < shown.row(3)->y() && shown.row(0)->y() < shown.row(2)->y());
    QAbstractButton* sort = shown.panel.findChild<QAbstractButton*>("sortByKl");
    QTest::mouseClick(sort, Qt::LeftButton);
    QCOMPARE(shown.rows()->order(), kByIndex);
    QVERIFY(shown.row(0)->y() < shown.row(1)->y());
    QTest::keyClick(sort, Qt::Key_Space);
    QCOMPARE(shown.rows()->order(), kByKl);
}

void SlidersPanelTest::orderHoldsStillWhileDragging() {
    Shown shown;
    const std::vector<int> swapped{3, 1, 0, 2};
    QTest::mousePress(shown.row(0), Qt::LeftButton, {}, shown.onStrip(0, 0.4));
    shown.exploration.setSnapshot(fabricated::snapshot({0.5F, 2.0F, 0.001F, 2.5F}, 40));
    QTest::qWait(1200); // longer than the interval between two sorts
    QCOMPARE(shown.rows()->order(), kByKl);
    QTest::mouseRelease(shown.row(0), Qt::LeftButton, {}, shown.onStrip(0, 0.4));
    QTRY_COMPARE(shown.rows()->order(), swapped);
    // Numbers that read alike are no reason to move a row; a real change waits for a second.
    shown.exploration.setSnapshot(fabricated::snapshot({0.5F, 2.502F, 0.001F, 2.5F}, 40));
    QCOMPARE(shown.rows()->order(), swapped);
    shown.exploration.setSnapshot(fabricated::snapshot(kKl, 40));
    QCOMPARE(shown.rows()->order(), swapped);
    QTRY_COMPARE(shown.rows()->order(), kByKl);
}

void SlidersPanelTest::deadDimensionsAreKnownAndDimmed() {
    Shown shown;
    QVERIFY(shown.row(2)->isDead());
    QVERIFY(!shown.row(0)->isDead());
    const auto inkOf = [&](int d) {
        const QImage image = shown.row(d)->grab(shown.row(d)->valueRect().toRect()).toImage();
        int strongest = 0;
        const int ground = qGray(image.pixel(0, 0));
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                strongest = std::max(strongest, std::abs(qGray(image.pixel(x, y)) - ground));
        return strongest;
    };
    QVERIFY(inkOf(2) < inkOf(0) * 3 / 4);
    std::shared_ptr<Snapshot> unknown = fabricated::snapshot(kKl, 40);
    unknown->posterior = PosteriorStatistics();
    shown.exploration.setSnapshot(unknown);
    QTRY_VERIFY(!shown.row(2)->isDead());
}

void SlidersPanelTest::aTypedValueIsTaken() {
    Shown shown;
    QTest::mouseDClick(shown.row(0), Qt::LeftButton, {}, shown.row(0)->valueRect().center().toPoint());
    QLineEdit* edit = shown.row(0)->findChild<QLineEdit*>("valueEdit");
    QVERIFY(edit);
    QTest::keyClicks(edit, "-1,25");
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(shown.value(0), -1.25F);
    QTRY_VERIFY(!shown.row(0)->findChild<QLineEdit*>("valueEdit"));
}

void SlidersPanelTest::escapeLeavesTheValue() {
    Shown shown;
    shown.row(0)->editValue();
    QLineEdit* edit = shown.row(0)->findChild<QLineEdit*>("valueEdit");
    QTest::keyClicks(edit, "2");
    QTest::keyClick(edit, Qt::Key_Escape);
    QCOMPARE(shown.value(0), 0.0F);
    QTRY_VERIFY(!shown.row(0)->findChild<QLineEdit*>("valueEdit"));
    shown.row(0)->editValue();
    edit = shown.row(0)->findChild<QLineEdit*>("valueEdit");
    QTest::keyClicks(edit, "two");
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(shown.value(0), 0.0F);
}

void SlidersPanelTest::valuesBeyondTheRangeKeepTheirNumber() {
    Shown shown;
    shown.exploration.setCoordinate(0, 4.2F);
    QCOMPARE(shown.row(0)->value(), 4.2F);
    QCOMPARE(shown.row(0)->cursorX(), shown.row(0)->stripRect().right());
    QTest::keyClick(shown.row(0), Qt::Key_Left);
    QCOMPARE(shown.value(0), 3.0F);
}

void SlidersPanelTest::buttonsMoveThePoint() {
    Shown shown;
    QPushButton* from = shown.panel.findChild<QPushButton*>("fromSelection");
    QVERIFY(!from->isEnabled());
    shown.exploration.select(20);
    QTest::mouseClick(from, Qt::LeftButton);
    QCOMPARE(shown.exploration.point(), Vector(Vector::Constant(4, 0.5F)));
    QTest::mouseClick(shown.panel.findChild<QPushButton*>("zero"), Qt::LeftButton);
    QCOMPARE(shown.exploration.point(), Vector(Vector::Zero(4)));
    QTest::mouseClick(shown.panel.findChild<QPushButton*>("sample"), Qt::LeftButton);
    const Vector drawn = shown.exploration.point();
    QVERIFY(drawn.norm() > 0);
    QTest::keyClick(shown.row(0), Qt::Key_R);
    QVERIFY(shown.exploration.point() != drawn);
    shown.exploration.setCoordinate(0, 1);
    QTest::keyClick(shown.row(0), Qt::Key_Z);
    QCOMPARE(shown.value(0), 0.0F);
    QVERIFY(from->isEnabled());
    shown.exploration.setSnapshot(fabricated::snapshot(kKl)); // without codes
    QVERIFY(!from->isEnabled());
}

void SlidersPanelTest::withoutAPriorTheRangeIsTheCodes() {
    Shown shown(380, 0);
    QVERIFY(!shown.exploration.hasPrior());
    QCOMPARE(shown.panel.findChild<QPushButton*>("zero")->text(), QString("Mean"));
    QCOMPARE(shown.panel.findChild<QPushButton*>("sample")->text(), QString("Sample the codes"));
    const float high = shown.row(0)->high();
    QVERIFY(distance(high, 7.0F) < 1e-4F); // mean 1, spread 2
    QTest::keyClick(shown.row(0), Qt::Key_End);
    QCOMPARE(shown.value(0), high);
    QTest::keyClick(shown.row(0), Qt::Key_0);
    QVERIFY(distance(shown.value(0), 1.0F) < 1e-5F);
}

void SlidersPanelTest::stripsAreDrawn() {
    Shown shown;
    QVERIFY(shown.panel.decodedImage()->isEmpty());
    const QImage before = shown.row(0)->grab().toImage();
    FilmStrips strips;
    strips.asked = {.point = shown.exploration.point(), .range = {}, .frames = 9, .dimensions = {0, 1, 2, 3}};
    strips.imageShape = strips.stripShape = shown.exploration.dataset()->shape;
    strips.image = fabricated::images(1).col(0);
    strips.strips = fabricated::images(9 * 4);
    shown.panel.showStrips(strips);
    QVERIFY(!shown.panel.decodedImage()->isEmpty());
    QVERIFY(shown.row(0)->grab().toImage() != before);
    QVERIFY(shown.row(0)->grab(shown.row(0)->stripRect().toRect()).toImage() !=
            shown.row(1)->grab(shown.row(1)->stripRect().toRect()).toImage());
    const QImage toned = shown.row(0)->grab().toImage();
    shown.panel.setRawPixels(true);
    QVERIFY(shown.row(0)->grab().toImage() != toned);
}

void SlidersPanelTest::aRowPaintsAllThatHasChangedAndNoMore() {
    FilmSlider row(0);
    const ImageShape shape{fabricated::kSide, fabricated::kSide, 1};
    row.resize(360, 44);
    row.setRange(-3, 3);
    row.setKl(0.5F, 2);
    row.setActive(true);
    row.showFrames(fabricated::images(9), shape);
    row.show();
    QVERIFY(QTest::qWaitForWindowExposed(&row));
    QCoreApplication::processEvents();
    PaintedParts parts(&row);
    const QPoint label(2, 20), strip = row.stripRect().center().toPoint(), kl(row.width() - 8, 20);
    const auto painted = [&] {
        const QRegion now = parts.take();
        return std::array{now.contains(label), now.contains(strip), now.contains(kl)};
    };
    using Parts = std::array<bool, 3>;
    for (const float value : {-3.0F, -0.7F, 3.0F}) {
        row.setValue(value);
        QCOMPARE(painted(), (Parts{false, true, true}));
        QVERIFY(parts.isWhatItShouldBe());
    }
    row.setKl(1.5F, 2);
    QCOMPARE(painted(), (Parts{false, false, true}));
    QVERIFY(parts.isWhatItShouldBe());
    row.showFrames(fabricated::images(9).array().square(), shape);
    QCOMPARE(painted(), (Parts{false, true, false}));
    QVERIFY(parts.isWhatItShouldBe());
    row.setRange(-6, 6);
    QCOMPARE(painted(), (Parts{false, true, false}));
    QVERIFY(parts.isWhatItShouldBe());
    row.setActive(false);
    QCOMPARE(painted(), (Parts{true, true, true}));
    QVERIFY(parts.isWhatItShouldBe());
}

void SlidersPanelTest::nearestImagesSelect() {
    Shown shown;
    shown.panel.showNearest({3, 14, 15, 9, 2, 6, 5, 30});
    ImageGridView* nearest = shown.panel.nearestImages();
    QCOMPARE(nearest->count(), 8);
    QTest::mouseClick(nearest, Qt::LeftButton, {}, nearest->cellRect(2).center().toPoint());
    QCOMPARE(shown.exploration.selected(), Index{15});
    QTest::keyClick(nearest, Qt::Key_Right);
    QTest::keyClick(nearest, Qt::Key_Return);
    QCOMPARE(shown.exploration.selected(), Index{9});
}

void SlidersPanelTest::sixtyFourRowsScroll() {
    Shown shown;
    shown.exploration.setSnapshot(fabricated::snapshot(std::vector<float>(64, 1.0F)));
    QCOMPARE(shown.rows()->rowCount(), 64);
    QTRY_VERIFY(shown.panel.nearestImages()->geometry().bottom() < shown.panel.height());
    QTest::keyClick(shown.row(63), Qt::Key_Up);
    const QPoint top = shown.row(62)->mapTo(&shown.panel, QPoint(0, 0));
    QVERIFY(top.y() > 0 && top.y() + shown.row(62)->height() < shown.panel.nearestImages()->y());
}

void SlidersPanelTest::aNewLatentSizeMakesNewRows() {
    Shown shown;
    shown.exploration.setSnapshot(fabricated::snapshot({1.0F}));
    QCOMPARE(shown.rows()->rowCount(), 1);
    shown.exploration.setSnapshot(nullptr);
    QCOMPARE(shown.rows()->rowCount(), 0);
    QVERIFY(!shown.panel.findChild<QPushButton*>("zero")->isEnabled());
}

QTEST_MAIN(SlidersPanelTest)
#include "sliders_panel_test.moc"
