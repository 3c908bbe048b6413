// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/base/matrix.h"
#include "core/run/looking.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

// What is asked of a trained model and what comes back: plain values that cross threads.
// Every image here is a column [pixels] of means of p(x|z), 0 … 1.
namespace latent {

/// How far the sliders reach, one entry a dimension: ±3 of the prior, or the codes' mean ± 3 spreads.
struct LatentRange {
    Vector low;  // [latent]
    Vector high; // [latent]
    bool prior = true;

    Vector centre() const { return 0.5F * (low + high); }
};

/// An affine map from codes to the plane: p = scale · axes · (z − origin).
struct Projection {
    Matrix axes;                          // [2, latent], orthonormal rows
    Vector origin;                        // [latent]
    std::array<float, 2> explained{0, 0}; // share of the codes' variance along each axis
    float scale = 1;                      // other than 1 where a map is aligned with another

    Eigen::Vector2f project(const Vector& z) const { return scale * (axes * (z - origin)); }
    /// The point nearest to z that is shown at p.
    Vector lift(const Vector& z, const Eigen::Vector2f& p) const {
        return z + axes.transpose() * ((p - project(z)) / scale);
    }
};

/// Where the map draws every image.
struct MapFrame {
    MapAxes asked;
    Projection projection;
    Projection own;       // before the map was aligned with another; the same where it was not
    std::vector<float> x; // [images]
    std::vector<float> y; // [images]
    std::chrono::steady_clock::time_point taken{}; // of the snapshot whose codes these are
};
using MapFramePtr = std::shared_ptr<const MapFrame>;

/// What the sliders show of a point. Answered in decoding.h.
struct StripsQuestion {
    Vector point; // [latent]
    LatentRange range;
    int frames = 0;
    bool image = true;           // the decoded point itself
    std::vector<int> dimensions; // whose strips
    int previewStep = 1;         // of the strips; see previewModel
};

/// The decoded point, and for some dimensions what moving one alone would decode.
struct FilmStrips {
    StripsQuestion asked;
    Vector image; // [pixels]; empty: not asked
    ImageShape imageShape;
    Matrix strips; // [pixels, dimensions × frames], a dimension's frames side by side, from low to high
    ImageShape stripShape;
};

/// One image of the set, seen by the model.
struct Inspection {
    Index image = -1;
    Vector original;              // [pixels]
    Vector reconstruction;        // [pixels], decoded from m
    Vector mean;                  // [latent]
    Vector sigma;                 // [latent]
    Vector kl;                    // [latent], nats
    float reconstructionNats = 0; // of the decoding of m
    float klNats = 0;
    std::vector<Index> neighbours; // the nearest images by code, nearest first, without the image itself
};

/// A grid of points and what they are decoded to, row by row from the top left.
struct ImageGrid {
    int columns = 0;
    Matrix points; // [latent, cells]
    Matrix images; // [pixels, cells]; empty: not decoded
    ImageShape shape;
    bool complete = false; // every image is its point's: else some are of a point before
};

/// Decoder means over two dimensions, through the inverse Gaussian CDF where there is a prior.
/// The top row is the highest value of dimension y.
struct Manifold {
    int x = 0;
    int y = 1;
    ImageGrid grid;
    std::vector<float> xValues; // [columns], left to right
    std::vector<float> yValues; // [rows], top to bottom
};

} // namespace latent
