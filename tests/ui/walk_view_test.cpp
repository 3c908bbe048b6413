// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/walk_view.h"

#include "tests/explore/toy_model.h"
#include "tests/ui/fabricated.h"
#include "ui/ask/asker.h"
#include "ui/controls/choice_grid.h"
#include "ui/images/image_view.h"
#include "ui/walk/film_scrubber.h"
#include "ui/walk/station_strip.h"
#include "ui/walk/walk_controls.h"
#include "ui/walk/walk_player.h"
#include "ui/walk/walk_plot.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QWheelEvent>

#include <future>

using namespace latent;

namespace {

constexpr int kLatent = 3;
constexpr int kImages = 40;

std::shared_ptr<Snapshot> toySnapshot(int latent = kLatent, std::int64_t step = 0) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = toyModel(latent);
    snapshot->step = step;
    Matrix codes(latent, kImages);
    Random(3, Stream::Prior).fillNormal(codes.data(), codes.size());
    snapshot->codes = std::make_shared<const Matrix>(codes);
    return snapshot;
}

DatasetPtr toyImages() {
    return std::make_shared<const ImageDataset>(
        toyDataset({.width = 4, .height = 3, .channels = 1}, kImages));
}

/// A visible view of a toy model, whose questions are answered.
struct Shown {
    SharedLooking looking;
    Asker asker;
    Exploration exploration{&looking, Exploration::Role::Leads, &asker};
    WalkView view{&exploration};

    explicit Shown(int width = 340) {
        exploration.setDataset(toyImages());
        exploration.setSnapshot(toySnapshot());
        view.resize(width, 640);
        view.show();
        QCoreApplication::processEvents();
    }
    const WalkPlan& plan() { return exploration.walk(); }
    WalkPlayer* player() { return view.player(); }
    StationStrip* stations() { return view.controls()->stations(); }
    FilmScrubber* scrubber() { return player()->scrubber(); }
    void click(const char* button) {
        QTest::mouseClick(view.findChild<QPushButton*>(QLatin1String(button)), Qt::LeftButton);
    }
    void addPoint(float x, float y, float z) {
        exploration.setPoint(point(x, y, z));
        click("addPoint");
    }
    static Vector point(float x, float y, float z) {
        Vector made(kLatent);
        made << x, y, z;
        return made;
    }
    /// Two stations and their walk.
    void walk(int frames = 64) {
        addPoint(1, 2, 0);
        addPoint(-2, 0, 1);
        WalkPlan asked = plan();
        asked.steps = frames;
        exploration.setWalk(asked);
        QTRY_COMPARE(player()->film().frames(), frames);
    }
    QString words() {
        for (const QLabel* label : view.findChildren<QLabel*>(Qt::FindDirectChildrenOnly))
            if (label->isVisible()) return label->text();
        return {};
    }
};

} // namespace

class WalkViewTest : public QObject {
    Q_OBJECT
  private slots:
    void saysWhatIsNeeded();
    void pointsAndImagesAreAdded();
    void theWalkIsThatOfTheQuestion();
    void pointsAreRemovedAndMoved();
    void aPathIsChosenByMouseAndKeys();
    void draggingTheFilmMovesThePointWithoutSteps();
    void keysMoveAlongTheFilm();
    void theWheelScrollsThePageUnlessShiftIsHeld();
    void aPressOnTheCurvesMovesThere();
    void playsToTheEndAndFromTheBeginning();
    void playsByItsKeyAfterAnyPressInIt();
    void aLoopPlaysOn();
    void theHandStopsPlaying();
    void hidingStopsPlayingAndAsking();
    void framesStayAtTheirPartOfTheWay();
    void theWayAlongTheDataWaitsForCodes();
    void anotherLatentSizeForgetsTheWalk();
    void followsTraining();
    void newerModelsWaitForTheAnswerUnderWay();
    void undoBringsPointsBack();
    void savesWhatIsShown();
    void fitsInANarrowTab();
};

