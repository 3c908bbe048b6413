// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/thumbnail_cache.h"

#include <algorithm>

namespace latent {
namespace {

/// Of an entry beyond its pixels, with QImage's own.
constexpr std::size_t kEntryBytes = 256;

std::size_t bytesOf(const QImage& picture) {
    return static_cast<std::size_t>(picture.sizeInBytes()) + kEntryBytes;
}

} // namespace

void ThumbnailCache::clear() {
    m_kept.clear();
    m_bytes = 0;
}

void ThumbnailCache::setDataset(DatasetPtr dataset) {
    const bool same = dataset && m_dataset &&
                      dataset->pixels.bytes.data() == m_dataset->pixels.bytes.data() &&
                      dataset->shape == m_dataset->shape;
    m_dataset = std::move(dataset);
    if (same) return; // other names of the classes
    clear();
    m_scale.reset();
    m_side = 0;
}

void ThumbnailCache::setSide(int side) {
    if (!m_dataset || side == m_side) return;
    const ImageShape& shape = m_dataset->shape;
    m_side = side;
    m_size = QSize(shape.width, shape.height).scaled(side, side, Qt::KeepAspectRatio).expandedTo({1, 1});
    m_scale.emplace(shape, m_size);
}

void ThumbnailCache::setTones(const AreaScale::Tones& tones) {
    if (tones == m_tones) return;
    m_tones = tones;
    clear();
}

const QImage* ThumbnailCache::find(Index image) {
    const auto found = m_kept.find(keyOf(image));
    if (found == m_kept.end()) return nullptr;
    found->second.round = m_round;
    return &found->second.picture;
}

const QImage& ThumbnailCache::make(Index image) {
    if (m_bytes > m_mostBytes) dropOldest();
    Kept& kept = m_kept[keyOf(image)];
    if (!kept.picture.isNull()) m_bytes -= bytesOf(kept.picture);
    kept = {m_scale->scaled(m_dataset->image(image), m_tones), m_round};
    m_bytes += bytesOf(kept.picture);
    return kept.picture;
}

// Half of what is kept, so that it comes seldom; nothing of this round.
void ThumbnailCache::dropOldest() {
    std::vector<std::int64_t> rounds;
    rounds.reserve(m_kept.size());
    for (const auto& [key, kept] : m_kept) rounds.push_back(kept.round);
    const auto middle = rounds.begin() + static_cast<std::ptrdiff_t>(rounds.size() / 2);
    std::nth_element(rounds.begin(), middle, rounds.end());
    const std::int64_t last = std::min(*middle, m_round - 1);
    std::erase_if(m_kept, [&](const auto& entry) {
        if (entry.second.round > last) return false;
        m_bytes -= bytesOf(entry.second.picture);
        return true;
    });
}

} // namespace latent
