// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_glide.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace latent {

namespace {

// Frames do not come quite evenly: a glide that takes a little longer than it should seldom has to wait.
constexpr double kPatience = 1.15;

void mix(std::vector<float>& out, const std::vector<float>& from, const std::vector<float>& to, float share) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = from[i] + share * (to[i] - from[i]);
}

} // namespace

void MapGlide::head(MapFramePtr frame, Clock::time_point now) {
    if (frame == m_frame) return;
    const bool glides = frame && canGlide(*frame);
    if (glides) return depart(std::move(frame), now);
    m_frame = std::move(frame);
    arrive();
}

bool MapGlide::canGlide(const MapFrame& to) const {
    return m_gliding && m_frame && to.asked == m_frame->asked && to.x.size() == m_frame->x.size() &&
           to.y.size() == m_frame->y.size() && to.x.size() <= kMostPoints &&
           to.projection.axes.cols() == m_frame->projection.axes.cols();
}

void MapGlide::depart(MapFramePtr frame, Clock::time_point now) {
    advance(now);
    m_from = mixed();
    m_fromMoment = moment();
    if (m_ownX) {
        m_fromX.swap(*m_ownX);
        m_fromY.swap(*m_ownY);
    } else {
        m_fromX = m_frame->x;
        m_fromY = m_frame->y;
        m_ownX = std::make_shared<std::vector<float>>();
        m_ownY = std::make_shared<std::vector<float>>();
    }
    m_ownX->resize(m_fromX.size());
    m_ownY->resize(m_fromY.size());
    const auto between =
        std::chrono::duration_cast<Clock::duration>(kPatience * (frame->taken - m_frame->taken));
    m_time = std::clamp<Clock::duration>(between, Clock::duration(1), kLongest);
    m_departed = now;
    m_frame = std::move(frame);
    m_x = m_ownX;
    m_y = m_ownY;
    advance(now);
}

bool MapGlide::advance(Clock::time_point now) {
    if (!m_ownX) return false;
    using Share = std::chrono::duration<float>;
    m_share = std::clamp(Share(now - m_departed).count() / Share(m_time).count(), 0.0F, 1.0F);
    if (m_share >= 1 || !m_gliding) {
        arrive();
        return false;
    }
    mix(*m_ownX, m_fromX, m_frame->x, m_share);
    mix(*m_ownY, m_fromY, m_frame->y, m_share);
    return true;
}

void MapGlide::arrive() {
    m_share = 1;
    m_ownX.reset();
    m_ownY.reset();
    m_fromX = {};
    m_fromY = {};
    m_x = m_frame ? Coordinates(m_frame, &m_frame->x) : nullptr;
    m_y = m_frame ? Coordinates(m_frame, &m_frame->y) : nullptr;
}

std::optional<QPointF> MapGlide::at(Index image) const {
    if (!m_x || image < 0 || image >= static_cast<Index>(std::min(m_x->size(), m_y->size())))
        return std::nullopt;
    const float x = (*m_x)[static_cast<std::size_t>(image)], y = (*m_y)[static_cast<std::size_t>(image)];
    if (!std::isfinite(x) || !std::isfinite(y)) return std::nullopt;
    return QPointF(x, y);
}

std::optional<QPointF> MapGlide::project(const Vector& z) const {
    if (!m_frame || z.size() == 0 || z.size() != m_frame->projection.axes.cols()) return std::nullopt;
    const Affine here = mixed();
    const Eigen::Vector2f shown = here.axes * z + here.offset;
    if (!shown.allFinite()) return std::nullopt;
    return QPointF(shown.x(), shown.y());
}

MapGlide::Clock::time_point MapGlide::moment() const {
    if (!m_frame) return {};
    if (!m_ownX) return m_frame->taken;
    return m_fromMoment +
           std::chrono::duration_cast<Clock::duration>(m_share * (m_frame->taken - m_fromMoment));
}

MapGlide::Affine MapGlide::affineOf(const Projection& projection) {
    return {projection.scale * projection.axes, -projection.scale * (projection.axes * projection.origin)};
}

MapGlide::Affine MapGlide::mixed() const {
    Affine to = affineOf(m_frame->projection);
    if (!m_ownX) return to;
    to.axes = m_from.axes + m_share * (to.axes - m_from.axes);
    to.offset = m_from.offset + m_share * (to.offset - m_from.offset);
    return to;
}

} // namespace latent
