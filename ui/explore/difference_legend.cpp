// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/difference_legend.h"

#include "ui/controls/style.h"
#include "ui/images/image_render.h"

#include <QPainter>

namespace latent {

DifferenceLegend::DifferenceLegend(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setToolTip(tr("Reconstruction minus original, from −1 to +1."));
}

void DifferenceLegend::paintEvent(QPaintEvent*) {
    constexpr int kSteps = 41;
    const style::Theme theme = style::themeOf(palette());
    Vector ramp = Vector::LinSpaced(kSteps, -1.0F, 1.0F);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = style::small(this->font());
    font.setPixelSize(10);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const QString low = tr("−1");
    const QString high = tr("+1");
    QRectF bar(0, height() / 2.0 - 3, width(), 6);
    const qreal ends = metrics.horizontalAdvance(low) + metrics.horizontalAdvance(high) + 6;
    if (width() > ends + 16) {
        painter.setPen(theme.quietText);
        painter.drawText(QRectF(0, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter, low);
        painter.drawText(QRectF(0, 0, width(), height()), Qt::AlignRight | Qt::AlignVCenter, high);
        bar.adjust(metrics.horizontalAdvance(low) + 3, 0, -metrics.horizontalAdvance(high) - 3, 0);
    }
    drawImage(painter, bar, renderDifference(ramp.data(), ImageShape{kSteps, 1, 1}, palette()), 2);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawRoundedRect(bar, 2, 2);
}

} // namespace latent
