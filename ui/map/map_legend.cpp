// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_legend.h"

#include "ui/controls/paint_bands.h"
#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace latent {

namespace {
constexpr int kRow = 18;
constexpr int kCardPadding = 7;
constexpr int kSide = 10;
constexpr int kDot = 8;
constexpr int kGap = 18; // between names and counts
constexpr int kMostName = 180;
constexpr QSize kScaleSize(170, 58);

QFont legendFont(QFont font) {
    font.setPixelSize(12);
    return font;
}

QString countText(const LegendEntry& entry) {
    const QString count = shownLocale().toString(qlonglong{entry.count});
    if (entry.chosen < 0) return count;
    return MapLegend::tr("%1 / %2", "selected points of all")
        .arg(shownLocale().toString(qlonglong{entry.chosen}), count);
}
} // namespace

MapLegend::MapLegend(QWidget* parent)
    : QWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Classes on the map"));
    hide();
}

void MapLegend::showClasses(std::vector<LegendEntry> entries) {
    const bool sameRows = entries.size() == m_entries.size();
    m_entries = std::move(entries);
    m_colours.clear();
    if (!sameRows) m_firstRow = m_current = 0;
    m_hovered = -1;
    setVisible(!isEmpty());
    resize(sizeHint());
    refresh();
}

void MapLegend::showScale(const QString& name, double low, double high, std::vector<QColor> colours) {
    m_entries.clear();
    m_scaleName = name;
    m_scaleLow = low;
    m_scaleHigh = high;
    m_colours = std::move(colours);
    setVisible(!isEmpty());
    resize(sizeHint());
    refresh();
}

void MapLegend::showHidden(std::set<int> hidden) {
    m_hidden = std::move(hidden);
    refresh();
}

int MapLegend::shownRows() const {
    return std::min(kMostRows, static_cast<int>(m_entries.size()));
}

QSize MapLegend::sizeOf(int rows) const {
    if (m_entries.empty()) return kScaleSize;
    const QFontMetrics names(legendFont(font()));
    const QFontMetrics& counts = names;
    int name = 0, count = 0;
    for (const LegendEntry& entry : m_entries) {
        name = std::max(name, names.horizontalAdvance(entry.name));
        count = std::max(count, counts.horizontalAdvance(countText(entry)));
    }
    return {2 * kSide + kDot + 7 + std::min(name, kMostName) + kGap + count, 2 * kCardPadding + rows * kRow};
}

QSize MapLegend::sizeHint() const {
    return sizeOf(shownRows());
}

QSize MapLegend::fullSize() const {
    return sizeOf(static_cast<int>(m_entries.size()));
}

QRectF MapLegend::rowRect(int row) const {
    return QRectF(0, kCardPadding + (row - m_firstRow) * kRow, width(), kRow);
}

int MapLegend::rowAt(QPointF position) const {
    const int row = m_firstRow + static_cast<int>(std::floor((position.y() - kCardPadding) / kRow));
    const bool inside = position.y() >= kCardPadding && row < m_firstRow + shownRows() && row >= 0;
    return inside && !m_entries.empty() ? row : -1;
}

void MapLegend::toggle(int row) {
    if (row < 0) return;
    std::set<int> hidden = m_hidden;
    if (hidden.erase(row) == 0) hidden.insert(row);
    emit hiddenAsked(hidden);
}

void MapLegend::showOnly(int row) {
    if (row < 0) return;
    std::set<int> others;
    for (int i = 0; i < static_cast<int>(m_entries.size()); ++i)
        if (i != row) others.insert(i);
    const bool alone = m_hiddenBeforeClick == others;
    emit hiddenAsked(alone ? std::set<int>() : others);
}

void MapLegend::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    m_hiddenBeforeClick = m_hidden;
    const int row = rowAt(event->position());
    if (row >= 0) setCurrent(row);
    toggle(row);
}

void MapLegend::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) showOnly(rowAt(event->position()));
}

void MapLegend::mouseMoveEvent(QMouseEvent* event) {
    const int row = rowAt(event->position());
    if (row == m_hovered) return;
    m_hovered = row;
    setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    refresh();
}

void MapLegend::leaveEvent(QEvent*) {
    m_hovered = -1;
    refresh();
}

void MapLegend::wheelEvent(QWheelEvent* event) {
    scrollTo(m_firstRow - (event->angleDelta().y() > 0 ? 2 : -2));
    event->accept();
}

void MapLegend::scrollTo(int firstRow) {
    const int last = static_cast<int>(m_entries.size()) - shownRows();
    m_firstRow = std::clamp(firstRow, 0, std::max(0, last));
    refresh();
}

void MapLegend::setCurrent(int row) {
    m_current = std::clamp(row, 0, std::max(0, static_cast<int>(m_entries.size()) - 1));
    if (m_current < m_firstRow) scrollTo(m_current);
    if (m_current >= m_firstRow + shownRows()) scrollTo(m_current - shownRows() + 1);
    refresh();
}

void MapLegend::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Up:
        return setCurrent(m_current - 1);
    case Qt::Key_Down:
        return setCurrent(m_current + 1);
    case Qt::Key_Space:
        return toggle(m_current);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_hiddenBeforeClick = m_hidden;
        return showOnly(m_current);
    default:
        QWidget::keyPressEvent(event);
    }
}

