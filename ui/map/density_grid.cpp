// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/density_grid.h"

#include "ui/controls/style.h"
#include "ui/text/latent_text.h"
#include "ui/text/number_text.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latent {

namespace {

constexpr int kNarrowest = 64; // of a cell
constexpr int kMostColumns = 6;
constexpr int kGap = 12;
constexpr int kCurve = 36; // height of the plot
constexpr int kCaption = 18;
constexpr int kCell = kCurve + kCaption + 6;
constexpr double kTop = 1.5; // of the vertical scale, in peaks of N(0, 1)

double normalDensity(double z) {
    return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi);
}

} // namespace

DensityGrid::DensityGrid(QWidget* parent)
    : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Aggregate posterior of each dimension"));
}

void DensityGrid::showAggregate(const AggregatePosterior& aggregate) {
    m_shown = aggregate;
    updateGeometry();
    update();
}

int DensityGrid::columnsIn(int width) const {
    return std::clamp((width + kGap) / (kNarrowest + kGap), 1, kMostColumns);
}

int DensityGrid::columns() const {
    return columnsIn(width());
}

int DensityGrid::heightForWidth(int width) const {
    const int columns = columnsIn(width);
    return (dimensions() + columns - 1) / columns * kCell;
}

QSize DensityGrid::sizeHint() const {
    return {kMostColumns * kNarrowest, heightForWidth(width())};
}

QRectF DensityGrid::cellRect(int dimension) const {
    const double slot = static_cast<double>(width() + kGap) / columns();
    const int row = dimension / columns();
    return {slot * (dimension % columns()), static_cast<double>(row * kCell), slot - kGap, kCell};
}

void DensityGrid::paintCell(QPainter& painter, int dimension) const {
    const style::Theme theme = style::themeOf(palette());
    const QRectF cell = cellRect(dimension);
    const double base = cell.top() + kCurve;
    const auto xAt = [&](double z) {
        return cell.left() + cell.width() * (z - double{m_shown.low}) / double{m_shown.high - m_shown.low};
    };
    const auto yAt = [&](double density) {
        return base - kCurve * std::min(density / (kTop * normalDensity(0)), 1.0);
    };
    const Index bins = m_shown.density.rows();
    const double width = double{m_shown.high - m_shown.low} / static_cast<double>(bins);
    QPainterPath bars(QPointF(cell.left(), base));
    for (Index bin = 0; bin < bins; ++bin) {
        const double y = yAt(static_cast<double>(m_shown.density(bin, dimension)));
        const double left = double{m_shown.low} + width * static_cast<double>(bin);
        bars.lineTo(xAt(left), y);
        bars.lineTo(xAt(left + width), y);
    }
    bars.lineTo(cell.right(), base);
    QColor fill = theme.accent;
    fill.setAlphaF(0.45F);
    painter.fillPath(bars, fill);
    QPainterPath curve;
    constexpr int kSteps = 32;
    for (int i = 0; i <= kSteps; ++i) {
        const double z = double{m_shown.low} + double{m_shown.high - m_shown.low} * i / kSteps;
        const QPointF at(xAt(z), yAt(normalDensity(z)));
        if (i == 0)
            curve.moveTo(at);
        else
            curve.lineTo(at);
    }
    painter.setPen(QPen(theme.quietText, 1));
    painter.drawPath(curve);
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawLine(QPointF(cell.left(), base + 0.5), QPointF(cell.right(), base + 0.5));
    const QRectF caption(cell.left(), base, cell.width(), kCaption);
    painter.setFont(style::small(font()));
    painter.setPen(theme.quietText);
    painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("z%1").arg(dimension + 1));
    painter.setFont(style::tabular(style::small(font())));
    painter.setPen(theme.text);
    painter.drawText(caption, Qt::AlignRight | Qt::AlignVCenter,
                     shownLocale().toString(static_cast<double>(m_shown.wasserstein[dimension]), 'f', 2));
}

void DensityGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int dimension = 0; dimension < dimensions(); ++dimension) paintCell(painter, dimension);
}

QString DensityGrid::describe(int dimension) const {
    const QLocale locale;
    return tr("%1: distance %2 from N(0, 1)")
        .arg(latentName(dimension),
             locale.toString(static_cast<double>(m_shown.wasserstein[dimension]), 'f', 3));
}

bool DensityGrid::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    for (int dimension = 0; dimension < dimensions(); ++dimension) {
        if (!cellRect(dimension).contains(help->pos())) continue;
        QToolTip::showText(help->globalPos(), describe(dimension), this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

} // namespace latent
