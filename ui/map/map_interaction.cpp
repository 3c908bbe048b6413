// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keys do to the map.
#include "core/data/image_files.h"
#include "ui/images/image_render.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_hover_card.h"
#include "ui/map/map_legend.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QLocale>
#include <QMouseEvent>

#include <cmath>

namespace latent {

namespace {
constexpr double kHoverRadius = 8; // pixels
constexpr double kWheelZoom = 1.2; // a notch
constexpr double kKeyZoom = 1.35;
constexpr double kKeyPan = 0.12; // of the view
constexpr int kCatchMs = 15;     // between two looks at what the outline holds
constexpr double kBrushStep = 1.25;

/// What the keys held during a drag ask for; nothing where none is held.
std::optional<Combine> combineBy(Qt::KeyboardModifiers keys) {
    const bool shift = keys.testFlag(Qt::ShiftModifier), alt = keys.testFlag(Qt::AltModifier);
    if (shift && alt) return Combine::Intersect;
    if (shift) return Combine::Add;
    if (alt) return Combine::Subtract;
    return std::nullopt;
}
} // namespace

bool MapCanvas::nearMarker(QPointF pixel) const {
    return m_markers.point &&
           QLineF(m_viewport.toPixel(*m_markers.point), pixel).length() <= MapMarkers::kPointRadius + 2;
}

void MapCanvas::movePointTo(QPointF pixel) {
    const MapFramePtr frame = m_exploration->mapFrame();
    if (!frame || m_exploration->point().size() == 0 ||
        frame->projection.axes.cols() != m_exploration->point().size())
        return;
    const QPointF at = m_viewport.toData(pixel);
    m_exploration->setPoint(frame->projection.lift(m_exploration->point(),
                                                   {static_cast<float>(at.x()), static_cast<float>(at.y())}));
}

void MapCanvas::selectImage(Index image) {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const bool known = snapshot && snapshot->codes && image >= 0 && image < snapshot->codes->cols() &&
                       snapshot->codes->col(image).allFinite();
    known ? m_exploration->selectAt(image, snapshot->codes->col(image)) : m_exploration->select(image);
}

void MapCanvas::click(QPointF pixel) {
    const Index image = pick(pixel, kClickRadius);
    m_tour.clear();
    if (image >= 0)
        selectImage(image);
    else
        movePointTo(pixel);
}

void MapCanvas::stepNeighbours(int by) {
    const Index selected = m_exploration->selected();
    if (m_tour.empty() || m_tour[m_tourAt] != selected) { // a new walk from here
        if (m_exploration->neighbours().empty()) return;
        m_tour = {selected};
        m_tour.insert(m_tour.end(), m_exploration->neighbours().begin(), m_exploration->neighbours().end());
        m_tourAt = 0;
    }
    const auto count = static_cast<int>(m_tour.size());
    m_tourAt = static_cast<std::size_t>((static_cast<int>(m_tourAt) + by + count) % count);
    selectImage(m_tour[m_tourAt]);
}

void MapCanvas::mousePressEvent(QMouseEvent* event) {
    hideCard();
    if (event->button() != Qt::LeftButton) return;
    m_pressed = m_lastMouse = event->position();
    m_pressedKeys = event->modifiers();
    m_selectedBeforeClick = m_exploration->selected();
    m_pointBeforeClick = m_exploration->point();
    m_gesture = Gesture::Undecided;
    if (m_exploration->looking().tool == MapTool::Brush) beginCatch();
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF here = event->position();
    if (m_gesture == Gesture::Undecided &&
        QLineF(m_pressed, here).length() >= QApplication::startDragDistance() * 0.5) {
        if (m_exploration->looking().tool != MapTool::Move) {
            beginCatch();
        } else {
            m_gesture = nearMarker(m_pressed) ? Gesture::Marker : Gesture::Pan;
            setCursor(m_gesture == Gesture::Pan ? Qt::ClosedHandCursor : Qt::CrossCursor);
        }
    }
    switch (m_gesture) {
    case Gesture::Pan:
        m_viewport.panBy(here - m_lastMouse);
        followHand();
        break;
    case Gesture::Marker:
        movePointTo(here);
        break;
    case Gesture::Catch:
        m_outline.moveTo(here);
        followCatch();
        break;
    case Gesture::Undecided:
        return; // the first part of the way is not lost
    case Gesture::None:
        showCursor(here);
        if (m_card->isVisible())
            hover(here); // once open it follows at once
        else
            m_dwell.start();
        break;
    }
    m_lastMouse = here;
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (m_gesture == Gesture::Undecided) {
        const std::optional<Combine> how = combineBy(m_pressedKeys);
        how ? catchOne(event->position(), *how) : click(event->position());
    }
    if (m_gesture == Gesture::Catch) endCatch();
    const bool panned = std::exchange(m_gesture, Gesture::None) == Gesture::Pan;
    showCursor(event->position());
    followHand();
    if (panned) keepWindow();
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    // The first half of the double click was not meant.
    m_exploration->selectAt(m_selectedBeforeClick, m_pointBeforeClick);
    m_gesture = Gesture::None;
    fit();
}

void MapCanvas::wheelEvent(QWheelEvent* event) {
    hideCard();
    const double notches = event->angleDelta().y() / 120.0;
    m_viewport.zoomAt(event->position(), std::pow(kWheelZoom, notches));
    followHand();
    event->accept();
}

void MapCanvas::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    hideCard();
}

