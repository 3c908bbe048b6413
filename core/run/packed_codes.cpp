// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/packed_codes.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <utility>

namespace latent {
namespace {

constexpr Index kImagesTogether = 64; // whose integers stay in the first-level cache
constexpr float kMost = std::numeric_limits<float>::max();
constexpr float kRoom = 2;         // on either side of the codes, as a multiple of their range
constexpr float kLargestWaste = 8; // a scale so much coarser than needed is given up
constexpr float kSmallestRange = 1e-30F;
constexpr float kSmallestShare = 1e-5F; // of the codes' size: finer than that, floats themselves are coarse

/// Turns codes into integers, some images at a time: offsets and steps lie repeated side by side, so that one
/// loop runs over neighbours whatever the latent size.
class Quantiser {
  public:
    explicit Quantiser(const CodeScale& scale)
        : m_latent(scale.offset.size())
        , m_offset(scale.offset.replicate(kImagesTogether, 1))
        , m_inverse(scale.step.cwiseInverse().replicate(kImagesTogether, 1)) {}

    /// codes [latent, count] to values, count ≤ kImagesTogether. Whether all finite codes are within the
    /// scale's range.
    bool quantise(const float* codes, Index count, std::uint16_t* values) const {
        const float* const offset = m_offset.data();
        const float* const inverse = m_inverse.data();
        constexpr float kEnd = CodeScale::kLargest + 1;
        int strange = 0;
        for (Index i = 0; i < count * m_latent; ++i) {
            const float place = (codes[i] - offset[i]) * inverse[i] + 0.5F;
            strange |= !(place >= 0 && place < kEnd);
            const float above = place > 0 ? place : 0; // NaN becomes 0
            values[i] = static_cast<std::uint16_t>(static_cast<int>(above < kEnd ? above : 0));
        }
        return strange == 0 || markNotFinite(codes, count * m_latent, values);
    }

  private:
    // Whether all others are within the range.
    bool markNotFinite(const float* codes, Index count, std::uint16_t* values) const {
        bool within = true;
        for (Index i = 0; i < count; ++i) {
            if (!std::isfinite(codes[i])) {
                values[i] = CodeScale::kNotFinite;
                continue;
            }
            const float place = (codes[i] - m_offset[i]) * m_inverse[i] + 0.5F;
            within = within && place >= 0 && place < CodeScale::kLargest + 1;
        }
        return within;
    }

    Index m_latent;
    Vector m_offset; // [latent · kImagesTogether]
    Vector m_inverse;
};

/// The least and the largest finite code of each dimension [latent]; the wrong way round if there is none.
std::pair<Vector, Vector> finiteRange(const Matrix& codes) {
    const Index latent = codes.rows();
    const Index width = latent * kImagesTogether;
    Vector low = Vector::Constant(width, kMost); // of every so many-th image
    Vector high = -low;
    for (Index first = 0; first < codes.size(); first += width) {
        const float* const block = codes.data() + first;
        const Index count = std::min(width, codes.size() - first);
        for (Index i = 0; i < count; ++i) {
            const float code = block[i];
            const bool finite = code >= -kMost && code <= kMost;
            low[i] = finite && code < low[i] ? code : low[i];
            high[i] = finite && code > high[i] ? code : high[i];
        }
    }
    const Eigen::Map<const Matrix> lows(low.data(), latent, kImagesTogether);
    const Eigen::Map<const Matrix> highs(high.data(), latent, kImagesTogether);
    return {lows.rowwise().minCoeff(), highs.rowwise().maxCoeff()};
}

/// Calls visit(first, count, values, within) for all images, some at a time, until it returns false. Whether
/// it never did.
template <class Visit>
bool forQuantised(const Matrix& codes, const CodeScale& scale, Visit visit) {
    const Quantiser quantiser(scale);
    std::vector<std::uint16_t> values(static_cast<std::size_t>(codes.rows() * kImagesTogether));
    for (Index first = 0; first < codes.cols(); first += kImagesTogether) {
        const Index count = std::min(kImagesTogether, codes.cols() - first);
        const bool within = quantiser.quantise(codes.data() + first * codes.rows(), count, values.data());
        if (!visit(first, count, values.data(), within)) return false;
    }
    return true;
}

/// Whether codes can go on with a scale that was made for others.
bool fits(const CodeScale& scale, const CodeScale& fresh) {
    const auto top = [](const CodeScale& s) { return s.offset + CodeScale::kLargest * s.step; };
    // Its inner part holds the codes themselves, with whatever room is left.
    const Vector range = fresh.step * (CodeScale::kLargest / (2 * kRoom + 1));
    const Vector low = fresh.offset + kRoom * range;
    const Vector high = low + range;
    return ((scale.offset.array() < low.array()) && (top(scale).array() > high.array()) &&
            (scale.step.array() < kLargestWaste * fresh.step.array()))
        .all();
}

/// One image's integers as codes.
struct Unpacker {
    explicit Unpacker(const CodeSheet::Content& content)
        : latent(content.latent)
        , values(content.values.data())
        , offset(content.scale.offset.data())
        , step(content.scale.step.data()) {}

