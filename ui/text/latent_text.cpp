// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/latent_text.h"

#include "core/data/image_files.h"
#include "ui/text/number_text.h"

#include <cmath>

namespace latent {

QString latentName(int dimension) {
    QString name = QStringLiteral("z");
    for (const QChar digit : QString::number(dimension + 1)) name += QChar(0x2080 + digit.digitValue());
    return name;
}

void drawLatentName(QPainter& painter, const QRectF& rect, int dimension, const QColor& colour) {
    painter.save();
    QFont font = painter.font();
    font.setItalic(true);
    font.setPixelSize(15);
    QFont index = font;
    index.setPixelSize(11);
    const QFontMetricsF metrics(font);
    const qreal baseline = rect.center().y() + 0.5 * metrics.xHeight();
    painter.setPen(colour);
    painter.setFont(font);
    painter.drawText(QPointF(rect.left(), baseline), QStringLiteral("z"));
    painter.setFont(index);
    painter.drawText(QPointF(rect.left() + metrics.horizontalAdvance(QLatin1Char('z')) + 0.5, baseline + 4),
                     QString::number(dimension + 1));
    painter.restore();
}

QString codeText(double value) {
    return signedText(value, std::abs(value) < 99.995 ? 2 : 1);
}

QString imageName(const ImageDataset& dataset, std::ptrdiff_t image) {
    const QString number = QStringLiteral("#%1").arg(image);
    const int label = image >= 0 && image < dataset.size() ? dataset.label(image) : -1;
    if (label < 0 || label >= dataset.classCount()) return number;
    return QString::fromStdString(dataset.classNames[static_cast<std::size_t>(label)]) + QLatin1Char(' ') +
           number;
}

QString imageTip(const ImageDataset& dataset, std::ptrdiff_t image) {
    const QString file = QString::fromStdString(fileText(dataset, image));
    const QString name = imageName(dataset, image).toHtmlEscaped();
    return file.isEmpty() ? name : name + QStringLiteral("<br>") + file.toHtmlEscaped();
}

} // namespace latent
