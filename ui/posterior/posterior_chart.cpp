// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/posterior/posterior_chart.h"

#include "ui/controls/style.h"
#include "ui/explore/dimension_order.h"
#include "ui/loss/loss_ticker.h"
#include "ui/text/latent_text.h"
#include "ui/text/number_text.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

namespace latent {

namespace {

constexpr double kLabels = 22; // height below the bars
constexpr double kHead = 14;   // height above them
constexpr double kWidestSlot = 36;
constexpr double kWidestBar = 20;
constexpr double kCorner = 3;
constexpr double kSmallestBar = 1.5; // keeps an active dimension visible

/// A bar with rounded upper corners.
QPainterPath barPath(const QRectF& bar) {
    const double r = std::min({kCorner, 0.5 * bar.width(), bar.height()});
    QPainterPath path(bar.bottomLeft());
    path.lineTo(bar.left(), bar.top() + r);
    path.quadTo(bar.topLeft(), QPointF(bar.left() + r, bar.top()));
    path.lineTo(bar.right() - r, bar.top());
    path.quadTo(bar.topRight(), QPointF(bar.right(), bar.top() + r));
    path.lineTo(bar.bottomRight());
    path.closeSubpath();
    return path;
}

} // namespace

PosteriorChart::PosteriorChart(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    setMinimumSize(120, 80);
    setAccessibleName(tr("Posterior of each dimension"));
}

float PosteriorChart::ratio(const PosteriorStatistics& posterior, int dimension) {
    const float spread = posterior.spread[dimension];
    return spread > 0 ? posterior.sigma[dimension] / spread : std::numeric_limits<float>::infinity();
}

void PosteriorChart::showPosterior(const PosteriorStatistics& posterior, const Objective& objective) {
    m_posterior = posterior;
    m_objective = objective;
    sort();
    fitTop();
    update();
}

// The top of the scale is a round number and drops only when the bars are well below it.
void PosteriorChart::fitTop() {
    if (m_posterior.empty()) {
        m_top = 1;
        return;
    }
    const Vector& values = m_quantity == Quantity::Spread ? m_posterior.spread : m_posterior.kl;
    const double top = LossTicker::roundUp(std::max(values.maxCoeff(), 0.05F));
    if (top > m_top || top < 0.6 * m_top) m_top = top;
}

void PosteriorChart::setQuantity(Quantity quantity) {
    if (quantity == m_quantity) return;
    m_quantity = quantity;
    m_top = 0; // the old top belongs to another scale
    fitTop();
    update();
}

void PosteriorChart::setSorted(bool sorted) {
    m_sorted = sorted;
    sort();
    update();
}

void PosteriorChart::sort() {
    m_order = dimensionsBy(m_sorted ? carried() : Vector(), static_cast<int>(m_posterior.kl.size()));
}

float PosteriorChart::shown(int dimension) const {
    const float value = m_quantity == Quantity::Ratio ? ratio(m_posterior, dimension) / kMostRatio
                        : m_quantity == Quantity::Kl
                            ? m_posterior.kl[dimension] / static_cast<float>(m_top)
                            : m_posterior.spread[dimension] / static_cast<float>(m_top);
    return std::isfinite(value) ? std::clamp(value, 0.F, 1.F) : 1.F;
}

QRectF PosteriorChart::barRect(int place) const {
    return barRect(place, rect());
}

QRectF PosteriorChart::barRect(int place, const QRectF& area) const {
    const double slot =
        std::min(kWidestSlot, area.width() / std::max<double>(1, static_cast<double>(m_order.size())));
    const double width = std::clamp(0.56 * slot, 1.0, kWidestBar);
    const double most = area.height() - kLabels - kHead;
    const int dimension = m_order[static_cast<std::size_t>(place)];
    double height = most * static_cast<double>(shown(dimension));
    if (m_posterior.isActive(dimension)) height = std::max(height, kSmallestBar);
    const double left = area.left() + place * slot + (slot < kWidestSlot ? 0.5 * (slot - width) : 4);
    return {left, area.bottom() - kLabels - height, width, height};
}

void PosteriorChart::paintChart(QPainter& painter, const QRectF& area) const {
    const style::Theme theme = style::themeOf(palette());
    const int count = static_cast<int>(m_order.size());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style::small(font()));
    const double base = area.bottom() - kLabels;
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawLine(QPointF(area.left(), base + 0.5), QPointF(area.right(), base + 0.5));
    painter.drawLine(QPointF(area.left(), area.top() + kHead - 0.5),
                     QPointF(area.right(), area.top() + kHead - 0.5));
    painter.setPen(theme.quietText);
    const QString number = shownLocale().toString(m_top, 'g', 3);
    const QString top = m_quantity == Quantity::Ratio ? tr("≥ 1")
                        : m_quantity == Quantity::Kl  ? tr("%1 nats").arg(number)
                                                      : number;
    painter.drawText(QRectF(area.left(), area.top(), area.width(), kHead - 1),
                     Qt::AlignRight | Qt::AlignVCenter, top);
    if (count == 0) return;