    float code(Index image, Index dimension) const {
        const std::uint16_t value = values[image * latent + dimension];
        return value == CodeScale::kNotFinite
                   ? std::numeric_limits<float>::quiet_NaN()
                   : offset[dimension] + step[dimension] * static_cast<float>(value);
    }
    void unpack(Index image, float* codes) const {
        for (Index d = 0; d < latent; ++d) codes[d] = code(image, d);
    }

    Index latent;
    const std::uint16_t* values;
    const float* offset;
    const float* step;
};

std::array<std::uint8_t, 256> placesAfter(std::span<const int> kept, int first) {
    std::array<std::uint8_t, 256> places{};
    std::size_t next = 0;
    for (int stamp = 0; stamp < CodeSheet::kEarlier; ++stamp) {
        while (next < kept.size() && kept[next] < stamp) ++next;
        places[static_cast<std::size_t>(stamp)] = static_cast<std::uint8_t>(first + static_cast<int>(next));
    }
    places[CodeSheet::kEarlier] = CodeSheet::kEarlier;
    return places;
}

} // namespace

CodeScale CodeScale::covering(const Matrix& codes) {
    const auto [low, high] = finiteRange(codes);
    CodeScale scale{Vector::Zero(codes.rows()), Vector::Ones(codes.rows())};
    for (Index d = 0; d < codes.rows(); ++d) {
        if (low[d] > high[d]) continue;
        // In double: the range of finite floats may be none.
        const double size = std::max(std::abs(low[d]), std::abs(high[d]));
        const double range =
            std::max({double{high[d]} - low[d], kSmallestShare * size, double{kSmallestRange}});
        const double from = std::max(low[d] - kRoom * range, double{-kMost});
        const double to = std::min(low[d] + (kRoom + 1) * range, double{kMost});
        scale.offset[d] = static_cast<float>(from);
        scale.step[d] = static_cast<float>((to - from) / kLargest);
    }
    return scale;
}

CodeSheet::CodeSheet(const Matrix& codes)
    : m_content{codes.rows(), CodeScale::covering(codes),
                std::vector<std::uint16_t>(static_cast<std::size_t>(codes.size())),
                std::vector<std::uint8_t>(static_cast<std::size_t>(codes.cols()), 0)} {
    quantiseAll(codes);
}

// Codes are compared as integers on the scale of `before`: its codes are not known more finely.
CodeSheet::CodeSheet(const CodeSheet& before, const Matrix& codes)
    : m_content{codes.rows(), CodeScale::covering(codes),
                std::vector<std::uint16_t>(static_cast<std::size_t>(codes.size())),
                std::vector<std::uint8_t>(static_cast<std::size_t>(codes.cols()), 0)} {
    assert(before.latent() == latent() && before.images() == images());
    const bool sameScale = fits(before.scale(), scale());
    if (sameScale) {
        m_content.scale = before.scale();
    } else {
        quantiseAll(codes);
    }
    before.reading([&](const Content& old) {
        forQuantised(
            codes, old.scale, [&](Index first, Index count, const std::uint16_t* values, bool within) {
                const std::uint16_t* known = old.values.data() + first * latent();
                if (sameScale)
                    std::copy_n(values, count * latent(), m_content.values.data() + first * latent());
                for (Index i = 0; i < count; ++i, known += latent(), values += latent()) {
                    if (within && std::equal(known, known + latent(), values))
                        m_content.stamps[static_cast<std::size_t>(first + i)] = kEarlier;
                }
                return true;
            });
    });
}

void CodeSheet::quantiseAll(const Matrix& codes) {
    forQuantised(codes, m_content.scale, [&](Index first, Index count, const std::uint16_t* values, bool) {
        std::copy_n(values, count * latent(), m_content.values.data() + first * latent());
        return true;
    });
}

CodeSheet::CodeSheet(Content content)
    : m_content(std::move(content)) {
    assert(m_content.values.size() == static_cast<std::size_t>(latent() * images()));
}

bool CodeSheet::take(const Matrix& codes, int moment) {
    assert(codes.rows() == latent() && codes.cols() == images() && moment < kMostMoments);
    m_changed.clear();
    m_codes.clear();
    const auto size = static_cast<std::size_t>(latent());
    // Nobody else writes, so that this thread may read without the lock.
    const bool taken = forQuantised(
        codes, m_content.scale, [&](Index first, Index count, const std::uint16_t* values, bool within) {
            if (!within) return false;
            const std::uint16_t* known = m_content.values.data() + first * latent();
            for (Index i = 0; i < count; ++i, known += size, values += size) {
                if (std::memcmp(known, values, size * sizeof(*known)) == 0) continue;
                if (m_content.stamps[static_cast<std::size_t>(first + i)] != kEarlier) return false;
                m_changed.push_back(static_cast<std::uint32_t>(first + i));
                m_codes.insert(m_codes.end(), values, values + size);
            }
            return true;
        });
    if (!taken) return false;
    const std::unique_lock lock(m_mutex);
    for (std::size_t i = 0; i < m_changed.size(); ++i) {
        std::copy_n(m_codes.data() + i * size, size, m_content.values.data() + m_changed[i] * size);
        m_content.stamps[m_changed[i]] = static_cast<std::uint8_t>(moment);
    }
    return true;
}

CodeSheet::Content CodeSheet::merged(const CodeSheet& earlier, std::span<const int> earlierMoments,
                                     const CodeSheet& later, std::span<const int> laterMoments) {
    assert(earlier.latent() == later.latent() && earlier.images() == later.images());
    const int earlierCount = static_cast<int>(earlierMoments.size());
    assert(earlierCount + static_cast<int>(laterMoments.size()) < kMostMoments);
    Content both;
    later.reading([&](const Content& content) { both = content; });
    const auto laterPlaces = placesAfter(laterMoments, earlierCount);
    const auto earlierPlaces = placesAfter(earlierMoments, 0);
    earlier.reading([&](const Content& old) {
        for (std::size_t image = 0; image < both.stamps.size(); ++image) {
            std::uint8_t& stamp = both.stamps[image];
            stamp = stamp != kEarlier ? laterPlaces[stamp] : earlierPlaces[old.stamps[image]];
        }
    });
    return both;
}

PackedCodes::PackedCodes(SheetPtr sheet, SheetPtr before, int moment)
    : m_sheet(std::move(sheet))
    , m_before(std::move(before)) {
    for (int stamp = 0; stamp <= CodeSheet::kMostMoments; ++stamp)
        m_ways[static_cast<std::size_t>(stamp)] = stamp <= moment ? 1 : 0;
    m_ways[CodeSheet::kEarlier] = 1;
    if (!m_before) m_ways.fill(1);
}

PackedCodes::PackedCodes(SheetPtr sheet, SheetPtr before, const Ways& ways)
    : m_sheet(std::move(sheet))
    , m_before(std::move(before))
    , m_ways(ways)
    , m_interpolated(true) {
    m_ways[CodeSheet::kEarlier] = 1;
    if (!m_before) m_ways.fill(1);
}

template <class Visit>
void PackedCodes::forCodes(Visit visit) const {
    std::array<float, kMaxLatent> mixed{};
    const auto visitAll = [&](const CodeSheet::Content& content, const Unpacker& before) {
        const Unpacker after(content);
        for (Index image = 0; image < images(); ++image) {
            const float way = m_ways[content.stamps[static_cast<std::size_t>(image)]];
            (way < 1 ? before : after).unpack(image, mixed.data());
            if (way > 0 && way < 1) {
                for (Index d = 0; d < latent(); ++d)
                    mixed[static_cast<std::size_t>(d)] +=
                        way * (after.code(image, d) - mixed[static_cast<std::size_t>(d)]);
            }
            visit(image, mixed.data());
        }
    };
    m_sheet->reading([&](const CodeSheet::Content& content) {
        if (!m_before) return visitAll(content, Unpacker(content));
        m_before->reading([&](const CodeSheet::Content& old) { visitAll(content, Unpacker(old)); });
    });
}

void PackedCodes::unpack(Matrix& codes) const {
    codes.resize(latent(), images());
    float* const out = codes.data();
    forCodes([&](Index image, const float* code) { std::copy_n(code, latent(), out + image * latent()); });
}

Matrix PackedCodes::unpack() const {
    Matrix codes;
    unpack(codes);
    return codes;
}

void PackedCodes::mixInto(Matrix& codes, float fraction) const {
    assert(codes.rows() == latent() && codes.cols() == images());
    float* const out = codes.data();
    forCodes([&](Index image, const float* code) {
        float* const mixed = out + image * latent();
        for (Index d = 0; d < latent(); ++d) mixed[d] += fraction * (code[d] - mixed[d]);
    });
}

void unpackBetween(const PackedCodes& before, const PackedCodes& after, float fraction, Matrix& codes) {
    if (fraction >= 1) return after.unpack(codes);
    before.unpack(codes);
    if (fraction > 0) after.mixInto(codes, fraction);
}

} // namespace latent
