// SPDX-License-Identifier: GPL-3.0-or-later
// A second run beside the first.
#include "app/workbench.h"
#include "core/base/cores.h"
#include "ui/explore/prior_panel.h"
#include "ui/loss/loss_view.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_view.h"
#include "ui/runs/run_text.h"
#include "ui/text/number_text.h"
#include "ui/window/top_bar.h"

#include <algorithm>

namespace latent {
namespace {

QString captionWords(LiveRun* run, const Configuration* other) {
    const LossHistory& history = run->history();
    QStringList words;
    if (!history.test().empty())
        words << Workbench::tr("test %1 nats").arg(inLocale(history.lastTest().total, 1));
    if (!run->configuration().objective.hasPrior()) words << Workbench::tr("no prior");
    const QString difference = other != nullptr ? differenceText(*other, run->configuration()) : QString();
    if (!difference.isEmpty()) words << difference;
    return words.join(Workbench::tr(" · "));
}

QString nameOf(LiveRun* run) {
    const std::string& name = run->info().name;
    return name.empty() ? shortName(presetOf(run->configuration().objective)) : QString::fromStdString(name);
}

} // namespace

Stage* Workbench::openBeside() {
    closeBeside();
    m_beside =
        std::make_unique<Stage>(&m_asker, &m_looking, Exploration::Role::Follows, m_session.momentsOf());
    m_session.keep(m_beside->run());
    m_window->setBeside(m_beside->views());
    connectStage(m_beside.get());
    const auto captionsSoon = [this] { m_captionsSoon.request(); };
    for (LiveRun* const either : {run(), m_beside->run()}) { // while there are two
        connect(either, &LiveRun::historyChanged, m_beside.get(), captionsSoon);
        connect(either, &LiveRun::prepared, m_beside.get(), captionsSoon);
        connect(either, &LiveRun::stateKept, m_beside.get(), captionsSoon);
    }
    connect(m_window.get(), &MainWindow::sampleRequested, m_beside->exploring(),
            &ExploreController::drawPoint);
    connect(m_topBar, &TopBar::trainToggled, m_beside.get(), [this] { followTraining(); });
    m_beside->view<MapView>()->canvas()->setLegendShown(false);
    m_topBar->setBeside(true);
    alignMaps(m_topBar->alignsMaps());
    m_captionsSoon.request();
    return m_beside.get();
}

void Workbench::alignMaps(bool aligned) {
    if (!m_beside) return;
    m_beside->exploration()->setSharesPlane(aligned);
    m_beside->exploring()->alignWith(aligned ? exploration() : nullptr);
}

void Workbench::closeBeside() {
    if (!m_beside) return;
    const std::unique_ptr<Stage> leaving = std::move(m_beside); // the event loop runs until it rests
    m_session.release(leaving->run());
    m_window->setBeside({});
    m_topBar->setBeside(false);
    showCaptions();
}

// What the button does to the first run it does to both.
void Workbench::followTraining() {
    if (!m_beside) return;
    using Phase = TrainingStatus::Phase;
    LiveRun* const other = m_beside->run();
    const bool pausing = run()->status().phase == Phase::Running;
    if (pausing == (other->status().phase == Phase::Running) && other->status().phase != Phase::Finished)
        other->toggleTraining();
}

void Workbench::besideOther() {
    const DatasetPtr dataset = exploration()->dataset();
    if (!dataset) return;
    const bool vae = run()->configuration().objective.hasPrior();
    Configuration other = run()->configuration();
    const Objective knobs = objectiveOf(vae ? Preset::Autoencoder : Preset::Vae);
    other.objective.corruption = knobs.corruption;
    other.objective.latentNoise = knobs.latentNoise;
    other.objective.beta = knobs.beta;
    LiveRun* const second = openBeside()->run();
    second->setThreads(std::max(1, coreCount() / 2)); // the other half trains the first run
    second->setDataset(dataset, run()->split(), run()->opened(), [this, second, other] {
        second->beginWith(other);
        second->toggleTraining();
        using Phase = TrainingStatus::Phase;
        const Phase phase = run()->status().phase;
        if (phase != Phase::Running && phase != Phase::Finished) run()->toggleTraining();
    });
    m_window->showTab(m_stage.view<PriorPanel>()); // where the difference shows at a glance
}

void Workbench::openRun(const std::string& id) {
    if (m_beside && id == m_beside->run()->info().id) closeBeside(); // it moves to the front
    m_session.openRun(id);
}

void Workbench::runBeside(const std::string& id) {
    if (id == run()->info().id || (m_beside && id == m_beside->run()->info().id)) return;
    m_session.loadRun(id, [this](const Run& kept) {
        const DatasetPtr dataset = exploration()->dataset();
        if (!dataset || kept.data.shape != dataset->shape || kept.data.name != dataset->name)
            return showFailure(tr("“%1” was trained on other images: open it instead.")
                                   .arg(QString::fromStdString(kept.name)));
        openBeside()->run()->resume(dataset, kept, run()->opened());
    });
}

void Workbench::showCaptions() {
    if (!m_beside) {
        m_window->setCaptions({}, {});
        return m_stage.view<LossView>()->showOther(LossHistory(), {}, {}, {});
    }
    LiveRun* const second = m_beside->run();
    const Configuration& first = run()->configuration();
    const QColor colour = runColour(second->info().name.empty() ? 1 : second->info().colour);
    m_window->setCaptions({runColour(run()->info().colour), nameOf(run()), captionWords(run(), nullptr)},
                          {colour, nameOf(second), captionWords(second, &first)});
    m_stage.view<LossView>()->showOther(second->history(), second->configuration().objective.likelihood,
                                        colour, nameOf(second));
}

} // namespace latent
