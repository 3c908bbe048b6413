// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/ground_decoder.h"

#include <algorithm>

namespace latent {
namespace {

constexpr int kShare = 4; // of what another decoder does at once: there is always more to do here
constexpr std::size_t kMostKnown = 20'000;

} // namespace

void GroundDecoder::forget() {
    drop();
    m_snapshot.reset();
    m_known.clear();
    m_due.clear();
    m_next = 0;
}

void GroundDecoder::show(const Evidence& evidence, const MapFramePtr& frame, const Vector& base,
                         std::vector<TileKey> tiles, const TileGround& there) {
    if (m_known.size() > kMostKnown) m_known.clear();
    if (evidence.snapshot != m_snapshot) ++m_generation;
    m_snapshot = evidence.snapshot;
    m_frame = frame;
    m_base = base;
    const auto generationOf = [&](const TileKey& tile) {
        const auto known = there.has(tile) ? m_known.find(tile) : m_known.end();
        return known == m_known.end() ? std::int64_t{-1} : known->second;
    };
    // A large tile is wanted only until smaller ones hide it.
    std::erase_if(tiles, [&, fine = tiles.empty() ? 0 : tiles.back().level](const TileKey& tile) {
        const std::int64_t generation = generationOf(tile);
        return generation == m_generation || (tile.level > fine && generation >= 0);
    });
    std::ranges::stable_sort(tiles, {}, generationOf);
    m_due = std::move(tiles);
    m_next = 0;
    begin(evidence, 0);
}

LatestQuery::Work GroundDecoder::nextWork(const Evidence& evidence, int step) {
    const std::size_t end =
        std::min(m_due.size(), m_next + static_cast<std::size_t>(itemsAtOnce(kShare, step)));
    std::vector<TileKey> tiles(m_due.begin() + static_cast<std::ptrdiff_t>(m_next),
                               m_due.begin() + static_cast<std::ptrdiff_t>(end));
    m_next = end;
    PicturesQuestion question{Matrix(m_base.size(), static_cast<Index>(tiles.size())), step};
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const QPointF at = tiles[i].middle();
        question.points.col(static_cast<Index>(i)) =
            m_frame->projection.lift(m_base, {static_cast<float>(at.x()), static_cast<float>(at.y())});
    }
    return [this, evidence, generation = m_generation, previews = m_previews, tiles = std::move(tiles),
            question = std::move(question)](const Progress&) -> LatestQuery::Deliver {
        return [this, generation, tiles, pictures = answer(evidence, question, *previews)] {
            for (const TileKey& tile : tiles) m_known[tile] = generation;
            emit ready(tiles, pictures);
        };
    };
}

} // namespace latent