bool MapLegend::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::FocusIn:
    case QEvent::FocusOut:
    case QEvent::PaletteChange:
    case QEvent::FontChange:
        refresh();
        break;
    default:
        break;
    }
    if (event->type() == QEvent::ToolTip && !m_entries.empty()) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        if (row >= 0) {
            const QString& name = m_entries[static_cast<std::size_t>(row)].name;
            const QString what = m_hidden.contains(row) ? tr("Click to show %1.") : tr("Click to hide %1.");
            QToolTip::showText(help->globalPos(), what.arg(name) + ' ' + tr("Double click to show it alone."),
                               this);
        }
        return true;
    }
    return QWidget::event(event);
}

// The map beneath is drawn twenty times a second, the legend changes rarely.
void MapLegend::refresh() {
    m_picture = QPixmap();
    update();
}

void MapLegend::paintEvent(QPaintEvent*) {
    const qreal ratio = devicePixelRatioF();
    if (m_picture.size() != size() * ratio) {
        m_picture = QPixmap(size() * ratio);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(Qt::transparent);
        QPainter painter(&m_picture);
        painter.setFont(font());
        paintCardAndRows(painter);
    }
    QPainter painter(this);
    paintInBands(painter, rect(), kPlainBand, [&] { painter.drawPixmap(0, 0, m_picture); });
}

void MapLegend::paintCardAndRows(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    paintCard(painter, card);
    if (m_entries.empty()) return paintScale(painter, card);
    for (int row = m_firstRow; row < m_firstRow + shownRows(); ++row) paintRow(painter, rowRect(row), row);
    const auto all = static_cast<double>(m_entries.size());
    if (all > kMostRows) {
        const double track = height() - 2.0 * kCardPadding;
        painter.setPen(Qt::NoPen);
        painter.setBrush(style::themeOf(palette()).hover);
        painter.drawRoundedRect(
            QRectF(width() - 6, kCardPadding + track * m_firstRow / all, 3, track * kMostRows / all), 1.5,
            1.5);
    }
}

void MapLegend::paintAll(QPainter& painter, const QRectF& card) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    paintCard(painter, card);
    if (m_entries.empty()) paintScale(painter, card);
    for (int row = 0; row < static_cast<int>(m_entries.size()); ++row)
        paintRow(painter, QRectF(card.x(), card.y() + kCardPadding + row * kRow, card.width(), kRow), row);
    painter.restore();
}

void MapLegend::paintCard(QPainter& painter, const QRectF& card) const {
    const style::Theme theme = style::themeOf(palette());
    QColor ground = theme.ground;
    ground.setAlpha(240);
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(card, style::kRadius, style::kRadius);
}

void MapLegend::paintRow(QPainter& painter, const QRectF& rect, int row) const {
    const style::Theme theme = style::themeOf(palette());
    const LegendEntry& entry = m_entries[static_cast<std::size_t>(row)];
    const bool hidden = m_hidden.contains(row);
    const bool current = hasFocus() && row == m_current;
    if (row == m_hovered || current) {
        painter.setPen(current ? QPen(theme.accent, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(row == m_hovered ? QBrush(theme.raised) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(rect.adjusted(4, 0.5, -4, -0.5), 4, 4);
    }
    const QPointF dot(rect.left() + kSide + 0.5 * kDot, rect.center().y());
    painter.setPen(hidden ? QPen(theme.quietText, 1) : QPen(Qt::NoPen));
    painter.setBrush(hidden ? QBrush(Qt::NoBrush) : QBrush(entry.colour));
    painter.drawEllipse(dot, 0.5 * kDot, 0.5 * kDot);

    painter.setOpacity(hidden ? 0.5 : 1);
    const QFont names = legendFont(font());
    const double left = rect.left() + kSide + kDot + 7;
    painter.setFont(names);
    painter.setPen(theme.quietText);
    painter.drawText(rect.adjusted(0, 0, -kSide, 0), Qt::AlignRight | Qt::AlignVCenter, countText(entry));
    painter.setPen(hidden ? theme.quietText : theme.text);
    painter.drawText(QRectF(left, rect.top(), rect.width(), rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(entry.name, Qt::ElideRight, kMostName));
    painter.setOpacity(1);
}

void MapLegend::paintScale(QPainter& painter, const QRectF& card) const {
    const style::Theme theme = style::themeOf(palette());
    const QRectF inner = card.adjusted(kSide, kCardPadding, -kSide, -kCardPadding);
    painter.setFont(legendFont(font()));
    painter.setPen(theme.text);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop, m_scaleName);
    QLinearGradient gradient(inner.left(), 0, inner.right(), 0);
    for (std::size_t i = 0; i < m_colours.size(); ++i)
        gradient.setColorAt(static_cast<double>(i) /
                                std::max<double>(1, static_cast<double>(m_colours.size()) - 1),
                            m_colours[i]);
    painter.setPen(Qt::NoPen);
    painter.setBrush(gradient);
    painter.drawRoundedRect(QRectF(inner.left(), inner.top() + 19, inner.width(), 7), 3.5, 3.5);
    painter.setFont(style::small(font()));
    painter.setPen(theme.quietText);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignBottom, shownLocale().toString(m_scaleLow, 'g', 3));
    painter.drawText(inner, Qt::AlignRight | Qt::AlignBottom, shownLocale().toString(m_scaleHigh, 'g', 3));
}

} // namespace latent
