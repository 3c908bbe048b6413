// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/style.h"
#include "ui/loss/loss_plot.h"
#include "ui/loss/time_handle.h"

#include <algorithm>
#include <cmath>

// Mouse, keys and the handle of the loss plot.
namespace latent {

void LossPlot::point(QPointF pixel) {
    const bool inside = axisRect()->rect().contains(pixel.toPoint()) && !m_drawn.empty();
    m_cursor->setVisible(inside);
    if (inside) {
        const double x = xAxis->pixelToCoord(pixel.x());
        const auto nearest = std::ranges::min_element(
            m_drawn, {}, [&](const LossBucket& bucket) { return std::abs(at(bucket) - x); });
        m_cursor->start->setCoords(at(*nearest), 0);
        m_cursor->end->setCoords(at(*nearest), 1);
        emit pointedAt(LossTerms{.reconstruction = nearest->mean(LossCurve::Reconstruction),
                                 .kl = nearest->mean(LossCurve::Kl),
                                 .total = nearest->mean(LossCurve::Total)},
                       nearest->lastStep);
    } else {
        emit pointedAt(std::nullopt, 0);
    }
    layer("cursor")->replot();
}

double LossPlot::atStep(std::int64_t step) const {
    if (!m_seconds) return static_cast<double>(step);
    const std::span<const LossBucket> train = m_history.train();
    const auto after = std::ranges::find_if(train, [&](const LossBucket& b) { return b.lastStep >= step; });
    return after == train.end() ? lastAt() : after->lastSeconds;
}

std::int64_t LossPlot::stepAt(double x) const {
    if (!m_seconds) return std::max<std::int64_t>(0, std::llround(x));
    const std::span<const LossBucket> train = m_history.train();
    const auto after = std::ranges::find_if(train, [&](const LossBucket& b) { return b.lastSeconds >= x; });
    if (after != train.end()) return after->lastStep;
    return train.empty() ? 0 : train.back().lastStep;
}

void LossPlot::setMoment(const std::optional<std::int64_t>& step) {
    m_moment = step;
    placeHandle();
    layer("cursor")->replot();
}

// At the newest step while nobody looks back.
void LossPlot::placeHandle() {
    const style::Theme theme = style::themeOf(palette());
    m_handle->setVisible(!m_history.empty());
    m_handle->setAt(m_moment ? atStep(*m_moment) : lastAt());
    m_handle->setLook(m_moment ? theme.text : theme.quietText, !m_moment);
}

bool LossPlot::isOnHandle(QPointF pixel) const {
    return m_handle->visible() &&
           axisRect()->rect().adjusted(-8, -TimeHandle::kAbove, 8, 0).contains(pixel.toPoint()) &&
           std::abs(pixel.x() - m_handle->pixel()) <= TimeHandle::kReach;
}

// Past the newest step: back to the newest.
void LossPlot::dragTo(QPointF pixel) {
    const double x = xAxis->pixelToCoord(pixel.x());
    emit momentAsked(x >= lastAt() ? std::nullopt : std::optional(stepAt(std::max(x, 0.0))));
}

void LossPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && isOnHandle(event->position())) {
        m_dragging = true;
        return;
    }
    QCustomPlot::mousePressEvent(event);
}

void LossPlot::mouseMoveEvent(QMouseEvent* event) {
    if (m_dragging) return dragTo(event->position());
    setCursor(isOnHandle(event->position()) ? Qt::SizeHorCursor : Qt::ArrowCursor);
    QCustomPlot::mouseMoveEvent(event);
}

void LossPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && m_dragging) {
        m_dragging = false;
        return;
    }
    QCustomPlot::mouseReleaseEvent(event);
}

void LossPlot::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    point(QPointF(-1, -1));
}

void LossPlot::keyPressEvent(QKeyEvent* event) {
    const auto zoom = [this](double factor) {
        m_view = View::ByHand;
        xAxis->scaleRange(factor);
        yAxis->scaleRange(factor);
        yAxis2->scaleRange(factor);
        drawSoon();
    };
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(1 / 1.35);
    case Qt::Key_Minus:
        return zoom(1.35);
    case Qt::Key_0:
        return fit();
    case Qt::Key_Left:
        return emit momentStepAsked(-1);
    case Qt::Key_Right:
        return emit momentStepAsked(1);
    case Qt::Key_End:
    case Qt::Key_Escape:
        if (!m_moment) return QCustomPlot::keyPressEvent(event);
        return emit momentAsked(std::nullopt);
    default:
        QCustomPlot::keyPressEvent(event);
    }
}

} // namespace latent
