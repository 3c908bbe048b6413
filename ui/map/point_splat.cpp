// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/point_splat.h"

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

void PointSplat::draw(const SplatTarget& target, QRgb ground) {
    std::visit([&](auto& splat) { splat.draw(target, ground); }, m_splat);
}

int PointSplat::bandRows() const {
    return std::visit([](const auto& splat) { return splat.bandRows(); }, m_splat);
}

QImage::Format PointSplat::format(QRgb ground) {
    return qAlpha(ground) == 255 ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied;
}

QImage PointSplat::picture(QRgb ground) {
    QImage picture(m_size, format(ground));
    if (!picture.isNull()) draw(SplatTarget(picture, {}, picture.rect()), ground);
    return picture;
}

} // namespace latent