void WalkViewTest::saysWhatIsNeeded() {
    Exploration exploration;
    WalkView view(&exploration);
    view.show();
    const auto words = [&] {
        return view.findChildren<QLabel*>(Qt::FindDirectChildrenOnly).constFirst()->text();
    };
    QVERIFY(words().startsWith("Press Train"));
    QVERIFY(!view.player()->isVisible());
    QVERIFY(!view.findChild<QPushButton*>("addPoint")->isEnabled());
    exploration.setDataset(toyImages());
    exploration.setSnapshot(toySnapshot());
    QVERIFY(words().startsWith("Add two points or more"));
    QVERIFY(view.findChild<QPushButton*>("addPoint")->isEnabled());
}

void WalkViewTest::pointsAndImagesAreAdded() {
    Shown shown;
    auto* const addImage = shown.view.findChild<QPushButton*>("addImage");
    QVERIFY(!addImage->isEnabled());
    shown.addPoint(1, 2, 3);
    QCOMPARE(shown.plan().stations.size(), std::size_t{1});
    QCOMPARE(shown.plan().stations[0], Shown::point(1, 2, 3));
    QVERIFY(!shown.player()->isVisible());
    shown.exploration.select(7);
    QVERIFY(addImage->isEnabled());
    QTest::keyClick(addImage, Qt::Key_Space);
    QCOMPARE(shown.plan().stations[1], Vector(shown.exploration.snapshot()->codes->col(7)));
    QCOMPARE(shown.stations()->count(), 2);
    QTRY_VERIFY(shown.player()->isVisible() && shown.player()->film().frames() == 64);
    shown.click("clearWalk");
    QVERIFY(shown.plan().stations.empty());
    QVERIFY(!shown.player()->isVisible());
    QCOMPARE(shown.player()->film().frames(), 0);
}

void WalkViewTest::theWalkIsThatOfTheQuestion() {
    Shown shown;
    shown.walk(10);
    const WalkQuestion question{.through = shown.plan().stations, .steps = 10};
    const Walk expected = answer(shown.exploration.evidence(), question, {});
    const Walk& walk = *shown.player()->film().walk;
    QCOMPARE(walk.points, expected.points);
    QCOMPARE(walk.images, expected.images);
    QCOMPARE(shown.player()->plot()->change()->dataCount(), 9);
    QCOMPARE(shown.player()->plot()->nearness()->dataCount(), 10);
    QCOMPARE(shown.player()->image()->pixels(), Vector(walk.images.col(0)));
}

void WalkViewTest::pointsAreRemovedAndMoved() {
    Shown shown;
    for (const float x : {1.0F, 2.0F, 3.0F}) shown.addPoint(x, 0, 0);
    StationStrip* const strip = shown.stations();
    const auto firsts = [&] {
        std::vector<float> values;
        for (const Vector& station : shown.plan().stations) values.push_back(station[0]);
        return values;
    };
    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->stationRect(0).center().toPoint());
    QCOMPARE(shown.exploration.point()[0], 1.0F); // shown, nothing else
    QTest::keyClick(strip, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(firsts(), (std::vector<float>{2, 1, 3}));
    QCOMPARE(strip->current(), 1);
    QTest::keyClick(strip, Qt::Key_Right);
    QTest::keyClick(strip, Qt::Key_Right); // there is none
    QTest::keyClick(strip, Qt::Key_Return);
    QCOMPARE(shown.exploration.point()[0], 3.0F);
    QTest::keyClick(strip, Qt::Key_Delete);
    QCOMPARE(firsts(), (std::vector<float>{2, 1}));
    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->crossRect(0).center().toPoint());
    QCOMPARE(firsts(), (std::vector<float>{1}));
    QTest::keyClick(strip, Qt::Key_Delete);
    QTest::keyClick(strip, Qt::Key_Delete);
    QVERIFY(shown.plan().stations.empty());
}

void WalkViewTest::aPathIsChosenByMouseAndKeys() {
    Shown shown;
    shown.walk(20);
    const Matrix straight = shown.player()->film().walk->points;
    ChoiceGrid* const paths = shown.view.controls()->paths();
    QTest::mouseClick(paths->button(1), Qt::LeftButton);
    QCOMPARE(shown.plan().path, WalkPath::Spherical);
    QTRY_VERIFY(shown.player()->film().walk->points != straight);
    QTest::keyClick(paths->button(1), Qt::Key_Down);
    QCOMPARE(shown.plan().path, WalkPath::Metric);
    const WalkQuestion question{.through = shown.plan().stations, .path = WalkPath::Metric, .steps = 20};
    const Matrix expected = answer(shown.exploration.evidence(), question, {}).points;
    QTRY_COMPARE(shown.player()->film().walk->points, expected);
}

