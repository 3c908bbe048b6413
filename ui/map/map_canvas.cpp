// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_canvas.h"

#include "ui/controls/style.h"
#include "ui/loss/loss_ticker.h"
#include "ui/map/cloud_colours.h"
#include "ui/map/map_hover_card.h"
#include "ui/map/map_legend.h"
#include "ui/map/map_overview.h"
#include "ui/map/map_tools.h"
#include "ui/text/number_text.h"

#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPaintEvent>
#include <QPainter>

#include <cmath>

namespace latent {

namespace {

constexpr double kShownShare = 0.005; // may lie outside of a followed view
constexpr int kLegendMargin = 14;
constexpr int kHandMs = 15;  // between frames while a hand moves the map
constexpr int kGlideMs = 31; // between frames while points are under way
constexpr double kGridLines = 8;

} // namespace

MapCanvas::MapCanvas(Exploration* exploration, QWidget* parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_layers(exploration)
    , m_throttle(this) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, 180);
    setAccessibleName(tr("Map of the codes"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    m_legend = new MapLegend(this);
    m_hint = new QLabel(this);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_overview = new MapOverview(&m_cloud, this);
    m_card = new MapHoverCard(this);
    m_tools = new MapTools(exploration, this);
    m_tools->move(kLegendMargin, kLegendMargin - 4);
    m_modeLine = new QLabel(this);
    m_modeLine->setObjectName(QStringLiteral("modeLine"));
    m_modeLine->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_modeLine->hide();
    m_colours = new CloudColours(exploration, &m_cloud, m_legend, this);

    m_dwell.setSingleShot(true);
    m_dwell.setInterval(kDwellMs);
    connect(&m_dwell, &QTimer::timeout, this, [this] { hover(m_lastMouse); });
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &MapCanvas::keepWindow);
    connect(&m_throttle, &ReplotThrottle::due, this, &MapCanvas::draw);
    connect(m_overview, &MapOverview::centreAsked, this, &MapCanvas::centreOn);
    connect(m_overview, &MapOverview::released, this, &MapCanvas::keepWindow);
    connectExploration();
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, &MapCanvas::updateWatched);
    showDataset();
    showFrame();
}

void MapCanvas::updateWatched() {
    const bool watched = isVisible() && !window()->isMinimized() &&
                         QGuiApplication::applicationState() == Qt::ApplicationActive;
    if (watched == m_watched) return;
    m_watched = watched;
    m_glide.setGliding(watched && !m_motionReduced);
    emit watchedChanged(watched);
}

void MapCanvas::setMotionReduced(bool reduced) {
    m_motionReduced = reduced;
    m_glide.setGliding(m_watched && !reduced);
}

void MapCanvas::connectExploration() {
    connect(m_exploration, &Exploration::datasetChanged, this, &MapCanvas::showDataset);
    connect(m_exploration, &Exploration::mapFrameChanged, this, &MapCanvas::showFrame);
    connect(m_colours, &CloudColours::changed, this, &MapCanvas::showColours);
    connect(m_exploration, &Exploration::toolChanged, this, &MapCanvas::showTool);
    connect(m_exploration, &Exploration::mapDrawingChanged, this, &MapCanvas::showDrawing);
    connect(m_exploration, &Exploration::windowChanged, this, &MapCanvas::showWindow);
    for (const auto changed : {&Exploration::selectionChanged, &Exploration::neighboursChanged,
                               &Exploration::selectedSigmaChanged, &Exploration::pointChanged})
        connect(m_exploration, changed, this, &MapCanvas::requestMarkers);
}

void MapCanvas::showDataset() {
    m_viewport.reset();
    hideCard();
    m_tour.clear();
    m_layers.showDataset();
    m_wholeDirty = true;
    m_glide.head(nullptr, MapGlide::Clock::now());
    showGlide();
    m_colours->colour();
}

