// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "ui/images/area_scale.h"

#include <optional>
#include <unordered_map>

namespace latent {

/// Small pictures of a set's images, each scaled once. Bounded: what was not used for longest goes first.
class ThumbnailCache {
  public:
    static constexpr std::size_t kMostBytes = 96 << 20;

    explicit ThumbnailCache(std::size_t mostBytes = kMostBytes)
        : m_mostBytes(mostBytes) {}

    /// Null: no images.
    void setDataset(DatasetPtr dataset);
    /// What is made is this large along its longer side, in pixels. Other sizes are kept.
    void setSide(int side);
    void setTones(const AreaScale::Tones& tones);

    /// Size of a picture of these images.
    QSize size() const { return m_size; }
    /// Null: to be made.
    const QImage* find(Index image);
    const QImage& make(Index image);
    /// Begins another round of use: what is found in it is not dropped for what is made in it.
    void nextRound() { ++m_round; }
    std::size_t bytes() const { return m_bytes; }

  private:
    struct Kept {
        QImage picture;
        std::int64_t round = 0; // in which it was used last
    };
    std::uint64_t keyOf(Index image) const {
        return static_cast<std::uint64_t>(image) << 16 | static_cast<std::uint64_t>(m_side);
    }
    void clear();
    void dropOldest();

    std::size_t m_mostBytes;
    DatasetPtr m_dataset;
    int m_side = 0;
    QSize m_size;
    std::optional<AreaScale> m_scale;
    AreaScale::Tones m_tones{};
    std::unordered_map<std::uint64_t, Kept> m_kept;
    std::size_t m_bytes = 0;
    std::int64_t m_round = 0;
};

} // namespace latent