void WalkViewTest::draggingTheFilmMovesThePointWithoutSteps() {
    Shown shown;
    shown.walk();
    int byPerson = 0;
    connect(&shown.looking, &SharedLooking::changed, this,
            [&](const Looking&, SharedLooking::By by) { byPerson += by == SharedLooking::By::Person; });
    FilmScrubber* const film = shown.scrubber();
    QTest::mousePress(film, Qt::LeftButton, {}, film->lensRect(20).center().toPoint());
    QVERIFY(std::abs(shown.plan().at - 20) <= 1);
    QTest::mouseMove(film, film->lensRect(63).center().toPoint() + QPoint(50, 0));
    QCOMPARE(shown.plan().at, 63);
    QTest::mouseRelease(film, Qt::LeftButton, {}, film->lensRect(63).center().toPoint());
    QCOMPARE(shown.exploration.point(), Shown::point(-2, 0, 1));
    QCOMPARE(shown.player()->image()->pixels(), Vector(shown.player()->film().walk->images.col(63)));
    QCOMPARE(shown.player()->plot()->cursorAt(), 63.0);
    QCOMPARE(byPerson, 0);
}

void WalkViewTest::keysMoveAlongTheFilm() {
    Shown shown;
    shown.walk();
    FilmScrubber* const film = shown.scrubber();
    QTest::keyClick(film, Qt::Key_Right);
    QCOMPARE(shown.plan().at, 1);
    QTest::keyClick(film, Qt::Key_PageUp);
    QCOMPARE(shown.plan().at, 11);
    QTest::keyClick(film, Qt::Key_Left);
    QCOMPARE(shown.plan().at, 10);
    QTest::keyClick(film, Qt::Key_End);
    QCOMPARE(shown.plan().at, 63);
    QCOMPARE(shown.exploration.point(), Shown::point(-2, 0, 1));
    QTest::keyClick(film, Qt::Key_Home);
    QCOMPARE(shown.exploration.point(), Shown::point(1, 2, 0));
}

void WalkViewTest::theWheelScrollsThePageUnlessShiftIsHeld() {
    Shown shown;
    shown.walk();
    const auto turn = [](QWidget* widget, Qt::KeyboardModifiers modifiers) {
        const QPointF middle = QRectF(widget->rect()).center();
        QWheelEvent event(middle, widget->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        event.setAccepted(true);
        QCoreApplication::sendEvent(widget, &event);
        return event.isAccepted();
    };
    QVERIFY(!turn(shown.player()->plot(), Qt::NoModifier));
    QVERIFY(!turn(shown.scrubber(), Qt::NoModifier));
    QCOMPARE(shown.plan().at, 0);
    shown.scrubber()->setFocus();
    QTest::keyClick(shown.scrubber(), Qt::Key_PageUp);
    QVERIFY(turn(shown.scrubber(), Qt::ShiftModifier));
    QVERIFY(shown.plan().at != 10);
}

void WalkViewTest::aPressOnTheCurvesMovesThere() {
    Shown shown;
    shown.walk();
    WalkPlot* const plot = shown.player()->plot();
    const auto at = [plot](double frame) {
        return QPoint(static_cast<int>(std::lround(plot->xAxis->coordToPixel(frame))), plot->height() / 2);
    };
    QTest::mousePress(plot, Qt::LeftButton, {}, at(40));
    QVERIFY(std::abs(shown.plan().at - 40) <= 1);
    QTest::mouseMove(plot, at(200));
    QCOMPARE(shown.plan().at, 63);
    QTest::mouseRelease(plot, Qt::LeftButton, {}, at(63));
    QCOMPARE(shown.scrubber()->value(), 63);
}

void WalkViewTest::playsToTheEndAndFromTheBeginning() {
    Shown shown;
    shown.walk(4);
    QSignalSpy frames(shown.player(), &WalkPlayer::frameChosen);
    shown.click("playWalk");
    QVERIFY(shown.player()->isPlaying());
    QTRY_VERIFY(!shown.player()->isPlaying());
    QCOMPARE(frames.count(), 3); // each once
    QCOMPARE(shown.plan().at, 3);
    QTest::keyClick(&shown.view, Qt::Key_P);
    QVERIFY(shown.player()->isPlaying());
    QCOMPARE(shown.plan().at, 0);
    QTest::keyClick(shown.scrubber(), Qt::Key_P); // wherever in the view the focus is
    QVERIFY(!shown.player()->isPlaying());
}

void WalkViewTest::playsByItsKeyAfterAnyPressInIt() {
    Shown shown;
    shown.walk();
    shown.view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.view));
    QTest::mouseClick(shown.view.controls()->paths()->button(1), Qt::LeftButton);
    QVERIFY(QApplication::focusWidget() != nullptr);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_P);
    QVERIFY(shown.player()->isPlaying());
}

