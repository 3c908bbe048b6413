// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/stage.h"

#include "ui/diagnostics/diagnostics_panel.h"
#include "ui/explore/film_rows.h"
#include "ui/explore/inspector_panel.h"
#include "ui/explore/manifold_panel.h"
#include "ui/explore/prior_panel.h"
#include "ui/explore/sliders_panel.h"
#include "ui/loss/loss_view.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_view.h"
#include "ui/window/view_list.h"

namespace latent {

Stage::Stage(Asker* asker, SharedLooking* looking, Exploration::Role role, const FileOf& momentsOf,
             QObject* parent)
    : QObject(parent)
    , m_exploration(looking, role)
    , m_run(&m_exploration)
    , m_exploring(asker, &m_exploration)
    , m_diagnosing(asker, &m_exploration)
    , m_travel(&m_exploration, &m_run,
               [this, momentsOf] {
                   // Codes without their images are no map.
                   return m_run.hasImages() ? momentsOf(m_run.info().id) : std::filesystem::path();
               })
    , m_views(makeViews(&m_exploration)) {
    connect(&m_run, &LiveRun::refused, this, &Stage::failed);
    connect(&m_exploring, &ExploreController::failed, this, &Stage::failed);
    connect(&m_travel, &TimeTravel::failed, this, &Stage::failed);
    connect(&m_run, &LiveRun::prepared, this, [this] {
        m_exploring.setRun(m_run.info().id);
        m_diagnosing.setRun(m_run.info().id);
    });
    connectMap();
    connectLoss();
    connectExploring();
    connectDiagnostics();
}

void Stage::connectMap() {
    MapCanvas* const canvas = view<MapView>()->canvas();
    connect(canvas, &MapCanvas::watchedChanged, this, &Stage::setWatched);
    connect(canvas, &MapCanvas::fileActionRequested, this, &Stage::fileActionRequested);
}

void Stage::connectLoss() {
    LossView* const loss = view<LossView>();
    // Copying half a megabyte every few steps is too slow: copied as often as the curves are drawn.
    connect(&m_run, &LiveRun::historyChanged, &m_historySoon, &ReplotThrottle::request);
    connect(&m_historySoon, &ReplotThrottle::due, loss, [this, loss] {
        loss->setObjective(m_run.configuration().objective);
        loss->showHistory(m_run.history());
    });
    connect(&m_run, &LiveRun::statusChanged, loss, [loss](const TrainingStatus& status) {
        loss->setPlannedSteps(static_cast<qint64>(status.epochs) * status.batchesPerEpoch);
    });
    connect(loss, &LossView::playToggled, &m_travel, &TimeTravel::setPlaying);
    connect(&m_travel, &TimeTravel::playingChanged, loss, &LossView::setPlaying);
    connect(loss, &LossView::branchRequested, this, &Stage::branch);
}

void Stage::branch() {
    m_travel.withWeights([this](const SnapshotPtr& from) {
        if (!from) return emit failed(tr("No weights near this moment were kept."));
        m_run.branch(from);
    });
}

void Stage::connectExploring() {
    auto* const sliders = view<SlidersPanel>();
    auto* const inspector = view<InspectorPanel>();
    auto* const prior = view<PriorPanel>();
    auto* const manifold = view<ManifoldPanel>();
    connect(&m_exploring, &ExploreController::stripsReady, sliders, &SlidersPanel::showStrips);
    connect(&m_exploring, &ExploreController::nearestReady, sliders, &SlidersPanel::showNearest);
    connect(&m_exploring, &ExploreController::inspectionReady, inspector, &InspectorPanel::showInspection);
    connect(&m_exploring, &ExploreController::samplesReady, prior, &PriorPanel::showSamples);
    connect(&m_exploring, &ExploreController::manifoldReady, manifold, &ManifoldPanel::showManifold);
    connect(sliders, &SlidersPanel::sampleRequested, &m_exploring, &ExploreController::drawPoint);
    connect(sliders->filmRows(), &FilmRows::viewChanged, &m_exploring, &ExploreController::setStripsView);
    connect(prior, &PriorPanel::samplesAsked, &m_exploring,
            [this, prior] { m_exploring.askSamples(prior->count(), prior->columns(), prior->cellPixels()); });
    connect(manifold, &ManifoldPanel::manifoldAsked, &m_exploring, &ExploreController::askManifold);
    connect(inspector, &InspectorPanel::fileActionRequested, this, &Stage::fileActionRequested);
}

void Stage::connectDiagnostics() {
    auto* const panel = view<DiagnosticsPanel>();
    connect(&m_run, &LiveRun::epochFinished, panel, &DiagnosticsPanel::showEpoch);
    connect(&m_run, &LiveRun::prepared, panel, &DiagnosticsPanel::startRun);
    connect(panel, &DiagnosticsPanel::runRequested, &m_diagnosing, &DiagnosticsController::run);
    connect(panel, &DiagnosticsPanel::cancelRequested, &m_diagnosing, &DiagnosticsController::cancel);
    connect(panel, &DiagnosticsPanel::imageChosen, &m_exploration, &Exploration::select);
    connect(&m_diagnosing, &DiagnosticsController::started, panel, &DiagnosticsPanel::showStarted);
    connect(&m_diagnosing, &DiagnosticsController::progressed, panel, &DiagnosticsPanel::showProgress);
    connect(&m_diagnosing, &DiagnosticsController::ready, panel, &DiagnosticsPanel::showReport);
    connect(&m_diagnosing, &DiagnosticsController::cancelled, panel, &DiagnosticsPanel::showCancelled);
    connect(&m_diagnosing, &DiagnosticsController::failed, panel, &DiagnosticsPanel::showFailure);
}

void Stage::setWatched(bool watched) {
    m_run.setWatched(watched);
    m_exploring.setWatched(watched);
    view<LossView>()->setWatched(watched);
    m_historySoon.setInterval(watched ? ReplotThrottle::kGrowingMs : ReplotThrottle::kReadableMs);
}

void Stage::showTab(const QWidget* tab) {
    using Shown = ExploreController::View;
    const auto shows = [tab](const QWidget* view) { return tab && (tab == view || tab->isAncestorOf(view)); };
    m_exploring.setVisibleView(shows(view<InspectorPanel>())     ? Shown::Inspector
                               : shows(view<PriorPanel>())       ? Shown::Prior
                               : shows(view<ManifoldPanel>())    ? Shown::Manifold
                               : shows(view<DiagnosticsPanel>()) ? Shown::Diagnostics
                                                                 : Shown::Sliders);
}

} // namespace latent
