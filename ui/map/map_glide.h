// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/results.h"

#include <QPointF>

#include <chrono>
#include <optional>

namespace latent {

/// Where the map shows every point while its codes move on: from one frame to the next in a straight line, in
/// about the time that lay between the two. Sample order is kept: point i is image i.
class MapGlide {
  public:
    using Clock = std::chrono::steady_clock;
    using Coordinates = std::shared_ptr<const std::vector<float>>;

    /// A pause or a slow snapshot must not make a journey of it.
    static constexpr std::chrono::milliseconds kLongest{160};
    /// More points than this take longer to draw than to arrive.
    static constexpr std::size_t kMostPoints = 250'000;

    /// false: points jump to each new frame.
    void setGliding(bool gliding) { m_gliding = gliding; }
    /// Sets out for a frame from where the points are now. Jumps if they cannot glide: another number of
    /// images, other axes, very many points. null: no points.
    void head(MapFramePtr frame, Clock::time_point now);
    /// Moves the points on. True while they are under way.
    bool advance(Clock::time_point now);

    const Coordinates& x() const { return m_x; } // [images]; null without a frame
    const Coordinates& y() const { return m_y; }
    /// Where image i is shown; nothing if it is not.
    std::optional<QPointF> at(Index image) const;
    /// Where a point of the latent space is shown; nothing without a frame of its size.
    std::optional<QPointF> project(const Vector& z) const;
    /// The moment of training that is shown: between those of the two frames while the points are under way.
    Clock::time_point moment() const;

  private:
    bool canGlide(const MapFrame& to) const;
    void arrive();
    void depart(MapFramePtr frame, Clock::time_point now);

    /// p = axes · z + offset, which frames can be mixed in.
    struct Affine {
        Matrix axes; // [2, latent]
        Eigen::Vector2f offset{0, 0};
    };
    static Affine affineOf(const Projection& projection);
    Affine mixed() const;

    bool m_gliding = true;
    MapFramePtr m_frame; // that the points head for, or have reached
    Coordinates m_x;
    Coordinates m_y;
    // Under way; all empty at rest.
    std::shared_ptr<std::vector<float>> m_ownX; // what m_x and m_y are
    std::shared_ptr<std::vector<float>> m_ownY;
    std::vector<float> m_fromX;
    std::vector<float> m_fromY;
    Affine m_from;
    Clock::time_point m_fromMoment;
    Clock::time_point m_departed;
    Clock::duration m_time{0};
    float m_share = 1; // of the way, 0 … 1
};

} // namespace latent
