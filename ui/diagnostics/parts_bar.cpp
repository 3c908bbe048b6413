// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagnostics/parts_bar.h"

#include "ui/controls/style.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace latent {

namespace {
constexpr double kBar = 10;
constexpr double kBarGap = 6; // between bar and rows
constexpr double kRow = 22;
constexpr double kSwatch = 8;
} // namespace

PartsBar::PartsBar(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PartsBar::showParts(std::vector<Part> parts) {
    m_parts = std::move(parts);
    QStringList spoken;
    for (const Part& part : m_parts) spoken << part.name + ' ' + part.text;
    setAccessibleName(spoken.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize PartsBar::sizeHint() const {
    return {200, static_cast<int>(kBar + kBarGap + kRow * static_cast<double>(m_parts.size()))};
}

QRectF PartsBar::barRect(int part) const {
    double whole = 0;
    double before = 0;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const double value = std::max(m_parts[i].value, 0.0);
        whole += value;
        if (static_cast<int>(i) < part) before += value;
    }
    if (whole <= 0) return {0, 0, 0, kBar};
    const double own = std::max(m_parts[static_cast<std::size_t>(part)].value, 0.0);
    return {width() * before / whole, 0, width() * own / whole, kBar};
}

QRectF PartsBar::rowRect(int part) const {
    return {0, kBar + kBarGap + kRow * part, static_cast<double>(width()), kRow};
}

QColor PartsBar::shade(int part) const {
    const style::Theme theme = style::themeOf(palette());
    constexpr std::array kShares{1.0, 0.55, 0.25}; // of the accent over the ground
    const double share = kShares[std::min(static_cast<std::size_t>(part), kShares.size() - 1)];
    const auto mixed = [share](int accent, int ground) {
        return static_cast<int>(share * accent + (1 - share) * ground);
    };
    return {mixed(theme.accent.red(), theme.ground.red()), mixed(theme.accent.green(), theme.ground.green()),
            mixed(theme.accent.blue(), theme.ground.blue())};
}

void PartsBar::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(0, 0, width(), kBar), kBar / 2, kBar / 2);
    painter.fillPath(outline, theme.hairline);
    painter.setClipPath(outline);
    for (int part = 0; part < static_cast<int>(m_parts.size()); ++part)
        painter.fillRect(barRect(part), shade(part));
    painter.setClipping(false);
    for (int part = 0; part < static_cast<int>(m_parts.size()); ++part) {
        const QRectF row = rowRect(part);
        const QRectF swatch(0, row.center().y() - kSwatch / 2, kSwatch, kSwatch);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shade(part));
        painter.drawRoundedRect(swatch, 2, 2);
        painter.setPen(theme.quietText);
        painter.setFont(font());
        painter.drawText(row.adjusted(kSwatch + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         m_parts[static_cast<std::size_t>(part)].name);
        painter.setPen(theme.text);
        painter.setFont(style::tabular(font()));
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                         m_parts[static_cast<std::size_t>(part)].text);
    }
}

bool PartsBar::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    for (int part = 0; part < static_cast<int>(m_parts.size()); ++part) {
        if (!barRect(part).contains(help->pos()) && !rowRect(part).contains(help->pos())) continue;
        QToolTip::showText(help->globalPos(), m_parts[static_cast<std::size_t>(part)].help, this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

} // namespace latent
