// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/stage.h"

#include "ui/diagnostics/diagnostics_panel.h"
#include "ui/explore/inspector_panel.h"
#include "ui/loss/loss_view.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_view.h"
#include "ui/selection/selection_view.h"
#include "ui/window/view_list.h"

namespace latent {

Stage::Stage(Asker* asker, SharedLooking* looking, Exploration::Role role, const FileOf& momentsOf,
             QObject* parent)
    : QObject(parent)
    , m_exploration(looking, role, asker)
    , m_run(&m_exploration)
    , m_travel(&m_exploration, &m_run,
               [this, momentsOf] {
                   // Codes without their images are no map.
                   return m_run.hasImages() ? momentsOf(m_run.info().id) : std::filesystem::path();
               })
    , m_views(makeViews(&m_exploration)) {
    connect(&m_run, &LiveRun::refused, this, &Stage::failed);
    connect(&m_travel, &TimeTravel::failed, this, &Stage::failed);
    connect(&m_run, &LiveRun::prepared, &m_exploration, [this] { m_exploration.setRun(m_run.info().id); });
    connectViews();
    connectLoss();
}

void Stage::connectViews() {
    for (const View* const shown : m_views) connect(shown, &View::failed, this, &Stage::failed);
    MapCanvas* const canvas = view<MapView>()->canvas();
    connect(canvas, &MapCanvas::watchedChanged, this, &Stage::setWatched);
    connect(canvas, &MapCanvas::fileActionRequested, this, &Stage::fileActionRequested);
    connect(view<InspectorPanel>(), &InspectorPanel::fileActionRequested, this, &Stage::fileActionRequested);
    connect(view<SelectionView>(), &SelectionView::fileActionRequested, this, &Stage::fileActionRequested);
    auto* const diagnostics = view<DiagnosticsPanel>();
    connect(&m_run, &LiveRun::epochFinished, diagnostics, &DiagnosticsPanel::showEpoch);
    connect(&m_run, &LiveRun::prepared, diagnostics, &DiagnosticsPanel::startRun);
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

void Stage::setWatched(bool watched) {
    m_run.setWatched(watched);
    m_exploration.setWatched(watched);
    view<LossView>()->setWatched(watched);
    m_historySoon.setInterval(watched ? ReplotThrottle::kGrowingMs : ReplotThrottle::kReadableMs);
}

} // namespace latent