void MapCanvas::showFrame() {
    const MapFramePtr frame = m_exploration->mapFrame();
    if (frame && !(frame->asked == m_shownAxes)) {
        m_viewport.reset();
        m_shownAxes = frame->asked;
        showWindow();
    }
    m_glide.head(frame, MapGlide::Clock::now());
    showGlide();
    requestPoints();
    emit pointsChanged();
}

void MapCanvas::showGlide() {
    m_cloud.setPoints(m_glide.x(), m_glide.y());
    m_layers.pointsMoved(m_cloud);
    m_overview->renewPicture();
}

void MapCanvas::showDrawing() {
    hideCard();
    m_wholeDirty = true;
    requestPoints();
    emit pointsChanged();
}

void MapCanvas::showColours() {
    hideCard();
    showHint();
    placeLegend();
    requestPoints();
    emit pointsChanged();
}

void MapCanvas::setPointDiameter(double diameter) {
    m_cloud.setDiameter(diameter);
    requestPoints();
    emit lookChanged();
}

void MapCanvas::setPointOpacity(double opacity) {
    m_cloud.setOpacity(opacity);
    requestPoints();
    emit lookChanged();
}

void MapCanvas::setImageSize(double size) {
    m_layers.images().setImageSize(size);
    requestPoints();
    emit lookChanged();
}

void MapCanvas::lookLike(const MapCanvas* other) {
    const auto copy = [this, other] {
        setPointDiameter(other->m_cloud.chosenDiameter());
        setPointOpacity(other->m_cloud.chosenOpacity());
        setImageSize(other->m_layers.images().chosenImageSize());
        setGridVisible(other->isGridVisible());
    };
    connect(other, &MapCanvas::lookChanged, this, copy);
    copy();
}

void MapCanvas::setRawImages(bool raw) {
    m_raw = raw;
    m_layers.setRaw(raw);
    hideCard();
    requestPoints();
}

void MapCanvas::setLegendShown(bool shown) {
    m_legendShown = shown;
    showHint();
}

void MapCanvas::setGridVisible(bool visible) {
    m_grid = visible;
    update();
    emit lookChanged();
}

void MapCanvas::fit() {
    const QRectF area = pointArea();
    if (!area.isNull()) m_viewport.fit(area);
    keepWindow();
    hideCard();
    requestPoints();
}

QRectF MapCanvas::pointArea() const {
    return m_cloud.extent(kShownShare);
}

void MapCanvas::requestPoints() {
    m_pointsDirty = true;
    m_overview->renewPicture();
    m_throttle.request();
}

void MapCanvas::requestGlide() {
    m_pointsDirty = true;
    m_throttle.requestWithin(m_exploration->moment() ? kHandMs : kGlideMs); // a hand goes through the run
}

void MapCanvas::followHand() {
    m_pointsDirty = true;
    m_throttle.requestWithin(kHandMs);
    m_rest.start();
}

void MapCanvas::keepWindow() {
    m_rest.stop();
    m_exploration->setWindow(m_viewport.window());
}

void MapCanvas::showWindow() {
    if (m_exploration->window() == m_viewport.window()) return;
    m_exploration->window() ? m_viewport.show(*m_exploration->window()) : m_viewport.reset();
    hideCard();
    requestPoints();
}

// Repaints only what points or markers have left or reached: most of a map is ground.
void MapCanvas::draw() {
    if (!isVisible()) return showHint(); // showEvent() makes up for the rest
    catchPoints();
    QRegion changed = std::exchange(m_marked, {});
    if (m_pointsDirty) {
        changed += m_cloud.touched();
        drawPoints();
        changed += m_cloud.touched();
    }
    showMarkers();
    changed += markerArea();
    std::exchange(m_wholeDirty, false) || m_grid || m_layers.showAnything() ? update() : update(changed);
    emit drawn();
}

QRegion MapCanvas::markerArea() const {
    return m_markers.area([this](QPointF at) { return m_viewport.toPixel(at); }) + m_outline.area();
}

