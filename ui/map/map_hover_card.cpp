// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_hover_card.h"

#include "ui/controls/style.h"
#include "ui/images/image_render.h"

#include <QPainter>

#include <algorithm>

namespace latent {

namespace {
constexpr int kShadow = 14; // room around the card
constexpr int kBlur = 10;
constexpr int kImage = 96;
constexpr int kPadding = 8;
constexpr int kText = 24;
constexpr int kFileText = 16;
constexpr int kDistance = 20; // from the point to the card

QFont cardFont(QFont font) {
    font.setPixelSize(12);
    return font;
}
} // namespace

MapHoverCard::MapHoverCard(QWidget* parent)
    : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void MapHoverCard::showAt(QPointF point, const QImage& image, const QString& className, const QString& number,
                          const QString& file) {
    m_image = image;
    m_className = className;
    m_number = number;
    m_file = file;
    const QFontMetrics names(style::strong(cardFont(font())));
    const QFontMetrics numbers(cardFont(font()));
    const int files = QFontMetrics(style::small(font())).horizontalAdvance(file);
    const int text =
        std::max(names.horizontalAdvance(className) + 4 + numbers.horizontalAdvance(number), files);
    const QSize card(std::max(kImage, std::min(text, 2 * kImage)) + 2 * kPadding,
                     kImage + kText + (file.isEmpty() ? 0 : kFileText) + 2 * kPadding - 2);

    const QRectF room = parentWidget()->rect();
    double x = point.x() + kDistance;
    if (x + card.width() > room.right() - 4) x = point.x() - kDistance - card.width();
    double y = point.y() - 0.45 * card.height();
    if (x < room.left() + 4) { // neither side: above or below
        x = std::clamp(point.x() - 0.5 * card.width(), 4.0, std::max(4.0, room.width() - card.width() - 4));
        y = point.y() + kDistance;
        if (y + card.height() > room.bottom() - 4) y = point.y() - kDistance - card.height();
    } else {
        y = std::clamp(y, 4.0, std::max(4.0, room.height() - card.height() - 4));
    }
    setGeometry(QRect(QPointF(x, y).toPoint(), card).adjusted(-kShadow, -kShadow, kShadow, kShadow));
    raise();
    show();
    update();
}

void MapHoverCard::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow);
    painter.setPen(Qt::NoPen);
    for (int i = kBlur; i > 0; --i) { // a soft shadow, a little below
        painter.setBrush(QColor(0, 0, 0, theme.dark ? 8 : 3));
        painter.drawRoundedRect(card.adjusted(-i, -i + 3, i, i + 3), style::kRadius + i, style::kRadius + i);
    }
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(theme.ground);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), style::kRadius + 1, style::kRadius + 1);

    const QRectF picture(card.left() + kPadding, card.top() + kPadding, card.width() - 2 * kPadding, kImage);
    painter.setBrush(Qt::NoBrush);
    QSizeF shown = QSizeF(m_image.size()).scaled(picture.size(), Qt::KeepAspectRatio);
    QRectF target(QPointF(), shown);
    target.moveCenter(picture.center());
    drawImage(painter, target, m_image, style::kRadius - 2);
    painter.setPen(QPen(theme.hairline, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(target, style::kRadius - 2, style::kRadius - 2);

    const QRectF line(card.left() + kPadding, picture.bottom() + 1, card.width() - 2 * kPadding, kText);
    const QFont bold = style::strong(cardFont(font()));
    const int numberWidth = QFontMetrics(cardFont(font())).horizontalAdvance(m_number) + 4;
    const QString name = QFontMetrics(bold).elidedText(m_className, Qt::ElideRight,
                                                       static_cast<int>(line.width()) - numberWidth);
    painter.setFont(bold);
    painter.setPen(theme.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, name);
    const double advance = name.isEmpty() ? 0 : QFontMetricsF(bold).horizontalAdvance(name) + 4;
    painter.setFont(cardFont(font()));
    painter.setPen(theme.quietText);
    painter.drawText(line.adjusted(advance, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_number);
    if (!m_file.isEmpty()) paintFile(painter, line.translated(0, kText - 4));
}

void MapHoverCard::paintFile(QPainter& painter, QRectF line) const {
    line.setHeight(kFileText);
    painter.setFont(style::small(font()));
    const QString shown =
        painter.fontMetrics().elidedText(m_file, Qt::ElideMiddle, static_cast<int>(line.width()));
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, shown);
}

} // namespace latent