void MapCanvas::keyPressEvent(QKeyEvent* event) {
    const QPointF middle = rect().center();
    const bool selection = m_exploration->selected() >= 0;
    const auto pan = [&](double x, double y) {
        hideCard();
        m_viewport.panBy(QPointF(x * width(), y * height()) * kKeyPan);
        followHand();
    };
    const auto zoom = [&](double factor) {
        hideCard();
        m_viewport.zoomAt(middle, factor);
        followHand();
    };
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(kKeyZoom);
    case Qt::Key_Minus:
        return zoom(1 / kKeyZoom);
    case Qt::Key_0:
        return fit();
    case Qt::Key_Left:
        return selection ? stepNeighbours(-1) : pan(1, 0);
    case Qt::Key_Right:
        return selection ? stepNeighbours(1) : pan(-1, 0);
    case Qt::Key_Up:
        return pan(0, 1);
    case Qt::Key_Down:
        return pan(0, -1);
    case Qt::Key_Escape:
        if (leaveMode()) return;
        break;
    case Qt::Key_V:
        return m_exploration->setTool(MapTool::Move);
    case Qt::Key_B:
        return m_exploration->setTool(MapTool::Rectangle);
    case Qt::Key_L:
        return m_exploration->setTool(MapTool::Lasso);
    case Qt::Key_P:
        return m_exploration->setTool(MapTool::Brush);
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        m_outline.setBrushRadius(m_outline.brushRadius() *
                                 (event->key() == Qt::Key_BracketLeft ? 1 / kBrushStep : kBrushStep));
        return requestMarkers();
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

// Catching points

void MapCanvas::beginCatch() {
    m_gesture = Gesture::Catch;
    m_how = combineBy(m_pressedKeys).value_or(m_exploration->looking().combine);
    m_chosenBefore = m_exploration->chosen();
    m_outline.begin(m_exploration->looking().tool, m_pressed, size());
    followCatch();
}

void MapCanvas::followCatch() {
    m_catchMoved = true;
    m_throttle.requestWithin(kCatchMs);
}

void MapCanvas::catchPoints() {
    if (m_gesture != Gesture::Catch || !std::exchange(m_catchMoved, false)) return;
    const ImageSet caught = m_cloud.caught(m_viewport, m_outline.mask());
    m_exploration->setChosen(combined(m_chosenBefore, caught, m_how));
}

void MapCanvas::endCatch() {
    catchPoints();
    m_outline.end();
    requestMarkers();
}

void MapCanvas::cancelCatch() {
    m_gesture = Gesture::None;
    m_outline.end();
    m_exploration->setChosen(m_chosenBefore);
    requestMarkers();
}

void MapCanvas::catchOne(QPointF pixel, Combine how) {
    const Index image = pick(pixel, kClickRadius);
    if (image < 0) return;
    const ImageSet one = ImageSet::of({image});
    if (how == Combine::Add && m_exploration->chosen().contains(image)) how = Combine::Subtract;
    m_exploration->setChosen(combined(m_exploration->chosen(), one, how));
}

// From the newest to the oldest of what a person may want to leave.
bool MapCanvas::leaveMode() {
    if (m_gesture == Gesture::Catch)
        cancelCatch();
    else if (m_exploration->looking().tool != MapTool::Move)
        m_exploration->setTool(MapTool::Move);
    else if (!m_exploration->chosen().empty())
        m_exploration->setChosen({});
    else if (m_exploration->selected() >= 0)
        m_exploration->select(-1);
    else
        return false;
    m_tour.clear();
    return true;
}

void MapCanvas::showTool() {
    if (m_gesture == Gesture::Catch) cancelCatch();
    hideCard();
    placeModeLine();
    setCursor(m_exploration->looking().tool == MapTool::Move ? Qt::ArrowCursor : Qt::CrossCursor);
}

void MapCanvas::contextMenuEvent(QContextMenuEvent* event) {
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const Index image = keyboard ? m_exploration->selected() : pick(event->pos(), kClickRadius);
    const DatasetPtr dataset = m_exploration->dataset();
    const std::optional<QPointF> point = m_glide.at(image);
    if (!dataset || !point) return event->ignore();
    hideCard();
    popUpImageMenu(this, mapToGlobal(m_viewport.toPixel(*point).toPoint()), *dataset, image,
                   [this, image](FileAction action) { emit fileActionRequested(image, action); });
}

void MapCanvas::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    m_focusFrame = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    requestMarkers();
}

void MapCanvas::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    m_focusFrame = false;
    requestMarkers();
}

void MapCanvas::showCursor(QPointF pixel) {
    if (m_exploration->looking().tool != MapTool::Move)
        setCursor(Qt::CrossCursor);
    else if (nearMarker(pixel))
        setCursor(Qt::SizeAllCursor);
    else
        setCursor(pick(pixel, kClickRadius) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void MapCanvas::hover(QPointF pixel) {
    if (m_gesture != Gesture::None || m_legend->underMouse()) return hideCard();
    const Index image = pick(pixel, kHoverRadius);
    const std::optional<QPointF> at = m_glide.at(image);
    if (!at) return hideCard();
    showCard(image, m_viewport.toPixel(*at));
}

void MapCanvas::showCard(Index image, QPointF pixel) {
    const DatasetPtr dataset = m_exploration->dataset();
    if (!dataset || image >= dataset->size()) return hideCard();
    m_hovered = image;
    const int label = dataset->label(image);
    const QString name =
        label >= 0 ? QString::fromStdString(dataset->classNames[static_cast<std::size_t>(label)]) : QString();
    m_card->showAt(pixel, renderImage(dataset->image(image), dataset->shape, PixelTone::of(palette(), m_raw)),
                   name, tr("#%1").arg(image), QString::fromStdString(fileText(*dataset, image)));
}

void MapCanvas::hideCard() {
    m_dwell.stop();
    m_hovered = -1;
    m_card->hide();
}

} // namespace latent