    const double slot = std::min(kWidestSlot, area.width() / count);
    const double label = painter.fontMetrics().horizontalAdvance("z88");
    const double moved = std::max(0.0, 0.5 * (label - slot)); // the first label, from the edge inwards
    const int every = std::max(1, static_cast<int>(std::ceil((label + moved + 6) / slot)));
    for (int place = 0; place < count; ++place) {
        const int dimension = m_order[static_cast<std::size_t>(place)];
        const bool active = m_posterior.isActive(dimension);
        const QRectF bar = barRect(place, area);
        QColor fill = theme.accent;
        if (!active) fill = theme.hover;
        if (place == m_hovered) fill = theme.dark ? fill.lighter(115) : fill.darker(112);
        if (bar.height() > 0) painter.fillPath(barPath(bar), fill);
        if (place % every != 0) continue;
        QColor text = theme.quietText;
        if (!active) text.setAlphaF(0.55F);
        painter.setPen(text);
        const QString name = QString("z%1").arg(dimension + 1);
        const double half = 0.5 * painter.fontMetrics().horizontalAdvance(name) + 1;
        const double centre = std::clamp(bar.center().x(), area.left() + half, area.right() - half);
        painter.drawText(QRectF(centre - half, base, 2 * half, kLabels), Qt::AlignCenter, name);
    }
}

void PosteriorChart::paintEvent(QPaintEvent*) {
    if (m_posterior.empty()) return;
    QPainter painter(this);
    paintChart(painter, rect());
}

int PosteriorChart::placeAt(QPointF position) const {
    if (m_order.empty()) return -1;
    const double slot = std::min(kWidestSlot, width() / static_cast<double>(m_order.size()));
    const int place = static_cast<int>(std::floor(position.x() / slot));
    return place >= 0 && place < static_cast<int>(m_order.size()) ? place : -1;
}

QString PosteriorChart::describe(int place) const {
    const int dimension = m_order[static_cast<std::size_t>(place)];
    const QLocale locale;
    const auto number = [&](float value) { return locale.toString(static_cast<double>(value), 'f', 3); };
    const QString use = m_posterior.isActive(dimension) ? tr("active") : tr("not active");
    QStringList lines{latentName(dimension)};
    lines << (m_objective.hasKl() ? tr("KL %1 nats, %2").arg(number(m_posterior.kl[dimension]), use) : use);
    if (m_objective.latentNoise) lines << tr("mean σ %1").arg(number(m_posterior.sigma[dimension]));
    lines << tr("means %1 ± %2")
                 .arg(number(m_posterior.mean[dimension]), number(m_posterior.spread[dimension]));
    if (m_objective.latentNoise) {
        const float relative = ratio(m_posterior, dimension);
        lines << tr("σ / spread %1").arg(std::isfinite(relative) ? number(relative) : QString("∞"));
    }
    return lines.join(QLatin1Char('\n'));
}

bool PosteriorChart::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const int place = placeAt(help->pos());
        if (place >= 0)
            QToolTip::showText(help->globalPos(), describe(place), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

void PosteriorChart::mouseMoveEvent(QMouseEvent* event) {
    m_hovered = placeAt(event->position());
    update();
}

void PosteriorChart::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

} // namespace latent