void WalkViewTest::aLoopPlaysOn() {
    Shown shown;
    shown.walk(3);
    WalkPlan plan = shown.plan();
    plan.loop = true;
    shown.exploration.setWalk(plan);
    QTRY_VERIFY(shown.player()->film().loop);
    QCOMPARE(shown.player()->plot()->change()->dataCount(), 3);
    QSignalSpy frames(shown.player(), &WalkPlayer::frameChosen);
    QTest::keyClick(&shown.view, Qt::Key_P);
    QTRY_VERIFY(frames.count() >= 4);
    QVERIFY(shown.player()->isPlaying());
    QCOMPARE(frames[2].constFirst().toInt(), 0);
    QTest::keyClick(&shown.view, Qt::Key_Escape);
    QVERIFY(!shown.player()->isPlaying());
}

void WalkViewTest::theHandStopsPlaying() {
    Shown shown;
    shown.walk();
    shown.player()->setPlaying(true);
    QTest::keyClick(shown.scrubber(), Qt::Key_End);
    QVERIFY(!shown.player()->isPlaying());
    QCOMPARE(shown.plan().at, 63);
}

void WalkViewTest::hidingStopsPlayingAndAsking() {
    Shown shown;
    shown.walk();
    shown.player()->setPlaying(true);
    shown.view.hide();
    QVERIFY(!shown.player()->isPlaying());
    QSignalSpy answers(&shown.view, &WalkView::walkShown);
    WalkPlan plan = shown.plan();
    plan.steps = 9;
    shown.exploration.setWalk(plan);
    shown.asker.walks()->finish();
    QCoreApplication::processEvents();
    QCOMPARE(answers.count(), 0);
    shown.view.show();
    QTRY_COMPARE(shown.player()->film().frames(), 9);
}

void WalkViewTest::framesStayAtTheirPartOfTheWay() {
    Shown shown;
    shown.walk(11);
    QTest::keyClick(shown.scrubber(), Qt::Key_PageUp);
    QTest::keyClick(shown.scrubber(), Qt::Key_Left);
    QCOMPARE(shown.plan().at, 9);
    auto* const slider = shown.view.controls()->findChild<QSlider*>();
    QTest::keyClick(slider, Qt::Key_End);
    QCOMPARE(shown.plan().steps, kMostWalkSteps);
    QCOMPARE(shown.plan().at, 539); // nine tenths of the way
    QTRY_COMPARE(shown.player()->film().frames(), kMostWalkSteps);
}

void WalkViewTest::theWayAlongTheDataWaitsForCodes() {
    Shown shown;
    shown.walk();
    auto blind = toySnapshot(kLatent, 1);
    blind->codes = nullptr;
    shown.exploration.setSnapshot(blind);
    QTest::mouseClick(shown.view.controls()->paths()->button(2), Qt::LeftButton);
    QVERIFY(shown.words().contains("once the images have been encoded"));
    QVERIFY(!shown.player()->isVisible());
    shown.exploration.setSnapshot(toySnapshot(kLatent, 2));
    QTRY_COMPARE(shown.player()->film().frames(), 64);
    QVERIFY(shown.player()->isVisible());
}

