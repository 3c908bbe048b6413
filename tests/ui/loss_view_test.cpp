// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/loss_view.h"
#include "ui/state/exploration.h"

#include "ui/controls/style.h"
#include "ui/loss/curve_toggle.h"
#include "ui/loss/loss_plot.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace latent;

namespace {

/// Falls from 560 to 230 within the first steps, then stays level; one epoch per 500 steps.
LossHistory makeHistory(int steps) {
    LossHistory history;
    for (int i = 1; i <= steps; ++i) {
        StepRecord record;
        record.step = i;
        record.seconds = 0.01 * i;
        record.train.reconstruction = 230 + 330 * std::exp(-i / 20.0) + i % 5;
        record.train.kl = 10;
        record.train.total = record.train.reconstruction + record.train.kl;
        history.append(record);
        if (i % 500 != 0) continue;
        EpochRecord epoch;
        epoch.epoch = i / 500;
        epoch.step = i;
        epoch.totalSeconds = 0.01 * i;
        epoch.test = {235, 10, 245};
        history.appendTest(epoch);
    }
    return history;
}

struct Fixture {
    Exploration exploration;
    LossView view{&exploration};
    LossPlot* plot = view.plot();

    explicit Fixture(int steps = 3'000) {
        view.resize(500, 250);
        view.show();
        view.showHistory(makeHistory(steps));
        drawn();
    }
    void drawn() {
        QSignalSpy spy(plot, &QCustomPlot::afterReplot);
        plot->setPlannedSteps(0);
        QTRY_VERIFY(!spy.isEmpty());
    }
};

} // namespace

class LossViewTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        style::apply(*qApp, style::Appearance::Light);
    }

    void curves_hold_the_history() {
        const Fixture f;
        const LossSeries* const train = f.plot->trainSeries(LossCurve::Reconstruction);
        QVERIFY(train->points().size() > 100);
        QVERIFY(train->points().size() <= 3'000);
        QCOMPARE(f.plot->testSeries(LossCurve::Total)->points().size(), std::size_t{6});
        QCOMPARE(f.plot->testSeries(LossCurve::Total)->points()[5].mean, 245.0);
        QCOMPARE(f.view.toggle(LossCurve::Total)->number(), QString("242.0"));
        QCOMPARE(f.view.toggle(LossCurve::Kl)->number(), QString("10.0"));
    }

    void the_unit_names_the_likelihood() {
        Fixture f;
        f.view.resize(900, 250);
        const auto shows = [&](const QString& text) {
            for (const QLabel* label : f.view.findChildren<QLabel*>())
                if (label->isVisible() && label->text() == text) return true;
            return false;
        };
        QVERIFY(shows("nats per image, Bernoulli"));
        f.view.setObjective({.likelihood = {.kind = Likelihood::Kind::Gaussian, .deviation = 0.25F}});
        QVERIFY(shows("nats per image, Gaussian σ 0.25"));
        f.view.resize(330, 250); // too narrow for the header: shown in the plot
        QVERIFY(shows("nats per image, Gaussian σ 0.25"));
    }

    void losses_below_zero_have_no_logarithm() {
        Fixture f;
        auto* const log = f.view.findChild<QPushButton*>("logarithmic");
        QTest::mouseClick(log, Qt::LeftButton);
        QVERIFY(f.plot->isLogarithmic());
        f.view.setObjective({.likelihood = {.kind = Likelihood::Kind::Sigma}});
        QVERIFY(!f.plot->isLogarithmic() && !log->isEnabled());
        f.view.setObjective({.likelihood = {.kind = Likelihood::Kind::Binarised}});
        QVERIFY(log->isEnabled());
    }

    void a_model_without_kl_shows_none_data() {
        QTest::addColumn<Objective>("objective");
        QTest::addColumn<bool>("hasKl");
        QTest::newRow("autoencoder") << objectiveOf(Preset::Autoencoder) << false;
        QTest::newRow("denoising") << objectiveOf(Preset::Denoising) << false;
        QTest::newRow("noise without KL") << objectiveOf(Preset::NoiseWithoutKl) << true; // KL is watched
        QTest::newRow("VAE") << objectiveOf(Preset::Vae) << true;
        QTest::newRow("KL without noise") << Objective{.latentNoise = false, .beta = 1} << true;
    }

    void a_model_without_kl_shows_none() {
        QFETCH(const Objective, objective);
        QFETCH(const bool, hasKl);
        Fixture f;
        f.view.setObjective(objective);
        f.drawn();
        for (const LossCurve curve : {LossCurve::Kl, LossCurve::Total}) {
            QCOMPARE(f.view.toggle(curve)->isVisible(), hasKl);
            QCOMPARE(f.plot->trainSeries(curve)->visible(), hasKl);
            QCOMPARE(f.plot->testSeries(curve)->visible(), hasKl);
        }
        QCOMPARE(f.plot->yAxis2->tickLabels(), hasKl);
        QVERIFY(f.plot->trainSeries(LossCurve::Reconstruction)->visible());
        f.view.setObjective({}); // a VAE again
        f.drawn();
        QVERIFY(f.view.toggle(LossCurve::Kl)->isVisible());
        QVERIFY(f.plot->trainSeries(LossCurve::Kl)->visible());
    }

    void the_held_out_loss_is_told() {
        Fixture f;
        LossHistory history = makeHistory(500);
        EpochRecord epoch;
        epoch.step = 1000;
        epoch.test = {235, 10, 245};
        epoch.validation = LossTerms{233, 11, 244};
        QVERIFY(!f.view.toggle(LossCurve::Total)->toolTip().contains("Held out"));
        history.appendTest(epoch);
        f.view.showHistory(history);
        QTRY_VERIFY(f.view.toggle(LossCurve::Total)->toolTip().contains("Held out of training: 244.00"));
        QVERIFY(f.view.toggle(LossCurve::Kl)->toolTip().contains("11.00"));
    }

    void legend_items_hide_their_curves() {
        Fixture f;
        QTest::mouseClick(f.view.toggle(LossCurve::Reconstruction), Qt::LeftButton);
        f.drawn();
        QVERIFY(!f.plot->trainSeries(LossCurve::Reconstruction)->visible());
        QVERIFY(!f.plot->testSeries(LossCurve::Reconstruction)->visible());
        QVERIFY(f.plot->trainSeries(LossCurve::Total)->visible());
        QTest::keyClick(f.view.toggle(LossCurve::Reconstruction), Qt::Key_Space);
        f.drawn();
        QVERIFY(f.plot->trainSeries(LossCurve::Reconstruction)->visible());
    }

    void the_steep_start_leaves_the_frame_until_everything_is_asked_for() {
        Fixture f;
        QVERIFY(f.plot->yAxis->range().upper < 300);
        QVERIFY(f.plot->yAxis->range().lower <= 230);
        QVERIFY(f.plot->yAxis->range().upper > 245);
        QTest::mouseDClick(f.plot, Qt::LeftButton, {}, {200, 80});
        f.drawn();
        QVERIFY(f.plot->yAxis->range().upper > 500);
        QTest::mouseDClick(f.plot, Qt::LeftButton, {}, {200, 80});
        f.drawn();
        QVERIFY(f.plot->yAxis->range().upper < 300);
    }

    void the_axis_is_as_long_as_the_run() {
        Fixture f;
        QCOMPARE(f.plot->xAxis->range().upper, 3'000.0);
        f.view.setPlannedSteps(4'690);
        QTRY_COMPARE(f.plot->xAxis->range().upper, 4'690.0);
    }

    void the_wheel_stops_the_following_and_a_double_click_resumes_it() {
        Fixture f;
        const QPoint at(200, 80);
        QWheelEvent wheel(at, f.plot->mapToGlobal(at), {}, {0, 240}, Qt::NoButton, {}, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(f.plot, &wheel);
        QVERIFY(!f.plot->isFollowing());
        const QCPRange zoomed = f.plot->xAxis->range();
        QVERIFY(zoomed.size() < 3'000);
        f.view.showHistory(makeHistory(5'000));
        f.drawn();
        QCOMPARE(f.plot->xAxis->range(), zoomed);
        QTest::mouseDClick(f.plot, Qt::LeftButton, {}, at);
        QVERIFY(f.plot->isFollowing());
        QTRY_COMPARE(f.plot->xAxis->range().upper, 5'000.0);
    }

    void seconds_and_logarithm_are_switches() {
        Fixture f;
        QTest::mouseClick(f.view.findChild<QPushButton*>("seconds"), Qt::LeftButton);
        QVERIFY(f.plot->showsSeconds());
        QTRY_COMPARE(f.plot->xAxis->range().upper, 30.0);
        QTest::mouseClick(f.view.findChild<QPushButton*>("logarithmic"), Qt::LeftButton);
        QCOMPARE(f.plot->yAxis->scaleType(), QCPAxis::stLogarithmic);
        f.drawn();
        QVERIFY(f.plot->yAxis->range().lower > 0);
        QVERIFY(f.plot->yAxis2->range().lower > 0);
    }

    void pointing_shows_the_losses_of_that_step() {
        Fixture f;
        const int x = static_cast<int>(f.plot->xAxis->coordToPixel(3));
        QTest::mouseMove(f.plot, {x, 80});
        QTRY_VERIFY(f.view.toggle(LossCurve::Total)->number().toDouble() > 300);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(f.plot, &leave);
        QCOMPARE(f.view.toggle(LossCurve::Total)->number(), QString("242.0"));
    }

    void clear_shows_the_empty_state() {
        Fixture f;
        f.view.clear();
        f.drawn();
        QVERIFY(f.plot->trainSeries(LossCurve::Total)->points().empty());
        QVERIFY(f.view.toggle(LossCurve::Total)->number().isEmpty());
        QVERIFY(!f.view.findChild<QPushButton*>("seconds")->isVisible());
    }
};

QTEST_MAIN(LossViewTest)
#include "loss_view_test.moc"
