// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace latent {

/// What is to be drawn into each band of rows of a picture, in the order in which it came. A band's pixels
/// fit a cache that those of a whole picture would not.
template <class Stamp>
class SplatBands {
  public:
    /// Empties all; so many from now on. Bands that lately held much less than they once did let go of it.
    void reset(std::size_t bands) {
        m_bands.resize(bands);
        for (Band& band : m_bands) {
            if (band.stamps.size() > 2 * (band.count() + kLeastRoom)) band.stamps = {};
            band.end = band.stamps.data();
        }
    }

    /// Before add(): room for so many more in each band.
    void makeRoom(std::size_t more) {
        for (Band& band : m_bands) {
            const std::size_t count = band.count();
            if (band.stamps.size() - count >= more) continue;
            const std::size_t wanted = count + count / 4 + more;
            band.stamps.reserve(wanted); // by itself it would take twice what it has
            band.stamps.resize(wanted);
            band.end = band.stamps.data() + count;
        }
    }
    void add(std::size_t band, Stamp stamp) { *m_bands[band].end++ = stamp; }
    void clear(std::size_t band) { m_bands[band].end = m_bands[band].stamps.data(); }

    std::size_t size() const { return m_bands.size(); }
    std::span<const Stamp> of(std::size_t band) const {
        return {m_bands[band].stamps.data(), m_bands[band].count()};
    }

  private:
    static constexpr std::size_t kLeastRoom = 256;

    struct Band {
        std::vector<Stamp> stamps; // those before end, and room
        Stamp* end = nullptr;
        std::size_t count() const { return static_cast<std::size_t>(end - stamps.data()); }
    };
    std::vector<Band> m_bands;
};

} // namespace latent