void MapCanvas::drawPoints() {
    m_pointsDirty = false;
    showHint();
    const MapGlide::Coordinates before = m_glide.x();
    const bool underWay = m_glide.advance(MapGlide::Clock::now());
    if (underWay || m_glide.x() != before) showGlide();
    const QRectF area = pointArea();
    const bool more = !area.isNull() && m_gesture == Gesture::None && m_viewport.follow(area);
    m_overview->follow(m_viewport, area);
    placePoints();
    if (m_hovered >= 0) { // the point may have moved away from under the cursor
        const std::optional<QPointF> at = m_glide.at(m_hovered);
        const QPointF pixel = at ? m_viewport.toPixel(*at) : QPointF();
        if (at && QLineF(pixel, m_lastMouse).length() < 3 * kClickRadius)
            showCard(m_hovered, pixel);
        else
            hideCard();
    }
    if (underWay)
        requestGlide();
    else if (more)
        requestPoints();
}

void MapCanvas::placePoints() {
    if (!m_layers.showsImages()) m_cloud.place(m_viewport, devicePixelRatioF());
    if (m_layers.place(m_cloud, m_viewport, devicePixelRatioF(), palette())) requestGlide();
}

Index MapCanvas::pick(QPointF pixel, double radius) const {
    return m_layers.showsImages() ? m_layers.images().pick(pixel) : m_cloud.pick(m_viewport, pixel, radius);
}

void MapCanvas::centreOn(QPointF place) {
    hideCard();
    m_viewport.panBy(QRectF(rect()).center() - m_viewport.toPixel(place));
    followHand();
}

// Over a grid or a ground the points are blended, else they are the whole picture.
void MapCanvas::paintEvent(QPaintEvent* event) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    const bool plain = !m_grid && m_layers.ground() == MapGround::None;
    if (!plain || m_layers.showsImages()) painter.fillRect(event->rect(), theme.ground);
    m_layers.paintGround(painter, m_viewport, devicePixelRatioF(), palette());
    if (m_grid) paintGrid(painter);
    if (m_layers.showsImages())
        m_layers.paintImages(painter);
    else
        m_cloud.paint(painter, event->region(), plain ? theme.ground : QColor(Qt::transparent));
    m_layers.paintAbove(painter, m_viewport, palette());
    m_outline.paint(painter, palette());
    m_markers.paint(painter, palette(), [this](QPointF at) { return m_viewport.toPixel(at); });
    m_marked += markerArea();
    if (!m_focusFrame) return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), style::kRadius, style::kRadius);
}

void MapCanvas::paintGrid(QPainter& painter) const {
    const QRectF area = m_viewport.area();
    const double step = LossTicker::roundStep(std::max(area.width(), area.height()) / kGridLines);
    const QColor line = style::themeOf(palette()).hairline;
    const auto pen = [&](double at) { return QPen(line, std::abs(at) < 0.5 * step ? 2 : 1); };
    for (double x = step * std::ceil(area.left() / step); x < area.right(); x += step) {
        const double at = std::round(m_viewport.toPixel({x, 0}).x()) + 0.5;
        painter.setPen(pen(x));
        painter.drawLine(QPointF(at, 0), QPointF(at, height()));
    }
    for (double y = step * std::ceil(area.top() / step); y < area.bottom(); y += step) {
        const double at = std::round(m_viewport.toPixel({0, y}).y()) + 0.5;
        painter.setPen(pen(y));
        painter.drawLine(QPointF(0, at), QPointF(width(), at));
    }
}

void MapCanvas::showMarkers() {
    const MapFramePtr frame = m_exploration->mapFrame();
    m_markers.point.reset();
    m_markers.selected.reset();
    m_markers.neighbours.clear();
    m_markers.posterior.reset();
    if (!frame) return;
    m_markers.point = m_glide.project(m_exploration->point());
    m_markers.selected = m_glide.at(m_exploration->selected());
    m_markers.posterior = posteriorOnMap(frame->projection);
    for (const Index neighbour : m_exploration->neighbours())
        if (const auto at = m_glide.at(neighbour)) m_markers.neighbours.push_back(*at);
}

