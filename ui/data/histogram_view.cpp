// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/histogram_view.h"

#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {

constexpr int kValues = 256;
constexpr int kAxisHeight = 16;

} // namespace

HistogramView::HistogramView(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Pixel histogram"));
}

QSize HistogramView::sizeHint() const {
    return {kValues, 96 + kAxisHeight};
}

QRectF HistogramView::plot() const {
    return QRectF(rect()).adjusted(0.5, 0.5, -0.5, -kAxisHeight - 0.5);
}

void HistogramView::showCounts(const std::optional<Counts>& counts) {
    m_counts = counts;
    m_most = m_total = 0;
    if (counts) {
        for (const std::uint64_t count : *counts) {
            m_most = std::max(m_most, count);
            m_total += count;
        }
    }
    update();
}

double HistogramView::barShare(int value) const {
    if (!m_counts || m_most == 0 || value < 0 || value >= kValues) return 0;
    const auto count = static_cast<double>((*m_counts)[static_cast<std::size_t>(value)]);
    return std::log1p(count) / std::log1p(static_cast<double>(m_most));
}

int HistogramView::valueAt(QPointF point) const {
    if (!m_counts || m_total == 0 || !plot().contains(point)) return -1;
    const double place = (point.x() - plot().left()) / plot().width() * kValues;
    return std::clamp(static_cast<int>(place), 0, kValues - 1);
}

QString HistogramView::tipOf(int value) const {
    if (!m_counts || m_total == 0 || value < 0 || value >= kValues) return {};
    const std::uint64_t count = (*m_counts)[static_cast<std::size_t>(value)];
    const double percent = 100.0 * static_cast<double>(count) / static_cast<double>(m_total);
    const QLocale locale = shownLocale();
    return tr("Value %1: %2 pixels, %3 %")
        .arg(QString::number(value), locale.toString(static_cast<qulonglong>(count)),
             locale.toString(percent, 'f', 2));
}

bool HistogramView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tipOf(valueAt(help->pos())), this);
    return true;
}

void HistogramView::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    const QRectF area = plot();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    QPainterPath outline;
    outline.moveTo(area.bottomLeft());
    for (int value = 0; m_total > 0 && value < kValues; ++value) {
        const double top = area.bottom() - barShare(value) * area.height();
        outline.lineTo(area.left() + value * area.width() / kValues, top);
        outline.lineTo(area.left() + (value + 1) * area.width() / kValues, top);
    }
    outline.lineTo(area.bottomRight());
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_total > 0) painter.drawPath(outline);
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.setFont(style::tabular(style::small(font())));
    painter.setPen(theme.quietText);
    const QRectF axis(area.left(), area.bottom() + 2, area.width(), kAxisHeight - 2);
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignBottom, QStringLiteral("0"));
    painter.drawText(axis, Qt::AlignHCenter | Qt::AlignBottom, QStringLiteral("128"));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignBottom, QStringLiteral("255"));
}

} // namespace latent
