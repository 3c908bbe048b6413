// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/side_by_side.h"

#include "app/studio/session.h"
#include "core/base/cores.h"
#include "ui/explore/inspector_panel.h"
#include "ui/explore/sheets_view.h"
#include "ui/explore/sliders_panel.h"
#include "ui/images/image_view.h"
#include "ui/loss/loss_view.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_view.h"
#include "ui/runs/differences_dialog.h"
#include "ui/runs/run_text.h"
#include "ui/text/number_text.h"
#include "ui/text/preset_text.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"

#include <QTabWidget>

#include <algorithm>
#include <utility>

namespace latent {
namespace {

QString captionWords(LiveRun* run, const Configuration* first) {
    const LossHistory& history = run->history();
    QStringList words;
    if (!history.test().empty())
        words << SideBySide::tr("test %1 nats").arg(inLocale(history.lastTest().total, 1));
    if (!run->configuration().objective.hasPrior()) words << SideBySide::tr("no prior");
    const QString difference = first != nullptr ? differenceText(*first, run->configuration()) : QString();
    if (!difference.isEmpty()) words << difference;
    return words.join(SideBySide::tr(" · "));
}

QString nameOf(LiveRun* run) {
    const std::string& name = run->info().name;
    return name.empty() ? shortName(presetOf(run->configuration().objective)) : QString::fromStdString(name);
}

} // namespace

SideBySide::SideBySide(const Parts& parts, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_aligned(parts.topBar->alignsMaps()) {
    connect(parts.topBar, &TopBar::besideRequested, this, &SideBySide::trainOther);
    connect(parts.topBar, &TopBar::besideClosed, this, &SideBySide::closeAll);
    connect(parts.topBar, &TopBar::differencesRequested, this, &SideBySide::showDifferences);
    connect(parts.window, &MainWindow::captionClicked, this, &SideBySide::showDifferences);
    connect(parts.topBar, &TopBar::trainToggled, this, &SideBySide::followTraining);
    connect(parts.topBar, &TopBar::rawPixelsToggled, this, [this](bool raw) {
        for (const auto& stage : m_stages)
            for (View* const view : stage->views()) view->setRawPixels(raw);
    });
    connect(parts.topBar, &TopBar::mapsAligned, this, [this](bool aligned) {
        m_aligned = aligned;
        align();
    });
    connect(parts.topBar, &TopBar::wipeToggled, this, [this](bool on) {
        m_wiped = on;
        wipe();
    });
    connect(parts.session->opener(), &RunOpener::besideCameBack, this,
            [this](const std::vector<std::string>& ids) {
                for (const std::string& id : ids) show(id);
            });
    connect(&m_captionsSoon, &ReplotThrottle::due, this, &SideBySide::showCaptions);
    followChanges(parts.first->run(), this);
}

SideBySide::~SideBySide() = default;

std::vector<LiveRun*> SideBySide::runs() const {
    std::vector<LiveRun*> all{m_parts.first->run()};
    for (const auto& stage : m_stages) all.push_back(stage->run());
    return all;
}

bool SideBySide::holds(const std::string& id) const {
    return std::ranges::any_of(m_stages, [&](const auto& stage) { return stage->run()->info().id == id; });
}

void SideBySide::followChanges(LiveRun* run, QObject* whileItLives) {
    const auto captionsSoon = [this] {
        if (!m_stages.empty()) m_captionsSoon.request();
    };
    connect(run, &LiveRun::historyChanged, whileItLives, captionsSoon);
    connect(run, &LiveRun::prepared, whileItLives, captionsSoon);
    connect(run, &LiveRun::configurationChanged, whileItLives, captionsSoon);
    connect(run, &LiveRun::stateKept, whileItLives, captionsSoon);
}

Stage* SideBySide::add() {
    if (m_stages.size() == kMostBeside) remove(m_stages.size() - 1);
    m_stages.push_back(std::make_unique<Stage>(m_parts.asker, m_parts.looking, Exploration::Role::Follows,
                                               m_parts.session->momentsOf()));
    Stage* const stage = m_stages.back().get();
    m_parts.session->keep(stage->run());
    m_parts.window->addBeside(stage->views());
    followChanges(stage->run(), stage);
    connect(stage->run(), &LiveRun::prepared, this, &SideBySide::tellWhoStandsHere);
    MapCanvas* const canvas = stage->view<MapView>()->canvas();
    canvas->setLegendShown(false);
    canvas->lookLike(m_parts.first->view<MapView>()->canvas());
    emit opened(stage);
    m_parts.topBar->setBeside(true);
    align();
    wipe();
    m_captionsSoon.request();
    return stage;
}

void SideBySide::remove(std::size_t index, const std::function<void()>& then) {
    const auto at = m_stages.begin() + static_cast<std::ptrdiff_t>(index);
    Stage* const leaving = at->get();
    m_leaving.push_back(std::move(*at));
    m_stages.erase(at);
    leaving->view<MapView>()->alignWith(nullptr);
    m_parts.window->removeBeside(leaving->views());
    m_parts.topBar->setBeside(!m_stages.empty());
    wipe();
    showCaptions();
    tellWhoStandsHere();
    m_parts.session->release(leaving->run(), [this, leaving, then] {
        const auto erase = [this, leaving, then] {
            std::erase_if(m_leaving, [&](const auto& stage) { return stage.get() == leaving; });
            if (then) then();
        };
        QMetaObject::invokeMethod(this, erase, Qt::QueuedConnection); // its run is still telling this
    });
}

void SideBySide::close(const std::string& id, const std::function<void()>& then) {
    for (std::size_t i = 0; i < m_stages.size(); ++i)
        if (m_stages[i]->run()->info().id == id) return remove(i, then);
}

void SideBySide::closeAll() {
    while (!m_stages.empty()) remove(m_stages.size() - 1);
}

// So that they come back at the next start.
void SideBySide::tellWhoStandsHere() {
    std::vector<std::string> ids;
    for (const auto& stage : m_stages) ids.push_back(stage->run()->info().id);
    m_parts.session->setBeside(ids);
}

void SideBySide::align() {
    for (const auto& stage : m_stages) {
        stage->exploration()->setSharesPlane(m_aligned);
        stage->view<MapView>()->alignWith(m_aligned ? m_parts.first->exploration() : nullptr);
    }
}

// Between the pictures of the first run and of the one beside it.
void SideBySide::wipe() {
    const Stage* const other = m_wiped && !m_stages.empty() ? m_stages.front().get() : nullptr;
    m_parts.first->view<SlidersPanel>()->decodedImage()->setWipe(
        other != nullptr ? other->view<SlidersPanel>()->decodedImage() : nullptr);
    m_parts.first->view<InspectorPanel>()->reconstruction()->setWipe(
        other != nullptr ? other->view<InspectorPanel>()->reconstruction() : nullptr);
}

// What the button does to the first run it does to all.
void SideBySide::followTraining() {
    using Phase = TrainingStatus::Phase;
    const bool pausing = m_parts.first->run()->status().phase == Phase::Running;
    for (const auto& stage : m_stages) {
        const Phase phase = stage->run()->status().phase;
        if (pausing == (phase == Phase::Running) && phase != Phase::Finished) stage->run()->toggleTraining();
    }
}

void SideBySide::trainOther() {
    LiveRun* const first = m_parts.first->run();
    const DatasetPtr dataset = first->dataset();
    if (!first->hasImages()) return;
    const bool vae = first->configuration().objective.hasPrior();
    Configuration other = first->configuration();
    const Objective knobs = objectiveOf(vae ? Preset::Autoencoder : Preset::Vae);
    other.objective.corruption = knobs.corruption;
    other.objective.latentNoise = knobs.latentNoise;
    other.objective.beta = knobs.beta;
    closeAll(); // it is about these two
    LiveRun* const second = add()->run();
    second->setThreads(std::max(1, coreCount() / 2)); // the other half trains the first run
    second->setDataset(dataset, first->split(), first->opened(), [first, second, other] {
        second->beginWith(other);
        second->toggleTraining();
        using Phase = TrainingStatus::Phase;
        const Phase phase = first->status().phase;
        if (phase != Phase::Running && phase != Phase::Finished) first->toggleTraining();
    });
    m_parts.first->exploration()->setSheet(Sheet::Prior); // where the difference shows at a glance
    m_parts.window->showTab(m_parts.first->view<SheetsView>());
}

void SideBySide::show(const std::string& id) {
    if (id == m_parts.first->run()->info().id || holds(id)) return;
    m_parts.session->loadRun(id, [this](const Run& kept) {
        LiveRun* const first = m_parts.first->run();
        const DatasetPtr dataset = first->dataset();
        if (!first->hasImages() || kept.data.shape != dataset->shape || kept.data.name != dataset->name)
            return emit failed(tr("“%1” was trained on other images: open it instead.")
                                   .arg(QString::fromStdString(kept.name)));
        if (holds(kept.id) || kept.id == first->info().id) return;
        LiveRun* const beside = add()->run();
        beside->setThreads(std::max(1, coreCount() / static_cast<int>(m_stages.size() + 1)));
        beside->resume(dataset, kept, first->opened());
    });
}

// Its own, or the next one that none of those before it has.
QColor SideBySide::colourOf(std::size_t index) const {
    const std::vector<LiveRun*> all = runs();
    std::vector<int> taken;
    for (std::size_t i = 0; i <= index; ++i) {
        int colour = all[i]->info().colour;
        while (std::ranges::find(taken, colour % kRunColours) != taken.end()) ++colour;
        taken.push_back(colour % kRunColours);
    }
    return runColour(taken.back());
}

void SideBySide::showCaptions() {
    showCurves();
    LiveRun* const first = m_parts.first->run();
    if (m_stages.empty()) {
        m_parts.window->setCaption(m_parts.first->views(), {});
    } else {
        m_parts.window->setCaption(m_parts.first->views(),
                                   {colourOf(0), nameOf(first), captionWords(first, nullptr)});
    }
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        LiveRun* const run = m_stages[i]->run();
        const QString words = captionWords(run, &first->configuration());
        m_parts.window->setCaption(m_stages[i]->views(), {colourOf(i + 1), nameOf(run), words});
    }
    if (m_differences != nullptr && m_differences->isVisible()) fillDifferences();
}

void SideBySide::showCurves() {
    std::vector<LossView::OtherRun> others;
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        LiveRun* const run = m_stages[i]->run();
        others.push_back(
            {run->history(), run->configuration().objective.likelihood, colourOf(i + 1), nameOf(run)});
    }
    m_parts.first->view<LossView>()->showOthers(std::move(others));
}

void SideBySide::showDifferences() {
    if (m_differences == nullptr) m_differences = new DifferencesDialog(m_parts.window);
    fillDifferences();
    m_differences->show();
    m_differences->raise();
    m_differences->activateWindow();
}

void SideBySide::fillDifferences() {
    const std::vector<LiveRun*> all = runs();
    std::vector<ComparedRun> compared;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const LossHistory& history = all[i]->history();
        compared.push_back(
            {.name = nameOf(all[i]),
             .colour = colourOf(i),
             .configuration = all[i]->configuration(),
             .steps = all[i]->status().step,
             .test = history.test().empty() ? std::nullopt : std::optional(history.lastTest())});
    }
    m_differences->showRuns(compared);
}

} // namespace latent
