// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/walk/walk_view.h"

#include "ui/ask/asker.h"
#include "ui/controls/style.h"
#include "ui/walk/station_strip.h"
#include "ui/walk/walk_controls.h"
#include "ui/walk/walk_player.h"

#include <QKeyEvent>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace latent {
namespace {

constexpr int kStationPixels = 64; // device pixels that a small picture is decoded for
constexpr int kProgressHeight = 3;

Lane* walksLane(Asker* asker) {
    return asker ? asker->walks() : nullptr;
}

WalkQuestion questionOf(const WalkPlan& plan) {
    return {.through = plan.stations, .path = plan.path, .steps = plan.steps, .loop = plan.loop};
}

} // namespace

WalkView::WalkView(Exploration* exploration, QWidget* parent)
    : View({"walk", tr("Walk"), tr("Walk…"), Place::Tab, Qt::ALT | Qt::Key_4}, parent)
    , m_exploration(exploration)
    , m_controls(new WalkControls(this))
    , m_progress(new QProgressBar(this))
    , m_empty(style::quietLabel({}, this))
    , m_player(new WalkPlayer(this))
    , m_pictures(fastLane(exploration->asker()), Asker::kBackground)
    , m_query(walksLane(exploration->asker()), 0)
    , m_picturesRenewal(exploration, this, Renewal::Pace::Pictures)
    , m_walkRenewal(exploration, this, Renewal::Pace::Calm) {
    build();
    connectQuestions();
    connect(m_controls, &WalkControls::planEdited, m_exploration, &Exploration::setWalk);
    connect(m_controls, &WalkControls::pointRequested, this, &WalkView::addPoint);
    connect(m_controls, &WalkControls::imageRequested, this, &WalkView::addImage);
    connect(m_controls, &WalkControls::stationChosen, this, &WalkView::chooseStation);
    connect(m_player, &WalkPlayer::frameChosen, this, &WalkView::chooseFrame);
    connect(m_player, &WalkPlayer::saveRequested, this, &WalkView::saveRequested);
    connect(m_exploration, &Exploration::walkChanged, this, &WalkView::takePlan);
    connect(m_exploration, &Exploration::selectionChanged, this, &WalkView::showState);
    connect(m_exploration, &Exploration::snapshotChanged, this, &WalkView::takeSnapshot);
    takePlan();
}

void WalkView::build() {
    setFocusPolicy(Qt::ClickFocus); // its keys work wherever in it a person has pressed
    m_progress->setRange(0, style::kProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(kProgressHeight);
    m_progress->setAccessibleName(tr("Finding the way"));
    QSizePolicy kept = m_progress->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(kept);
    m_progress->hide();
    m_empty->setContentsMargins(0, 2 * style::kUnit, 0, 0);
    QVBoxLayout* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kEdge);
    layout->setSpacing(style::kUnit);
    layout->addWidget(m_controls);
    layout->addWidget(m_progress);
    layout->addWidget(m_empty);
    layout->addWidget(m_player);
    layout->addStretch(1);
}

void WalkView::connectQuestions() {
    connect(&m_picturesRenewal, &Renewal::due, this, &WalkView::askStations);
    connect(&m_walkRenewal, &Renewal::due, this, &WalkView::askWalk);
    connect(m_exploration, &Exploration::evidenceLeft, this, [this] {
        m_pictures.drop();
        m_query.drop();
        m_askAgain = false;
    });
    connect(&m_pictures, &GridDecoder::ready, this,
            [this](const ImageGrid& grid) { m_controls->stations()->showImages(grid.images, grid.shape); });
    connect(&m_pictures, &GridDecoder::failed, this, &WalkView::failed);
    connect(&m_query, &LatestQuery::failed, this, &WalkView::failed);
    connect(&m_query, &LatestQuery::progressed, this, [this](double fraction) {
        m_progress->setValue(static_cast<int>(fraction * style::kProgressSteps));
    });
    connect(&m_query, &LatestQuery::idle, this, [this] {
        m_progress->hide();
        if (std::exchange(m_askAgain, false)) askWalk();
    });
    m_pictures.setShownPixels(kStationPixels);
}

bool WalkView::fitsModel() const {
    const int latent = m_exploration->latentSize();
    return latent > 0 && std::ranges::all_of(m_exploration->walk().stations,
                                             [latent](const Vector& z) { return z.size() == latent; });
}

QString WalkView::whyThereIsNone() const {
    const WalkPlan& plan = m_exploration->walk();
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot)
        return tr("Press Train: as soon as there is a model, you can walk through its latent space.");
    if (!fitsModel()) return tr("The points of this walk belong to a latent space of another size.");
    if (plan.stations.size() < 2)
        return tr(
            "Add two points or more: choose them with the sliders or on the map, or select images. What the "
            "model decodes on the way appears here.");
    if (plan.path == WalkPath::AlongData && !snapshot->codes)
        return tr("The way along the data is found once the images have been encoded.");
    return {};
}

