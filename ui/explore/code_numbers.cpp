// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/code_numbers.h"

#include "ui/controls/style.h"
#include "ui/text/latent_text.h"
#include "ui/text/number_text.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>

namespace latent {

namespace {

constexpr int kCodeRow = 22;
constexpr float kSaysNothing = 0.01F; // nats of this image: its row is dimmed

} // namespace

CodeNumbers::CodeNumbers(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Code of the image"));
    m_figures = style::tabular(font());
}

void CodeNumbers::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) m_figures = style::tabular(font());
    QWidget::changeEvent(event);
}

QSize CodeNumbers::sizeHint() const {
    return {240, kCodeRow * rowCount()};
}

QStringList CodeNumbers::rowTexts(int d) const {
    const QString dash = QStringLiteral("–");
    const QString sigma = m_noisy ? inLocale(m_sigma[d], m_sigma[d] < 9.995F ? 2 : 1) : dash;
    const QString kl = m_noisy ? inLocale(std::max(0.0F, m_kl[d]), m_kl[d] < 99.995F ? 2 : 1) : dash;
    return {codeText(m_mean[d]), sigma, kl};
}

void CodeNumbers::showCode(const Inspection& inspection, const LatentRange& range, bool noisy) {
    const Index latent = inspection.mean.size();
    if (inspection.sigma.size() != latent || inspection.kl.size() != latent || range.low.size() != latent ||
        range.high.size() != latent) {
        return clear();
    }
    const bool sameSize = latent == m_mean.size();
    m_mean = inspection.mean;
    m_sigma = inspection.sigma;
    m_kl = inspection.kl;
    m_range = range;
    m_noisy = noisy;
    if (!sameSize) updateGeometry();
    update();
}

void CodeNumbers::clear() {
    m_mean = m_sigma = m_kl = Vector();
    updateGeometry();
    update();
}

CodeNumbers::Columns CodeNumbers::columnsIn(const QRectF& row) const {
    const QFontMetricsF metrics(m_figures);
    const qreal meanWidth = metrics.horizontalAdvance(QStringLiteral("+00.00")) + 4;
    const qreal figureWidth = metrics.horizontalAdvance(QStringLiteral("00.00")) + 10;
    Columns at;
    at.label = QRectF(row.left(), row.top(), 30, row.height());
    at.kl = QRectF(row.right() - figureWidth, row.top(), figureWidth, row.height());
    at.sigma = at.kl.translated(-figureWidth, 0);
    at.mean = QRectF(at.sigma.left() - meanWidth, row.top(), meanWidth, row.height());
    at.axis = QRectF(at.label.right(), row.top(), std::max(20.0, at.mean.left() - at.label.right() - 4),
                     row.height());
    return at;
}

void CodeNumbers::paintHead(QPainter& painter, const QRectF& area) const {
    const Columns at = columnsIn(area);
    painter.setFont(style::small(font()));
    painter.setPen(style::themeOf(palette()).quietText);
    const auto right = Qt::AlignRight | Qt::AlignVCenter;
    painter.drawText(at.axis, Qt::AlignLeft | Qt::AlignVCenter, m_noisy ? tr("m ± σ") : tr("m"));
    painter.drawText(at.mean, right, tr("m"));
    painter.drawText(at.sigma, right, tr("σ"));
    painter.drawText(at.kl, right, tr("KL"));
}

void CodeNumbers::paintAxis(QPainter& painter, const QRectF& area, int d) const {
    const style::Theme theme = style::themeOf(palette());
    const float span = m_range.high[d] - m_range.low[d];
    const auto x = [&](float value) {
        const float share = span > 0 ? std::clamp((value - m_range.low[d]) / span, 0.0F, 1.0F) : 0.5F;
        return area.left() + 4 + static_cast<qreal>(share) * (area.width() - 8);
    };
    const qreal y = area.center().y();
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawLine(QPointF(area.left() + 4, y), QPointF(area.right() - 4, y));
    const qreal centre = x(0.5F * (m_range.low[d] + m_range.high[d]));
    painter.drawLine(QPointF(centre, y - 5), QPointF(centre, y + 5));
    painter.setPen(Qt::NoPen);
    if (m_noisy) {
        QColor fill = theme.accent;
        fill.setAlphaF(theme.dark ? 0.42F : 0.28F);
        painter.setBrush(fill);
        const qreal left = x(m_mean[d] - m_sigma[d]);
        painter.drawRoundedRect(QRectF(left, y - 4, std::max(2.0, x(m_mean[d] + m_sigma[d]) - left), 8), 3,
                                3);
    }
    painter.setBrush(theme.accent);
    painter.drawEllipse(QPointF(x(m_mean[d]), y), 3, 3);
}

void CodeNumbers::paintEvent(QPaintEvent* event) {
    const style::Theme theme = style::themeOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int first = event->rect().top() / kCodeRow;
    const int last = std::min(rowCount() - 1, event->rect().bottom() / kCodeRow);
    for (int d = first; d <= last; ++d) {
        const Columns at = columnsIn(QRectF(0, d * kCodeRow, width(), kCodeRow));
        painter.setOpacity(m_noisy && m_kl[d] < kSaysNothing ? 0.4 : 1.0);
        painter.setFont(font());
        drawLatentName(painter, at.label, d, theme.text);
        paintAxis(painter, at.axis, d);
        painter.setFont(m_figures);
        const QStringList texts = rowTexts(d);
        const auto right = Qt::AlignRight | Qt::AlignVCenter;
        painter.setPen(theme.text);
        painter.drawText(at.mean, right, texts[0]);
        painter.setPen(theme.quietText);
        painter.drawText(at.sigma, right, texts[1]);
        painter.drawText(at.kl, right, texts[2]);
    }
}

} // namespace latent
