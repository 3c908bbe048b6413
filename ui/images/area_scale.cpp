// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/area_scale.h"

#include <QColor>

#include <algorithm>
#include <cmath>

namespace latent {

AreaScale::AreaScale(const ImageShape& shape, QSize size)
    : m_shape(shape)
    , m_size(size)
    , m_columns(covers(shape.width, size.width()))
    , m_rows(covers(shape.height, size.height()))
    , m_row(static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.channels)) {}

std::vector<AreaScale::Cover> AreaScale::covers(int from, int to) {
    std::vector<Cover> all(static_cast<std::size_t>(to));
    const double scale = static_cast<double>(from) / to;
    for (int i = 0; i < to; ++i) {
        const double low = i * scale, high = (i + 1) * scale;
        Cover& cover = all[static_cast<std::size_t>(i)];
        cover.first = std::min(static_cast<int>(low), from - 1);
        for (int at = cover.first; at < from && (at < high || cover.shares.empty()); ++at) {
            const double part = std::min(high, at + 1.0) - std::max(low, static_cast<double>(at));
            cover.shares.push_back(static_cast<float>(std::max(part, 0.0) / scale));
        }
    }
    return all;
}

void AreaScale::addRow(const std::uint8_t* row, float share) {
    for (std::size_t i = 0; i < m_row.size(); ++i) m_row[i] += share * static_cast<float>(row[i]);
}

QImage AreaScale::scaled(std::span<const std::uint8_t> image, const Tones& tones) {
    QImage made(m_size, QImage::Format_RGB32);
    const int channels = m_shape.channels;
    const bool colour = channels >= 3;
    const auto meanOver = [&](const Cover& cover, int channel) {
        float sum = 0.5F;
        const float* at = &m_row[static_cast<std::size_t>(cover.first * channels + channel)];
        for (const float share : cover.shares) {
            sum += share * *at;
            at += channels;
        }
        return std::clamp(static_cast<int>(sum), 0, 255);
    };
    for (int y = 0; y < m_size.height(); ++y) {
        const Cover& rows = m_rows[static_cast<std::size_t>(y)];
        std::fill(m_row.begin(), m_row.end(), 0.0F);
        for (std::size_t r = 0; r < rows.shares.size(); ++r)
            addRow(&image[(static_cast<std::size_t>(rows.first) + r) * m_row.size()], rows.shares[r]);
        auto* line = reinterpret_cast<QRgb*>(made.scanLine(y));
        for (const Cover& columns : m_columns) {
            *line++ = colour ? qRgb(meanOver(columns, 0), meanOver(columns, 1), meanOver(columns, 2))
                             : tones[static_cast<std::size_t>(meanOver(columns, 0))];
        }
    }
    return made;
}

AreaScale::Tones tonesOn(const QColor& ground, bool raw) {
    const QColor zero = raw ? QColor(Qt::black) : ground;
    const QColor one = raw || ground.lightness() < 128 ? QColor(Qt::white) : QColor(Qt::black);
    AreaScale::Tones tones{};
    for (std::size_t value = 0; value < tones.size(); ++value) {
        const double share = static_cast<double>(value) / 255;
        const auto mix = [share](int from, int to) {
            return static_cast<int>(std::lround(from + share * (to - from)));
        };
        tones[value] =
            qRgb(mix(zero.red(), one.red()), mix(zero.green(), one.green()), mix(zero.blue(), one.blue()));
    }
    return tones;
}

} // namespace latent
