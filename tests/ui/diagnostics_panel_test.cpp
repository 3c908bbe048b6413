// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagnostics/diagnostics_panel.h"

#include "tests/ui/fabricated.h"
#include "ui/controls/style.h"
#include "ui/diagnostics/live_numbers.h"
#include "ui/diagnostics/number_table.h"
#include "ui/diagnostics/parts_bar.h"
#include "ui/diagnostics/report_view.h"
#include "ui/images/image_grid.h"
#include "ui/map/density_grid.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace latent;

namespace {

std::shared_ptr<DiagnosticsReport> fullReport() {
    auto report = std::make_shared<DiagnosticsReport>();
    report->step = 700;
    report->images = 100;
    report->reconstruction = {230.5, 0.8};
    report->kl = MeanOver{12.5, 0.1};
    report->elbo = MeanOver{-243.0, 0.8};
    report->squaredErrorOfMean = 0.01;
    report->squaredErrorOfSample = 0.1;
    report->activeUnits = 2;
    report->variance = Vector::Ones(3);
    report->bound = ImportanceBound{1000, 50, {-240.25, 0.75}, {-243.5, 0.5}, MeanOver{-240.0, 0.75}};
    report->klParts = KlParts{{6, 0.1}, {3, 0.1}, {3, 0.1}, {12, 0.1}, 100};
    report->aggregate = AggregatePosterior{-4, 4, Matrix::Constant(64, 3, 0.125F), Vector::Constant(3, 0.5F)};
    report->accuracy = ClassAccuracy{15, 0.853, 0.79, 0.5};
    Memorisation memorisation{fabricated::images(4), {3, 1, 4, 2}, {0.4, 0.1, 0.3, 0.2}, 0.25, 0.3};
    report->memorisation = memorisation;
    report->informationGap = InformationGap{0.25, {"x", "size"}, {0.4, 0.1}, {2, 0}};
    return report;
}

EpochRecord epochRecord() {
    EpochRecord epoch;
    epoch.train = LossTerms::of(226.1, 15.6, 1);
    epoch.test = LossTerms::of(227.4, 15.7, 1);
    epoch.posterior = fabricated::snapshot({2, 1, 0.001F})->posterior;
    epoch.squaredError = 0.01;
    return epoch;
}

struct Fixture {
    Exploration exploration;
    DiagnosticsPanel panel{&exploration};
    QPushButton* run = panel.findChild<QPushButton*>("run");
    QPushButton* cancel = panel.findChild<QPushButton*>("cancel");
    NumberTable* losses = panel.live()->losses();

    explicit Fixture(bool model = true) {
        panel.resize(388, 700);
        exploration.setDataset(fabricated::dataset(20));
        if (model) showStep(700);
        panel.show();
    }
    void showStep(std::int64_t step) {
        auto snapshot = fabricated::snapshot({2, 1, 0.001F}, 20);
        snapshot->step = step;
        exploration.setSnapshot(snapshot);
    }
};

} // namespace

class DiagnosticsPanelTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale::c());
        style::apply(*qApp, style::Appearance::Light);
    }

    void withoutAModelNothingCanBeRun() {
        const Fixture f(false);
        QVERIFY(!f.run->isEnabled());
        QVERIFY(f.panel.status().contains("no model"));
        QVERIFY(!f.panel.report()->isVisible());
    }

    void liveNumbersAreThoseOfTheEpoch() {
        Fixture f;
        QCOMPARE(f.losses->numbers(0), QString("–"));
        f.panel.showEpoch(epochRecord());
        QTRY_COMPARE(f.losses->numbers(0), QString("227.4 226.1"));
        QCOMPARE(f.losses->numbers(1), QString("15.7 15.6"));
        QCOMPARE(f.losses->numbers(2), QString("243.1 241.7"));
        QCOMPARE(f.losses->numbers(3), QString("1.4"));
        const NumberTable* const posterior = f.panel.live()->posterior();
        QCOMPARE(posterior->numbers(0), QString("2 of 3"));
        QCOMPARE(posterior->numbers(1), QString("0.37"));
        QCOMPARE(posterior->numbers(2), QString("0.0100"));
        QCOMPARE(posterior->numbers(3), QString("20.0 dB"));
        f.panel.startRun();
        QTRY_COMPARE(f.losses->numbers(0), QString("–"));
    }

    void anAutoencoderHasNoRowsOfKlAndNoise() {
        Fixture f;
        const auto shows = [&](const QString& name) {
            const auto labels = f.panel.live()->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
                return label->isVisible() && label->text().startsWith(name);
            });
        };
        f.panel.showEpoch(epochRecord());
        QTRY_COMPARE(f.losses->numbers(0), QString("227.4 226.1"));
        for (const char* name : {"KL", "Total", "Mean σ"}) QVERIFY2(shows(name), name);
        auto snapshot = std::make_shared<Snapshot>(*f.exploration.snapshot());
        snapshot->model.objective = objectiveOf(Preset::Denoising);
        f.exploration.setSnapshot(snapshot);
        QTRY_VERIFY(!shows("KL"));
        for (const char* name : {"Total", "Mean σ"}) QVERIFY2(!shows(name), name);
        for (const char* name : {"Reconstruction", "Active units", "PSNR"}) QVERIFY2(shows(name), name);
    }

    void aCollapseIsToldInFull() {
        Fixture f;
        QVERIFY(!f.panel.live()->warning()->isVisible()); // before the end of the first epoch
        auto snapshot = fabricated::snapshot({2, 1, 0.001F}, 20);
        snapshot->step = 900;
        snapshot->epoch = 2;
        f.exploration.setSnapshot(snapshot);
        QTRY_VERIFY(f.panel.live()->warning()->isVisible());
        QVERIFY(f.panel.live()->warning()->text().startsWith("z3 carries no information"));
        QCOMPARE(f.panel.live()->warning()->foregroundRole(),
                 QPalette::PlaceholderText); // no alarm: one of 3
        snapshot = fabricated::snapshot({2, 0.001F, 0.001F}, 20);
        snapshot->step = 901;
        snapshot->epoch = 2;
        f.exploration.setSnapshot(snapshot);
        QTRY_COMPARE(f.panel.live()->warning()->foregroundRole(), QPalette::BrightText);
    }

    void aReportUnderWayCanBeCancelled() {
        Fixture f;
        auto* const samples = f.panel.findChild<QComboBox*>("samples");
        samples->setCurrentIndex(samples->findData(5000));
        QCOMPARE(f.panel.samples(), 5000);
        QTest::mouseClick(f.run, Qt::LeftButton);
        QVERIFY(f.cancel->isVisible() && !f.run->isVisible());
        QTest::keyClick(f.cancel, Qt::Key_Space);
        QVERIFY(!f.cancel->isVisible() && f.run->isVisible());
    }

    void theReportIsShownPartByPart() {
        Fixture f;
        f.panel.run(100);
        f.panel.showReport(fullReport());
        const ReportView* const view = f.panel.report();
        QVERIFY(view->isVisible() && f.run->isVisible());
        QCOMPARE(view->likelihood()->numbers(0), QString("−243.00 ± 0.80"));
        QCOMPARE(view->likelihood()->numbers(1), QString("−243.50 ± 0.50"));
        QCOMPARE(view->likelihood()->numbers(2), QString("−240.25 ± 0.75"));
        QCOMPARE(view->likelihood()->numbers(3), QString("−240.00 ± 0.75"));
        QCOMPARE(view->likelihood()->numbers(4), QString("20.0 dB"));
        QCOMPARE(view->likelihood()->numbers(5), QString("10.0 dB"));
        QVERIFY(std::abs(view->klParts()->barRect(0).width() / view->klParts()->width() - 0.5) < 0.01);
        QVERIFY(std::abs(view->klParts()->barRect(2).right() - view->klParts()->width()) < 0.5);
        QVERIFY(view->densities()->describe(1).contains("0.500"));
        QCOMPARE(view->accuracy()->numbers(0), QString("85.3 %"));
        QCOMPARE(view->factors()->numbers(0), QString("z₃ 0.400"));
        QCOMPARE(view->factors()->numbers(2), QString("0.250"));
    }

    void pairsAreNearestFirstAndChosen() {
        Fixture f;
        f.panel.showReport(fullReport());
        QSignalSpy chosen(&f.exploration, &Exploration::selectionChanged);
        const ImageGridView* const pairs = f.panel.report()->pairs();
        QCOMPARE(pairs->count(), 16); // a row of samples and a row of images
        emit f.panel.report()->pairs()->cellClicked(0);
        QCOMPARE(chosen.size(), 0); // a sample is not an image of the set
        emit f.panel.report()->pairs()->cellClicked(8);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(f.exploration.selected(), Index{1}); // the nearest, 0.1 away
    }

    void partsThatAreLackingTakeNoRoom() {
        Fixture f;
        auto report = std::make_shared<DiagnosticsReport>();
        report->variance = Vector::Ones(3);
        report->squaredErrorOfMean = 0.01;
        f.panel.showReport(report);
        const ReportView* const view = f.panel.report();
        for (const QWidget* const part :
             {static_cast<const QWidget*>(view->klParts()), static_cast<const QWidget*>(view->densities()),
              static_cast<const QWidget*>(view->accuracy()), static_cast<const QWidget*>(view->pairs()),
              static_cast<const QWidget*>(view->factors())})
            QVERIFY(!part->isVisible());
        f.panel.showReport(fullReport());
        QVERIFY(view->factors()->isVisible());
    }

    void anOldReportSaysOfWhichStepItIs() {
        Fixture f;
        f.panel.showReport(fullReport());
        QVERIFY(f.panel.status().contains("the current model"));
        f.showStep(900);
        QVERIFY2(f.panel.status().contains("step 700") && f.panel.status().contains("step 900"),
                 qPrintable(f.panel.status()));
        f.panel.startRun();
        QVERIFY(f.panel.status().contains("earlier run"));
        QVERIFY(f.panel.report()->isVisible());
        f.exploration.setDataset(fabricated::dataset(10));
        QVERIFY(!f.panel.report()->isVisible()); // its images are no longer open
    }
};

QTEST_MAIN(DiagnosticsPanelTest)
#include "diagnostics_panel_test.moc"
