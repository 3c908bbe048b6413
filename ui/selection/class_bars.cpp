// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/class_bars.h"

#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace latent {
namespace {

constexpr int kBarRow = 19, kBarHeight = 7;
constexpr double kNameShare = 0.3;

} // namespace

ClassBars::ClassBars(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ClassBars::showBars(std::vector<ClassBar> bars) {
    std::erase_if(bars, [](const ClassBar& bar) { return bar.count == 0; });
    std::ranges::stable_sort(bars, std::ranges::greater(), &ClassBar::count);
    if (bars.size() > kMostRows) {
        ClassBar rest{tr("others"), style::themeOf(palette()).quietText, 0};
        for (auto other = bars.begin() + (kMostRows - 1); other != bars.end(); ++other)
            rest.count += other->count;
        bars.resize(kMostRows - 1);
        bars.push_back(rest);
    }
    if (bars == m_bars) return;
    const bool grows = bars.size() != m_bars.size();
    m_bars = std::move(bars);
    QStringList words;
    for (const ClassBar& bar : m_bars)
        words << tr("%1: %2").arg(bar.name, shownLocale().toString(qlonglong{bar.count}));
    setAccessibleName(words.join(QStringLiteral("; ")));
    if (grows) updateGeometry();
    update();
}

// As many rows as there can be, so that nothing below moves while a selection grows.
QSize ClassBars::sizeHint() const {
    return {200, kMostRows * kBarRow};
}

void ClassBars::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(style::tabular(font()));
    const int name = static_cast<int>(width() * kNameShare);
    const int count = painter.fontMetrics().horizontalAdvance(shownLocale().toString(9'999'999));
    const double room = width() - name - count - 2 * style::kUnit;
    const double most =
        m_bars.empty() ? 1 : static_cast<double>(std::ranges::max(m_bars, {}, &ClassBar::count).count);
    for (std::size_t row = 0; row < m_bars.size(); ++row) {
        const ClassBar& bar = m_bars[row];
        const QRectF line(0, static_cast<double>(row) * kBarRow, width(), kBarRow);
        painter.setPen(theme.text);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(bar.name, Qt::ElideRight, name - style::kUnit));
        painter.setPen(theme.quietText);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                         shownLocale().toString(qlonglong{bar.count}));
        const QRectF track(name, line.center().y() - 0.5 * kBarHeight, room, kBarHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(track, 3.5, 3.5);
        QRectF filled = track;
        filled.setWidth(std::max<double>(kBarHeight, room * static_cast<double>(bar.count) / most));
        painter.setBrush(bar.colour);
        painter.drawRoundedRect(filled, 3.5, 3.5);
    }
}

} // namespace latent