void WalkViewTest::anotherLatentSizeForgetsTheWalk() {
    Shown shown;
    shown.walk();
    shown.exploration.setSnapshot(toySnapshot(2));
    QVERIFY(shown.plan().stations.empty());
    QVERIFY(!shown.player()->isVisible());
    QCOMPARE(shown.stations()->count(), 0);
}

void WalkViewTest::followsTraining() {
    Shown shown;
    shown.walk(8);
    auto later = toySnapshot(kLatent, 5);
    for (float& weight : later->model.weights) weight *= 1.5F;
    shown.exploration.setSnapshot(later);
    const Matrix expected = decode(later->model, shown.player()->film().walk->points);
    QTRY_VERIFY((shown.player()->film().walk->images - expected).cwiseAbs().maxCoeff() < 1e-5F);
}

// A way that takes long to find is not given up for each newer model, and the newest one comes in the end.
void WalkViewTest::newerModelsWaitForTheAnswerUnderWay() {
    Shown shown;
    shown.walk(8);
    const WalkPtr before = shown.player()->film().walk;
    QSignalSpy answers(&shown.view, &WalkView::walkShown);
    std::promise<void> released;
    shown.asker.walks()->start([busy = released.get_future().share()] { busy.wait(); });
    WalkPlan plan = shown.plan();
    plan.steps = 9;
    shown.exploration.setWalk(plan); // waits behind
    auto later = toySnapshot(kLatent, 5);
    for (float& weight : later->model.weights) weight *= 1.5F;
    shown.exploration.setSnapshot(later);
    for (int i = 0; i < 3; ++i) QCoreApplication::processEvents(); // the first renewal is due at once
    QCOMPARE(shown.player()->film().walk, before);
    released.set_value();
    QTRY_COMPARE(answers.count(), 2);
    QCOMPARE(answers[0][1].value<Evidence>().step, std::int64_t{0});
    QCOMPARE(answers[1][1].value<Evidence>().step, std::int64_t{5});
    QCOMPARE(shown.player()->film().walk->images, decode(later->model, shown.player()->film().walk->points));
}

void WalkViewTest::undoBringsPointsBack() {
    Shown shown;
    shown.walk();
    const Looking before = shown.looking.value();
    shown.click("clearWalk");
    shown.looking.set(before, SharedLooking::By::Program);
    QCOMPARE(shown.stations()->count(), 2);
    QTRY_COMPARE(shown.player()->film().frames(), 64);
}

void WalkViewTest::savesWhatIsShown() {
    Shown shown;
    shown.walk(5);
    QSignalSpy saves(&shown.view, &WalkView::saveRequested);
    shown.click("saveWalk");
    QCOMPARE(saves.count(), 1);
    const auto film = saves[0][0].value<WalkFilm>();
    QCOMPARE(film.walk, shown.player()->film().walk);
    QCOMPARE(film.frames(), 5);
    QCOMPARE(film.milliseconds(0), kWalkFrameMs);
    QCOMPARE(film.milliseconds(4), kWalkEndMs);
    QCOMPARE(film.picture(2).size(), QSize(4, 3));
    QCOMPARE(film.largePicture(2).size(), QSize(256, 192));
    shown.view.setRawPixels(true);
    const QImage usual = film.picture(0), raw = shown.player()->film().picture(0);
    QCOMPARE(qGray(usual.pixel(1, 1)), 255 - qGray(raw.pixel(1, 1))); // zero is white on light ground
}

void WalkViewTest::fitsInANarrowTab() {
    Shown shown(320);
    shown.walk();
    QVERIFY2(shown.view.minimumSizeHint().width() <= 320,
             qPrintable(QString::number(shown.view.minimumSizeHint().width())));
    for (const QWidget* child : shown.view.findChildren<QWidget*>()) {
        if (!child->isVisible()) continue;
        const QRect place(child->mapTo(&shown.view, QPoint()), child->size());
        QVERIFY2(place.right() < shown.view.width(), qPrintable(child->objectName()));
        if (child->focusPolicy() != Qt::NoFocus && !qobject_cast<const QAbstractButton*>(child))
            QVERIFY2(!child->accessibleName().isEmpty(), child->metaObject()->className());
    }
}

QTEST_MAIN(WalkViewTest)
#include "walk_view_test.moc"
