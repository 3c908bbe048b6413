// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/point_splat.h"

#include <cstring>

namespace latent {

void PointSplat::setDiscs(double diameter, double opacity, const std::vector<QColor>& colours) {
    diameter = std::clamp(diameter, 0.5, kMaxDiameter);
    opacity = std::clamp(opacity, 0.0, 1.0);
    if (diameter == m_diameter && opacity == m_opacity && colours == m_colours) return;
    m_diameter = diameter;
    m_opacity = opacity;
    m_colours = colours;
    if (diameter <= kPixelDiameter)
        m_splat.emplace<DensitySplat>(opacity, colours);
    else
        m_splat.emplace<DiscSplat>(diameter, opacity, colours);
}

void PointSplat::place(const SplatPoints& points, const SplatView& view, QSize devicePixels) {
    m_size = devicePixels;
    std::visit([&](auto& splat) { splat.place(points, view, devicePixels); }, m_splat);
}

QRegion PointSplat::touched() const {
    return std::visit([](const auto& splat) { return splat.touched(); }, m_splat);
}

QImage PointSplat::picture(QRgb ground) {
    QImage picture;
    draw(0, m_size.height(), ground, [&](const QImage& rows, int top) {
        if (picture.isNull()) picture = QImage(m_size, rows.format());
        for (int y = 0; y < rows.height(); ++y)
            std::memcpy(picture.scanLine(top + y), rows.constScanLine(y), 4U * rows.width());
    });
    return picture;
}

} // namespace latent