std::optional<PlaneCovariance> MapCanvas::posteriorOnMap(const Projection& projection) const {
    const Vector& sigma = m_exploration->selectedSigma();
    if (sigma.size() == 0 || sigma.size() != projection.axes.cols() || !sigma.allFinite())
        return std::nullopt;
    return PlaneCovariance::of(projection, sigma);
}

void MapCanvas::showHint() {
    const DatasetPtr dataset = m_exploration->dataset();
    QString text;
    if (!dataset)
        text = tr("Open a set of images to begin");
    else if (dataset->size() == 0)
        text = tr("The images of this model are missing; it decodes without them");
    else if (!m_exploration->mapFrame())
        text = tr("Press Train (F5) to watch the codes of %1 images unfold")
                   .arg(shownLocale().toString(qlonglong{dataset->size()}));
    else if (m_cloud.shownCount() == 0 && m_exploration->hiddenClasses().empty())
        text = m_exploration->split() == MapSplit::Test ? tr("Test images appear when training pauses")
                                                        : QString();
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    m_legend->setVisible(m_legendShown && m_exploration->mapFrame() && !m_legend->isEmpty());
    m_tools->setVisible(m_exploration->mapFrame() != nullptr);
}

void MapCanvas::placeModeLine() {
    const QString text = MapTools::explanation(m_exploration->looking().tool);
    m_modeLine->setVisible(!text.isEmpty() && width() > 0);
    m_modeLine->setText(
        m_modeLine->fontMetrics().elidedText(text, Qt::ElideRight, width() - 6 * kLegendMargin));
    m_modeLine->adjustSize();
    m_modeLine->move((width() - m_modeLine->width()) / 2, height() - m_modeLine->height() - kLegendMargin);
}

void MapCanvas::placeLegend() {
    m_legend->resize(m_legend->sizeHint());
    m_legend->move(width() - m_legend->width() - kLegendMargin, kLegendMargin - 4);
}

void MapCanvas::placeOverview() {
    m_overview->move(kLegendMargin, height() - m_overview->height() - kLegendMargin);
}

void MapCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_viewport.setSize(size());
    m_hint->setGeometry(rect().adjusted(40, 0, -40, 0));
    placeLegend();
    placeModeLine();
    placeOverview();
    hideCard();
    if (m_viewport.isFollowing()) m_viewport.reset();
    m_pointsDirty = true;
    draw();
}

void MapCanvas::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    updateWatched();
    requestPoints();
}

void MapCanvas::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    updateWatched();
}

void MapCanvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        requestPoints();
        hideCard();
        m_colours->adoptPalette();
    }
}

void MapCanvas::renderTo(QPainter& painter, QSize size) {
    const QRectF target(0, 0, size.width(), size.height());
    painter.fillRect(target, style::themeOf(palette()).ground);
    const MapViewport shown = m_viewport.scaledTo(size);
    const bool raster = painter.paintEngine()->type() == QPaintEngine::Raster;
    const double scale =
        raster ? painter.deviceTransform().m11() : 4; // pixels are fine enough in vector formats
    MapLayers layers = m_layers;                      // with pictures of their own, for this size
    while (layers.place(m_cloud, shown, scale, palette())) {
    }
    layers.paintGround(painter, shown, scale, palette());
    if (layers.showsImages())
        layers.paintImages(painter);
    else
        painter.drawImage(target.topLeft(), m_cloud.render(shown, scale));
    layers.paintAbove(painter, shown, palette());
    placePoints();
    showMarkers();
    m_markers.paint(painter, palette(), [&](QPointF at) { return shown.toPixel(at); });
    if (m_overview->isVisibleTo(this)) {
        painter.save();
        painter.translate(kLegendMargin, size.height() - m_overview->height() - kLegendMargin);
        m_overview->paintTo(painter);
        painter.restore();
    }
    if (m_legend->isEmpty()) return;
    const QSizeF card = m_legend->fullSize();
    m_legend->paintAll(painter,
                       QRectF(QPointF(size.width() - card.width() - kLegendMargin, kLegendMargin), card));
}

} // namespace latent
