// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/notice_bar.h"

#include "core/base/error.h"
#include "ui/controls/style.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

#include <algorithm>

namespace latent {

namespace {

constexpr int kWidest = 760;
constexpr int kAboveBottom = 40;
constexpr int kShadowWidth = 4;
constexpr int kIcon = 16;

} // namespace

NoticeBar::NoticeBar(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_offer(new QPushButton(this))
    , m_close(new QPushButton(this))
    , m_timer(new QTimer(this)) {
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setMinimumHeight(24);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setProperty("quiet", true);
    m_close->setFixedSize(24, 24);
    m_close->setIconSize({14, 14});
    m_close->setToolTip(tr("Dismiss (Escape)"));
    m_close->setAccessibleName(tr("Dismiss"));
    m_timer->setSingleShot(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(style::kEdge + kShadowWidth, 10 + kShadowWidth, 10 + kShadowWidth,
                            10 + kShadowWidth);
    row->setSpacing(10);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_offer, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_close, &QPushButton::clicked, this, &NoticeBar::dismiss);
    connect(m_timer, &QTimer::timeout, this, &NoticeBar::dismiss);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        dismiss();
        emit offerTaken();
    });
    parent->installEventFilter(this);
    refreshIcons();
    hide();
}

QString NoticeBar::text() const {
    return m_text->text();
}

void NoticeBar::showInfo(const QString& sentence, int hideAfterMs) {
    showNotice(Kind::Info, sentence, hideAfterMs);
}

void NoticeBar::showWarning(const QString& sentence) {
    showNotice(Kind::Warning, sentence, 0);
}

void NoticeBar::showOffer(const QString& sentence, const QString& button) {
    m_offer->setText(button);
    showNotice(Kind::Info, sentence, 0, true);
}

// Sentences name files and quote what they say.
void NoticeBar::showNotice(Kind kind, const QString& sentence, int hideAfterMs, bool offers) {
    const QString line = QString::fromStdString(onOneLine(sentence.toStdString()));
    m_kind = kind;
    m_text->setText(line);
    m_text->setAccessibleName(line);
    m_offer->setVisible(offers);
    refreshIcons();
    place();
    show();
    raise();
    m_timer->stop();
    if (hideAfterMs > 0) m_timer->start(hideAfterMs);
}

void NoticeBar::dismiss() {
    if (isHidden()) return;
    m_timer->stop();
    hide();
}

void NoticeBar::place() {
    const int offer = m_offer->isHidden() ? 0 : m_offer->sizeHint().width() + 10;
    const int margins = 2 * (style::kEdge + kShadowWidth) + kIcon + 24 + 40 + offer;
    const int textWidth = m_text->fontMetrics().horizontalAdvance(m_text->text()) + margins;
    const int width = std::min({textWidth, kWidest, parentWidget()->width() - 2 * style::kEdge});
    const int height = std::max(layout()->heightForWidth(width), 44 + 2 * kShadowWidth);
    setGeometry((parentWidget()->width() - width) / 2, parentWidget()->height() - kAboveBottom - height,
                width, height);
}

bool NoticeBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && !isHidden()) place();
    return QWidget::eventFilter(watched, event);
}

void NoticeBar::paintEvent(QPaintEvent*) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int ring = kShadowWidth; ring > 0; --ring) { // a soft shadow, since it floats
        painter.setBrush(QColor(0, 0, 0, theme.dark ? 24 : 8));
        painter.drawRoundedRect(QRectF(rect()).adjusted(kShadowWidth - ring, kShadowWidth - ring + 1,
                                                        ring - kShadowWidth, ring - kShadowWidth),
                                style::kRadius + ring, style::kRadius + ring);
    }
    painter.setBrush(theme.ground);
    painter.setPen(QPen(m_kind == Kind::Warning ? theme.warning : theme.hairline, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(kShadowWidth + 0.5, kShadowWidth + 0.5,
                                                    -kShadowWidth - 0.5, -kShadowWidth - 0.5),
                            style::kRadius, style::kRadius);
}

void NoticeBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) refreshIcons();
    QWidget::changeEvent(event);
}

void NoticeBar::refreshIcons() {
    const style::Theme theme = style::themeOf(palette());
    const bool warning = m_kind == Kind::Warning;
    const QIcon icon = style::icon(warning ? "warning" : "info", warning ? theme.warning : theme.accent);
    m_icon->setPixmap(icon.pixmap(QSize(kIcon, kIcon), devicePixelRatioF()));
    m_icon->setFixedHeight(24);
    m_close->setIcon(style::icon("close", theme.quietText));
}

} // namespace latent
