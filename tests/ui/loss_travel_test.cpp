// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"
#include "ui/loss/loss_plot.h"
#include "ui/loss/loss_view.h"
#include "ui/state/exploration.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace latent;

namespace {

constexpr int kSteps = 3'000;
constexpr int kAboveCurves = 5; // pixels: within the handle

LossHistory someHistory() {
    LossHistory history;
    for (int i = 1; i <= kSteps; ++i) {
        StepRecord record;
        record.step = i;
        record.seconds = 0.01 * i;
        record.train = {.reconstruction = 230, .kl = 10, .total = 240};
        history.append(record);
    }
    return history;
}

LossHistory testsOnly() {
    LossHistory history;
    EpochRecord epoch;
    epoch.epoch = 1;
    epoch.step = kSteps;
    epoch.totalSeconds = 30;
    epoch.test = {235, 10, 245};
    history.appendTest(epoch);
    return history;
}

/// A run with moments every 500 steps.
struct Fixture {
    Exploration exploration;
    LossView view{&exploration};
    LossPlot* plot = view.plot();

    explicit Fixture(const LossHistory& history = someHistory()) {
        exploration.setMoments({500, 1'000, 1'500, 2'000, 2'500, 3'000});
        view.resize(900, 250);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.showHistory(history);
        drawn();
        plot->setFocus();
    }
    void drawn() {
        QSignalSpy spy(plot, &QCustomPlot::afterReplot);
        plot->setPlannedSteps(0);
        QTRY_VERIFY(!spy.isEmpty());
    }
    QPushButton* button(const QString& name) { return view.findChild<QPushButton*>(name); }
    QPoint handleAt(double at) {
        return {static_cast<int>(std::lround(plot->xAxis->coordToPixel(at))),
                plot->axisRect()->top() - kAboveCurves};
    }
    std::optional<std::int64_t> moment() { return exploration.moment(); }
    /// Whether the saved picture has a handle at the newest step.
    bool isHandleInPicture(double at) {
        constexpr int kHeader = 38;
        const QImage image = view.grabImage(1);
        const QPoint handle = handleAt(at) + QPoint(0, kHeader);
        return image.pixelColor(handle) != style::themeOf(view.palette()).ground;
    }
};

} // namespace

class LossTravelTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        style::apply(*qApp, style::Appearance::Light);
    }

    void arrowsGoFromMomentToMoment() {
        Fixture f;
        QTest::keyClick(f.plot, Qt::Key_Left);
        QCOMPARE(f.moment(), std::optional<std::int64_t>(3'000));
        QTest::keyClick(f.plot, Qt::Key_Left);
        QTest::keyClick(f.plot, Qt::Key_Left);
        QCOMPARE(f.moment(), std::optional<std::int64_t>(2'000));
        QTest::keyClick(f.plot, Qt::Key_Right);
        QCOMPARE(f.moment(), std::optional<std::int64_t>(2'500));
        QTest::keyClick(f.plot, Qt::Key_Right);
        QTest::keyClick(f.plot, Qt::Key_Right);
        QVERIFY(!f.moment()); // past the last one
        for (const Qt::Key key : {Qt::Key_End, Qt::Key_Escape}) {
            f.exploration.setMoment(1'000);
            QTest::keyClick(f.plot, key);
            QVERIFY(!f.moment());
        }
    }

    void theHandleIsDragged() {
        Fixture f;
        QTest::mousePress(f.plot, Qt::LeftButton, {}, f.handleAt(kSteps));
        QVERIFY(!f.moment());
        QTest::mouseMove(f.plot, f.handleAt(1'500));
        const double pixel = f.plot->xAxis->pixelToCoord(1) - f.plot->xAxis->pixelToCoord(0);
        QVERIFY(f.moment().has_value());
        QVERIFY(std::abs(static_cast<double>(*f.moment()) - 1'500) <= pixel);
        QTest::mouseMove(f.plot, f.handleAt(-400));
        QCOMPARE(f.moment(), std::optional<std::int64_t>(0));
        QTest::mouseMove(f.plot, f.handleAt(kSteps + 50)); // past the newest step
        QVERIFY(!f.moment());
        QTest::mouseMove(f.plot, f.handleAt(600));
        const std::optional<std::int64_t> last = f.moment();
        QTest::mouseRelease(f.plot, Qt::LeftButton, {}, f.handleAt(600));
        QTest::mouseMove(f.plot, f.handleAt(2'000));
        QCOMPARE(f.moment(), last);
        QVERIFY(f.plot->isFollowing());                                 // the axes were not dragged
        QTest::mousePress(f.plot, Qt::LeftButton, {}, f.handleAt(600)); // the handle stayed there
        QTest::mouseMove(f.plot, f.handleAt(2'000));
        QVERIFY(f.moment() > last);
        QTest::mouseRelease(f.plot, Qt::LeftButton, {}, f.handleAt(2'000));
    }

    void theButtonReturnsToTheNewest() {
        Fixture f;
        QVERIFY(!f.button("live")->isVisible());
        f.exploration.setMoment(1'000);
        QVERIFY(f.button("live")->isVisible() && f.button("play")->isVisible());
        QTest::mouseClick(f.button("live"), Qt::LeftButton);
        QVERIFY(!f.moment());
        QVERIFY(!f.button("live")->isVisible() && !f.button("play")->isVisible());
    }

    void buttonsOverThePlotLeaveItTheKeys() {
        Fixture f;
        for (const char* const name : {"seconds", "logarithmic", "play", "branch"}) {
            f.exploration.setMoment(1'000);
            QVERIFY(f.plot->hasFocus());
            QTest::mouseClick(f.button(name), Qt::LeftButton);
            QVERIFY2(f.plot->hasFocus(), name);
        }
    }

    void aRunWithoutTrainingLossesCanBeDragged() {
        Fixture f(testsOnly());
        f.plot->setShowsSeconds(true);
        f.drawn();
        QTest::mousePress(f.plot, Qt::LeftButton, {}, f.handleAt(30));
        QTest::mouseMove(f.plot, f.handleAt(15));
        QCOMPARE(f.moment(), std::optional<std::int64_t>(0));
        QTest::mouseRelease(f.plot, Qt::LeftButton, {}, f.handleAt(15));
    }

    void picturesShowTheHandleOnlyForAnEarlierMoment() {
        Fixture f;
        QVERIFY(!f.isHandleInPicture(kSteps));
        f.exploration.setMoment(1'500);
        QVERIFY(f.isHandleInPicture(1'500));
        f.exploration.setMoment(std::nullopt);
        QVERIFY(!f.isHandleInPicture(kSteps));
        QTest::mousePress(f.plot, Qt::LeftButton, {}, f.handleAt(kSteps)); // still in the window
        QTest::mouseMove(f.plot, f.handleAt(1'500));
        QVERIFY(f.moment().has_value());
        QTest::mouseRelease(f.plot, Qt::LeftButton, {}, f.handleAt(1'500));
    }
};

QTEST_MAIN(LossTravelTest)
#include "loss_travel_test.moc"