void WalkView::showState() {
    const bool model = m_exploration->latentSize() > 0 && fitsModel();
    m_controls->setCanAdd(model, model && hasSelectedCode());
    const QString why = whyThereIsNone();
    if (!why.isEmpty() && m_walk) forgetWalk();
    m_empty->setText(why);
    m_empty->setVisible(!why.isEmpty());
    m_player->setVisible(why.isEmpty());
}

void WalkView::takeSnapshot() {
    if (m_walk && m_walk->points.rows() != m_exploration->latentSize()) forgetWalk();
    showState();
}

void WalkView::takePlan() {
    const WalkPlan& plan = m_exploration->walk();
    m_controls->showPlan(plan);
    showState();
    m_player->showFrame(plan.at);
    if (questionOf(plan) != m_asked) ask();
}

void WalkView::forgetWalk() {
    m_query.drop();
    m_progress->hide();
    m_walk.reset();
    m_asked = {};
    showFilm();
}

void WalkView::ask() {
    askStations();
    askWalk();
}

void WalkView::askStations() {
    const std::vector<Vector>& stations = m_exploration->walk().stations;
    if (!isVisible() || !fitsModel() || stations.empty()) return;
    ImageGrid grid;
    grid.columns = static_cast<int>(stations.size());
    grid.points.resize(m_exploration->latentSize(), grid.columns);
    for (std::size_t i = 0; i < stations.size(); ++i) grid.points.col(static_cast<Index>(i)) = stations[i];
    m_pictures.show(m_exploration->evidence(), std::move(grid));
}

// While training goes on a way that takes long to find would never be shown if each newer model cancelled it.
void WalkView::askWalk() {
    if (!isVisible() || !whyThereIsNone().isEmpty()) return;
    const WalkQuestion question = questionOf(m_exploration->walk());
    if (m_query.isAwaited() && question == m_asked) {
        m_askAgain = true;
        return;
    }
    m_asked = question;
    m_askAgain = false;
    m_progress->setValue(0);
    m_progress->setVisible(!m_walk || question != m_answered);
    const Evidence evidence = m_exploration->evidence();
    m_query.ask(evidence, [this, evidence, question](const Progress& progress) -> LatestQuery::Deliver {
        auto walk = std::make_shared<const Walk>(answer(evidence, question, progress));
        return [this, evidence, question, walk = std::move(walk)] {
            showWalk(walk, question);
            emit walkShown(walk, evidence);
        };
    });
}

void WalkView::showWalk(const WalkPtr& walk, const WalkQuestion& question) {
    if (!whyThereIsNone().isEmpty()) return;
    m_walk = walk;
    m_answered = question;
    showFilm();
}

void WalkView::showFilm() {
    m_player->showFilm({.walk = m_walk, .loop = m_answered.loop, .tone = PixelTone::of(palette(), m_raw)});
    m_player->showFrame(m_exploration->walk().at);
}

void WalkView::addStation(const Vector& z) {
    WalkPlan plan = m_exploration->walk();
    plan.stations.push_back(z);
    m_exploration->setWalk(plan);
}

void WalkView::addPoint() {
    if (m_exploration->latentSize() > 0 && fitsModel()) addStation(m_exploration->point());
}

bool WalkView::hasSelectedCode() const {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const Index image = m_exploration->selected();
    return snapshot && snapshot->codes && image >= 0 && image < snapshot->codes->cols();
}

void WalkView::addImage() {
    if (hasSelectedCode() && fitsModel())
        addStation(m_exploration->snapshot()->codes->col(m_exploration->selected()));
}

void WalkView::chooseStation(int station) {
    m_exploration->setPoint(m_exploration->walk().stations[static_cast<std::size_t>(station)]);
}

void WalkView::chooseFrame(int frame) {
    if (m_walk && frame < m_walk->points.cols())
        m_exploration->showWalkFrame(frame, m_walk->points.col(frame));
}

void WalkView::setRawPixels(bool raw) {
    m_raw = raw;
    m_controls->stations()->setRawPixels(raw);
    m_player->setRawPixels(raw);
    showFilm();
}

void WalkView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showFilm();
    View::changeEvent(event);
}

void WalkView::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_P) {
        m_player->setPlaying(!m_player->isPlaying());
    } else if (event->key() == Qt::Key_Escape && m_player->isPlaying()) {
        m_player->setPlaying(false);
    } else {
        View::keyPressEvent(event);
    }
}

} // namespace latent
