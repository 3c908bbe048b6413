// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/posterior/posterior_view.h"

#include "ui/controls/style.h"
#include "ui/posterior/collapse_warning.h"
#include "ui/posterior/posterior_chart.h"
#include "ui/state/exploration.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>

#include <cmath>

using namespace latent;

namespace {

SnapshotPtr makeSnapshot(std::vector<float> kl, std::vector<float> sigma, std::vector<float> spread) {
    auto snapshot = std::make_shared<Snapshot>();
    const auto latent = static_cast<Index>(kl.size());
    snapshot->model.architecture.latent = static_cast<int>(latent);
    snapshot->posterior.kl = Eigen::Map<Vector>(kl.data(), latent);
    snapshot->posterior.sigma = Eigen::Map<Vector>(sigma.data(), latent);
    snapshot->posterior.spread = Eigen::Map<Vector>(spread.data(), latent);
    snapshot->posterior.mean = Vector::Zero(latent);
    return snapshot;
}

struct Fixture {
    Exploration exploration;
    PosteriorView view{&exploration};
    PosteriorChart* chart = view.chart();

    Fixture() {
        view.resize(290, 250);
        view.show();
        exploration.setSnapshot(
            makeSnapshot({0.001F, 2.8F, 0.6F, 1.4F}, {1, 0.1F, 0.5F, 0.2F}, {0, 1, 0.8F, 1}));
        wait(4);
    }
    void wait(std::size_t dimensions) { QTRY_COMPARE(chart->order().size(), dimensions); }
};

} // namespace

class PosteriorViewTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        style::apply(*qApp, style::Appearance::Light);
    }

    void bars_are_as_high_as_their_kl() {
        const Fixture f;
        QCOMPARE(f.chart->order(), (std::vector<int>{1, 3, 2, 0}));
        const double unit = f.chart->barRect(0).height() / 2.8;
        QVERIFY(std::abs(f.chart->barRect(1).height() - 1.4 * unit) < 0.01);
        QVERIFY(std::abs(f.chart->barRect(2).height() - 0.6 * unit) < 0.01);
        QVERIFY(f.chart->barRect(3).height() < 1);
        for (int place = 1; place < 4; ++place)
            QVERIFY(f.chart->barRect(place).left() >= f.chart->barRect(place - 1).right());
    }

    void the_footer_counts_and_compares() {
        const Fixture f;
        // σ: (1 + 0.1 + 0.5 + 0.2)/4 = 0.45; spread: (0 + 1 + 0.8 + 1)/4 = 0.7
        QCOMPARE(f.view.summary(), QString("3 of 4 active · σ / spread 0.64"));
    }

    void an_autoencoder_shows_the_spread_of_its_codes() {
        Fixture f;
        auto snapshot = std::make_shared<Snapshot>(*f.exploration.snapshot());
        snapshot->model.objective = objectiveOf(Preset::Autoencoder);
        f.exploration.setSnapshot(snapshot);
        QTRY_COMPARE(f.chart->quantity(), PosteriorChart::Quantity::Spread);
        QCOMPARE(f.chart->order(), (std::vector<int>{1, 3, 2, 0})); // by spread: 0, 1, 0.8, 1
        QVERIFY(std::abs(f.chart->barRect(2).height() - 0.8 * f.chart->barRect(0).height()) < 0.01);
        QCOMPARE(f.view.summary(), QString("3 of 4 active · mean spread 0.70"));
        for (const QString& text : {f.view.summary(), f.chart->describe(0)})
            QVERIFY2(!text.contains("KL") && !text.contains("σ"), qPrintable(text));
        const auto* const quantity = f.view.findChild<QPushButton*>("quantity");
        QVERIFY(!quantity->isEnabled()); // there is no other quantity
        QCOMPARE(f.view.findChild<QPushButton*>("order")->text(), QString("by spread"));
        f.exploration.setSnapshot(makeSnapshot({1, 2}, {1, 1}, {1, 1}));
        QTRY_COMPARE(f.chart->quantity(), PosteriorChart::Quantity::Kl);
        QVERIFY(quantity->isEnabled());
    }

    void kl_without_noise_has_no_ratio() {
        Fixture f;
        QTest::mouseClick(f.view.findChild<QPushButton*>("quantity"), Qt::LeftButton);
        QCOMPARE(f.chart->quantity(), PosteriorChart::Quantity::Ratio);
        auto snapshot = std::make_shared<Snapshot>(*f.exploration.snapshot());
        snapshot->model.objective = {.latentNoise = false, .beta = 1};
        f.exploration.setSnapshot(snapshot);
        QTRY_COMPARE(f.chart->quantity(), PosteriorChart::Quantity::Kl);
        QVERIFY(f.chart->describe(0).contains("KL") && !f.chart->describe(0).contains("σ"));
        QVERIFY(!f.view.summary().contains("σ"));
    }

    void the_order_is_a_switch() {
        const Fixture f;
        QTest::mouseClick(f.view.findChild<QPushButton*>("order"), Qt::LeftButton);
        QCOMPARE(f.chart->order(), (std::vector<int>{0, 1, 2, 3}));
        QTest::keyClick(f.view.findChild<QPushButton*>("order"), Qt::Key_Space);
        QCOMPARE(f.chart->order(), (std::vector<int>{1, 3, 2, 0}));
    }

    void the_ratio_is_a_switch_and_bounded() {
        const Fixture f;
        QTest::mouseClick(f.view.findChild<QPushButton*>("quantity"), Qt::LeftButton);
        QCOMPARE(f.chart->quantity(), PosteriorChart::Quantity::Ratio);
        const double full = f.chart->barRect(3).height(); // z1: no spread at all
        QVERIFY(std::abs(f.chart->barRect(0).height() - 0.1 * full) < 0.01);
        QVERIFY(std::abs(f.chart->barRect(2).height() - 0.625 * full) < 0.01);
    }

    void tool_tips_have_the_numbers() {
        const Fixture f;
        const QString first = f.chart->describe(0);
        QVERIFY2(first.contains("2.800") && first.contains("0.100"), qPrintable(first));
        QVERIFY(f.chart->describe(3).contains("not active"));
        QVERIFY(f.chart->describe(3).contains("∞"));
    }

    void collapse_is_named_with_a_remedy() {
        const auto of = [](std::vector<float> kl, double epoch, Objective objective = {}) {
            std::vector<float> spread;
            for (const float nats : kl) spread.push_back(nats > 0.01F ? 1.0F : 0.05F); // variance 0.0025
            const std::vector<float> ones(kl.size(), 1);
            auto snapshot = std::make_shared<Snapshot>(*makeSnapshot(kl, ones, spread));
            snapshot->epoch = epoch;
            snapshot->step = 100;
            snapshot->model.objective = objective;
            return collapseWarning(*snapshot);
        };
        QVERIFY(of({1, 2, 3}, 5).empty());
        QVERIFY(of({1, 0, 3}, 0.9).empty()); // too early to tell
        QCOMPARE(of({1, 0, 3}, 1).line, QString("z2 is unused."));
        QCOMPARE(of({1, 0, 3}, 1).remedy, QString("Lower β, warm it up, or allow free bits."));
        const CollapseWarning two = of({1, 0, 3, 0.001F, 2}, 3);
        QVERIFY(two.line.startsWith("z2, z4 are unused."));
        QVERIFY(two.help.startsWith("z2, z4 carry no information (active units 3 of 5)"));
        QVERIFY(!two.severe);
        QVERIFY(of({0, 0, 0, 0, 0, 0, 9}, 3).line.startsWith("z1, z2, z3 and 3 more are unused"));
        QVERIFY(of({0, 0}, 3).line.startsWith("No dimension") && of({0, 0}, 3).severe);
        QVERIFY(of({0, 0}, 3, objectiveOf(Preset::Autoencoder)).empty()); // KL means nothing to it
    }

    void vanished_noise_is_told() {
        auto snapshot = std::make_shared<Snapshot>(*makeSnapshot({9, 9}, {0.01F, 0.01F}, {30, 20}));
        snapshot->epoch = 2;
        snapshot->model.objective = objectiveOf(Preset::NoiseWithoutKl);
        const CollapseWarning warning = collapseWarning(*snapshot);
        QVERIFY2(warning.line.contains("noise has vanished") && warning.remedy.contains("KL prevents"),
                 qPrintable(warning.line));
        snapshot->posterior.sigma.setConstant(5);
        QVERIFY(collapseWarning(*snapshot).empty());
    }

    void the_warning_has_its_room() {
        Fixture f;
        const int before = f.chart->height();
        auto dead = std::make_shared<Snapshot>(*makeSnapshot({0, 0, 0}, {1, 1, 1}, {0.05F, 0.05F, 0.05F}));
        dead->epoch = 4;
        f.exploration.setSnapshot(dead);
        const auto* const warning = f.view.findChild<QLabel*>("warning");
        QTRY_VERIFY(warning->text().startsWith("No dimension carries"));
        QVERIFY(warning->text().endsWith("free bits."));
        f.view.resize(200, 250);
        QVERIFY(warning->text().contains("…"));
        f.view.resize(290, 250);
        QVERIFY(warning->toolTip().contains("free bits"));
        QCOMPARE(f.chart->height(), before);
    }

    void it_follows_the_snapshot_and_can_be_empty() {
        Fixture f;
        std::vector<float> many(64, 0.5F);
        f.exploration.setSnapshot(makeSnapshot(many, many, many));
        f.wait(64);
        QVERIFY(f.chart->barRect(63).right() <= f.chart->width());
        QCOMPARE(f.view.summary(), QString("64 of 64 active · σ / spread 1.00"));
        f.exploration.setSnapshot(nullptr);
        f.wait(0);
        QVERIFY(f.view.summary().isEmpty());
        QVERIFY(!f.view.findChild<QPushButton*>("order")->isVisible());
    }
};

QTEST_MAIN(PosteriorViewTest)
#include "posterior_view_test.moc"
