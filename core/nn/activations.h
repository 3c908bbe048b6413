// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/nn/kernels.h"

namespace latent {

/// A range of the flat weight vector, in scalars.
struct WeightRange {
    Index begin = 0;
    Index count = 0;
};

/// How a batch is divided among threads: into shards of `width` images each, in whole lane groups (see
/// kernels.h).
struct Sharding {
    Index width = 0;
    Index shards = 0;

    /// For a batch of at most maxBatch images, in at most `shards` shards.
    static Sharding of(Index maxBatch, Index shards) {
        const Index width = paddedToLanes((maxBatch + shards - 1) / shards);
        return {width, (maxBatch + width - 1) / width};
    }
    Index images() const { return width * shards; }
};

/// A matrix [features, batch], stored feature by feature in shards. Each shard is a separate block,
/// [features, width] with padded stride, one after the other: in a single matrix, a core reading its columns
/// would also fetch some of its neighbour's, which the neighbour would have to fetch back.
template <class S>
class ShardedMatrix {
  public:
    ShardedMatrix() = default;
    /// All elements zero.
    ShardedMatrix(Index features, Sharding sharding)
        : m_features(features)
        , m_width(sharding.width)
        , m_shards(ByFeature<S>::Zero(features * sharding.shards, paddedStride(sharding.width))) {}

    Index features() const { return m_features; }
    Index width() const { return m_width; }
    /// The first `images` columns of a shard, including the rest of their last lane group.
    ByFeatureRef<S> shard(Index index, Index images) { return columns(index, 0, paddedToLanes(images)); }
    ConstByFeatureRef<S> shard(Index index, Index images) const {
        return columns(index, 0, paddedToLanes(images));
    }
    /// Columns [first, first + count) of a shard.
    ByFeatureRef<S> columns(Index index, Index first, Index count) {
        return m_shards.block(index * m_features, first, m_features, count);
    }
    ConstByFeatureRef<S> columns(Index index, Index first, Index count) const {
        return m_shards.block(index * m_features, first, m_features, count);
    }

    /// The data of a shard; null without shards.
    S* data(Index index = 0) { return m_shards.data() + index * distance(); }
    const S* data(Index index = 0) const { return m_shards.data() + index * distance(); }
    /// Scalars from one feature to the next, and from one shard to the next.
    Index stride() const { return m_shards.outerStride(); }
    Index distance() const { return m_features * stride(); }

  private:
    Index m_features = 0;
    Index m_width = 0;
    ByFeature<S> m_shards; // [shards · features, padded width]
};

/// Activations (or their gradients) of a batch: by feature for the products of the passes, and by image if
/// the weight gradients need it (otherwise empty).
template <class S>
struct Activations {
    ShardedMatrix<S> byFeature; // [features, batch]
    MatrixOf<S> byImage;        // [features, batch], or empty

    enum class Layout { ByFeature, Both };
    static Activations zero(Index features, Sharding sharding, Layout layout) {
        Activations made{ShardedMatrix<S>(features, sharding), {}};
        // One column more than the batch, because the last image's last lane group is read beyond its
        // features.
        if (layout == Layout::Both) made.byImage.setZero(paddedStride(features), sharding.images() + 1);
        return made;
    }

    /// Copies the first `images` columns of a shard from one layout to the other.
    void fillByFeature(Index shard, Index images) {
        kernels<S>().transpose(byImage.col(shard * byFeature.width()).data(), byImage.outerStride(), images,
                               byFeature.features(), byFeature.data(shard), byFeature.stride());
    }
    void fillByImage(Index shard, Index images) {
        if (byImage.size() == 0) return;
        kernels<S>().transpose(byFeature.data(shard), byFeature.stride(), byFeature.features(), images,
                               byImage.col(shard * byFeature.width()).data(), byImage.outerStride());
    }
    /// Sets the columns of a shard from `images` on to 0 in both layouts.
    void clearBeyond(Index shard, Index images) {
        const Index width = byFeature.width();
        byFeature.columns(shard, images, width - images).setZero();
        if (byImage.size() > 0) byImage.middleCols(shard * width + images, width - images).setZero();
    }
};

/// Overwrites sums [count] with those of features [first, first + count) over the first `shards` shards of
/// `width` columns each, always in the same order.
template <class S>
void sumOverImages(const ShardedMatrix<S>& matrix, Sharding used, Index first, Index count, S* sums) {
    for (Index i = 0; i < count; ++i) {
        Eigen::Array<S, kLaneGroup, 1> lanes = Eigen::Array<S, kLaneGroup, 1>::Zero();
        for (Index shard = 0; shard < used.shards; ++shard) {
            const S* const row = matrix.data(shard) + (first + i) * matrix.stride();
            for (Index column = 0; column < used.width; column += kLaneGroup)
                lanes += Eigen::Map<const Eigen::Array<S, kLaneGroup, 1>>(row + column);
        }
        sums[i] = lanes.sum();
    }
}

} // namespace latent
