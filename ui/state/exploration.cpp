// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/exploration.h"

#include "core/explore/shown_images.h"
#include "core/explore/traversal.h"

#include <QScopedValueRollback>

#include <algorithm>
#include <limits>

namespace latent {
namespace {

// More than two dimensions: their main axes show more than any two of them.
MapAxes usualAxes(int latent) {
    return {.pca = latent > 2, .x = 0, .y = latent > 1 ? 1 : 0};
}

MapColour usualColour(const ImageDataset* dataset) {
    const bool factors = dataset && !dataset->hasLabels() && !dataset->factors.empty();
    return {factors ? MapColour::By::Factor : MapColour::By::Class, 0};
}

// Nothing but the images themselves says what points without labels are.
MapStyle usualStyle(const ImageDataset* dataset) {
    constexpr Index kFew = 5'000;
    return dataset && !dataset->hasLabels() && dataset->size() <= kFew ? MapStyle::Images : MapStyle::Points;
}

} // namespace

Exploration::Exploration(QObject* parent)
    : Exploration(new SharedLooking, Role::Leads, nullptr, parent) {
    m_looking->setParent(this);
}

Exploration::Exploration(SharedLooking* looking, Role role, Asker* asker, QObject* parent)
    : QObject(parent)
    , m_looking(looking)
    , m_role(role)
    , m_sharesPlane(role == Role::Leads)
    , m_asker(asker) {
    connect(looking, &SharedLooking::changed, this, [this](const Looking& before) {
        if (!m_settling) announce(before);
    });
}

Evidence Exploration::evidence() const {
    return {m_snapshot, m_dataset, m_run, m_snapshot ? m_snapshot->step : 0};
}

void Exploration::leaveEvidence() {
    m_evidence = {};
    emit evidenceLeft();
}

void Exploration::setRun(const std::string& id) {
    if (id == m_run) return;
    m_run = id;
    leaveEvidence();
}

void Exploration::setWatched(bool watched) {
    if (watched == m_watched) return;
    m_watched = watched;
    emit watchedChanged();
}

int Exploration::latentSize() const {
    return m_snapshot ? m_snapshot->model.architecture.latent : 0;
}

Index Exploration::selected() const {
    const bool ours = !m_dataset || looking().selected < m_dataset->size();
    return ours ? looking().selected : -1;
}

MapColour Exploration::colour() const {
    const MapColour colour = looking().colour;
    const int factors = m_dataset ? static_cast<int>(m_dataset->factors.size()) : 0;
    if (colour.by == MapColour::By::Factor && colour.index >= factors) return {};
    const bool dimension = colour.by == MapColour::By::Mean || colour.by == MapColour::By::Sigma;
    if (dimension && latentSize() > 0 && colour.index >= latentSize()) return {};
    return colour;
}

// Replaces the Looking because something else has changed; announce() follows when that is complete.
void Exploration::settle(const Looking& looking) {
    if (m_role == Role::Follows) return;
    const QScopedValueRollback settling(m_settling, true);
    m_looking->set(looking, SharedLooking::By::Program);
}

void Exploration::announce(const Looking& before) {
    const Looking now = looking();
    if (now.selected != before.selected) {
        forgetSelected();
        emit selectionChanged();
        emit neighboursChanged();
    }
    if (now.axes != before.axes) emit axesChanged();
    if (now.hiddenClasses != before.hiddenClasses) emit hiddenClassesChanged();
    if (now.hiddenImages != before.hiddenImages) emit hiddenImagesChanged();
    if (now.chosen != before.chosen) emit chosenChanged();
    if (now.setA != before.setA || now.setB != before.setB || now.named != before.named) emit setsChanged();
    if (now.tool != before.tool || now.combine != before.combine) emit toolChanged();
    if (now.colour != before.colour || now.split != before.split) emit colouringChanged();
    if (now.show != before.show || now.ground != before.ground || now.ellipses != before.ellipses)
        emit mapDrawingChanged();
    if (m_sharesPlane && now.window != before.window) emit windowChanged();
    if (now.moment != before.moment) emit momentChanged();
    if (now.draw != before.draw) emit drawChanged();
    if (now.sheet != before.sheet) emit sheetChanged();
    if (now.walk != before.walk) emit walkChanged();
    if (now.point.size() != latentSize() || now.point == m_point) return;
    m_point = now.point;
    emit pointChanged();
}

void Exploration::forgetSelected() {
    m_neighbours.clear();
    m_selectedSigma = Vector();
}

void Exploration::setDataset(DatasetPtr dataset) {
    if (dataset == m_dataset) return;
    const Looking before = looking();
    m_dataset = std::move(dataset);
    m_mapFrame.reset();
    forgetSelected();
    Looking next = before;
    next.selected = -1;
    next.point = Vector();
    next.hiddenClasses.clear();
    next.hiddenImages = next.chosen = next.setA = next.setB = ImageSet();
    next.colour = usualColour(m_dataset.get());
    if (!next.showChosen) next.show = usualStyle(m_dataset.get());
    next.window.reset();
    next.moment.reset();
    next.walk.stations.clear();
    next.walk.at = 0;
    settle(next);
    leaveEvidence();
    emit datasetChanged();
    announce(before);
    emit neighboursChanged();
    emit mapFrameChanged();
}

void Exploration::renameClasses(DatasetPtr dataset) {
    if (dataset == m_dataset || !m_dataset || dataset->size() != m_dataset->size()) return;
    m_dataset = std::move(dataset);
    emit classNamesChanged();
}

void Exploration::setSnapshot(SnapshotPtr snapshot) {
    if (snapshot == m_snapshot) return;
    const int latentBefore = latentSize();
    m_snapshot = std::move(snapshot);
    if (m_snapshot) m_range = latentRange(*m_snapshot);
    const Evidence now = evidence();
    if (!follows(now, m_evidence)) leaveEvidence();
    m_evidence = now;
    const int latentNow = latentSize();
    if (latentNow == latentBefore) return emit snapshotChanged();
    const Looking before = looking();
    if (latentNow > 0) {
        Looking next = before;
        if (next.point.size() != latentNow) next.point = m_range.centre();
        const bool otherSpace = std::ranges::any_of(
            next.walk.stations, [&](const Vector& station) { return station.size() != latentNow; });
        if (otherSpace) next.walk.stations.clear();
        if (!next.axesChosen || !axesExist(latentNow)) {
            next.axes = usualAxes(latentNow);
            next.axesChosen = false;
        }
        settle(next);
    }
    m_point = Vector();
    if (latentNow > 0) m_point = looking().point.size() == latentNow ? looking().point : m_range.centre();
    emit snapshotChanged();
    announce(before);
    emit pointChanged();
}

void Exploration::setMapFrame(MapFramePtr frame) {
    m_mapFrame = std::move(frame);
    emit mapFrameChanged();
}

void Exploration::setNeighbours(std::vector<Index> neighbours) {
    if (neighbours == m_neighbours) return;
    m_neighbours = std::move(neighbours);
    emit neighboursChanged();
}

void Exploration::setSelectedSigma(Vector sigma) {
    m_selectedSigma = std::move(sigma);
    emit selectedSigmaChanged();
}

void Exploration::setMoments(std::vector<std::int64_t> steps) {
    if (steps == m_moments) return;
    m_moments = std::move(steps);
    emit momentsChanged();
}

void Exploration::select(Index image) {
    Looking next = looking();
    next.selected = image;
    ask(next);
}

void Exploration::selectAt(Index image, const Vector& z) {
    Looking next = looking();
    next.selected = image;
    if (z.size() == latentSize()) next.point = z;
    ask(next);
}

void Exploration::setPoint(const Vector& z) {
    if (z.size() != latentSize()) return;
    Looking next = looking();
    next.point = z;
    ask(next);
}

void Exploration::setCoordinate(int dimension, float value) {
    if (dimension < 0 || dimension >= m_point.size() || m_point[dimension] == value) return;
    Vector z = m_point;
    z[dimension] = value;
    setPoint(z);
}

bool Exploration::axesExist(int latent) const {
    const MapAxes axes = looking().axes;
    return axes.pca ? latent > 1 : axes.x < latent && axes.y < latent;
}

void Exploration::setAxes(MapAxes axes) {
    Looking next = looking();
    next.axesChosen = true;
    if (axes != next.axes) next.window.reset();
    next.axes = axes;
    ask(next);
}

void Exploration::setClassHidden(int label, bool hidden) {
    std::set<int> classes = hiddenClasses();
    hidden ? void(classes.insert(label)) : void(classes.erase(label));
    setHiddenClasses(classes);
}

void Exploration::setHiddenClasses(const std::set<int>& hidden) {
    Looking next = looking();
    next.hiddenClasses = hidden;
    ask(next);
}

ImageSet Exploration::shownImages() const {
    return m_dataset ? latent::shownImages(*m_dataset, looking()) : ImageSet();
}

void Exploration::setHiddenImages(const ImageSet& hidden) {
    Looking next = looking();
    next.hiddenImages = hidden;
    ask(next);
}

void Exploration::setChosen(const ImageSet& images) {
    Looking next = looking();
    next.chosen = images;
    ask(next);
}

void Exploration::setSets(const ImageSet& a, const ImageSet& b) {
    Looking next = looking();
    next.setA = a;
    next.setB = b;
    ask(next);
}

std::string Exploration::origin() const {
    return m_dataset ? m_dataset->origin : std::string();
}

std::vector<NamedSet> Exploration::namedSets() const {
    std::vector<NamedSet> ours;
    for (const NamedSet& set : looking().named)
        if (set.origin == origin()) ours.push_back(set);
    return ours;
}

void Exploration::nameSet(const std::string& name, const ImageSet& images) {
    Looking next = looking();
    const auto same = [&](const NamedSet& set) { return set.name == name && set.origin == origin(); };
    const auto found = std::ranges::find_if(next.named, same);
    if (images.empty())
        std::erase_if(next.named, same);
    else if (found != next.named.end())
        found->images = images;
    else
        next.named.push_back({name, origin(), images});
    ask(next);
}

void Exploration::renameSet(const std::string& name, const std::string& to) {
    Looking next = looking();
    const auto called = [&](const std::string& text) {
        return [&](const NamedSet& set) { return set.name == text && set.origin == origin(); };
    };
    if (to.empty() || std::ranges::any_of(next.named, called(to))) return;
    const auto found = std::ranges::find_if(next.named, called(name));
    if (found == next.named.end()) return;
    found->name = to;
    ask(next);
}

void Exploration::setSheet(Sheet sheet) {
    Looking next = looking();
    next.sheet = sheet;
    ask(next);
}

void Exploration::setTool(MapTool tool) {
    Looking next = looking();
    next.tool = tool;
    m_looking->set(next, SharedLooking::By::Program);
}

void Exploration::setCombine(Combine combine) {
    Looking next = looking();
    next.combine = combine;
    m_looking->set(next, SharedLooking::By::Program);
}

void Exploration::setColour(const MapColour& colour) {
    Looking next = looking();
    next.colour = colour;
    ask(next);
}

void Exploration::setSplit(MapSplit split) {
    Looking next = looking();
    next.split = split;
    ask(next);
}

void Exploration::setMapStyle(MapStyle style) {
    Looking next = looking();
    next.showChosen = true;
    next.show = style;
    ask(next);
}

void Exploration::setGround(MapGround ground) {
    Looking next = looking();
    next.ground = ground;
    ask(next);
}

void Exploration::setEllipses(bool shown) {
    Looking next = looking();
    next.ellipses = shown;
    ask(next);
}

void Exploration::setMoment(const std::optional<std::int64_t>& step) {
    Looking next = looking();
    next.moment = step;
    ask(next);
}

void Exploration::drawAgain() {
    Looking next = looking();
    next.draw = next.draw == std::numeric_limits<int>::max() ? 0 : next.draw + 1;
    ask(next);
}

void Exploration::setWalk(const WalkPlan& walk) {
    Looking next = looking();
    next.walk = walk;
    if (next.walk.stations.size() > static_cast<std::size_t>(kMostStations))
        next.walk.stations.resize(static_cast<std::size_t>(kMostStations));
    next.walk.steps = std::clamp(walk.steps, 2, kMostWalkSteps);
    next.walk.at = std::clamp(walk.at, 0, next.walk.steps - 1);
    ask(next);
}

std::optional<std::int64_t> Exploration::momentAfter(int by) const {
    if (m_moments.empty()) return std::nullopt;
    const auto last = static_cast<std::ptrdiff_t>(m_moments.size()) - 1;
    const std::ptrdiff_t at =
        moment() ? std::ranges::lower_bound(m_moments, *moment()) - m_moments.begin() : last + 1;
    const std::ptrdiff_t to = std::max<std::ptrdiff_t>(at + by, 0);
    return to > last ? std::nullopt : std::optional(m_moments[static_cast<std::size_t>(to)]);
}

void Exploration::showMoment(const std::optional<std::int64_t>& step) {
    Looking next = looking();
    next.moment = step;
    if (m_role == Role::Leads) m_looking->set(next, SharedLooking::By::Program);
}

void Exploration::showWalkFrame(int frame, const Vector& z) {
    Looking next = looking();
    next.walk.at = std::clamp(frame, 0, next.walk.steps - 1);
    if (z.size() == latentSize()) next.point = z;
    m_looking->set(next, SharedLooking::By::Program);
}

MapAxes Exploration::axes() const {
    const int latent = latentSize();
    return latent == 0 || axesExist(latent) ? looking().axes : usualAxes(latent);
}

void Exploration::setSharesPlane(bool shares) {
    if (shares == m_sharesPlane) return;
    m_sharesPlane = shares;
    emit windowChanged();
}

std::optional<MapWindow> Exploration::window() const {
    return m_sharesPlane ? looking().window : std::nullopt;
}

void Exploration::setWindow(const std::optional<MapWindow>& window) {
    if (!m_sharesPlane) return;
    Looking next = looking();
    next.window = window;
    ask(next);
}

} // namespace latent
