// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"
#include "core/model/configuration.h"

#include <array>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <span>
#include <vector>

namespace latent {

/// How codes become 16-bit integers and back: code ≈ offset + step · integer. Codes within [offset, offset +
/// kLargest · step] are off by at most half a step (1/25,000 of their range where the scale was made for
/// them), plus the rounding of a few floats; those that are not finite come back as NaN.
struct CodeScale {
    static constexpr std::uint16_t kLargest = 65534;
    static constexpr std::uint16_t kNotFinite = 65535;

    Vector offset; // [latent]
    Vector step;   // [latent], > 0

    /// Covers the finite codes [latent, images], with twice their range free on either side: codes spread as
    /// a model trains.
    static CodeScale covering(const Matrix& codes);
    bool operator==(const CodeScale& other) const { return offset == other.offset && step == other.step; }
};

/// The codes of all images over some moments of training, while each image is seen at most once: its last
/// code, and the first moment that has it. Before that moment an image has the code that it had at the end of
/// the sheet before. So all moments of an epoch take the room of one.
///
/// Grows by take(); what a moment has seen never changes. Any thread may read while one takes.
class CodeSheet {
  public:
    static constexpr std::uint8_t kEarlier = 255; // the stamp of an image that has not changed in this sheet
    static constexpr int kMostMoments = 255;

    /// What is stored of a sheet.
    struct Content {
        Index latent = 0;
        CodeScale scale;
        std::vector<std::uint16_t> values; // [latent, images]
        std::vector<std::uint8_t> stamps;  // [images]: moment of this sheet, or kEarlier
    };

    /// All codes are new at moment 0. At most kMaxLatent dimensions.
    explicit CodeSheet(const Matrix& codes);
    /// Goes on from the end of `before`, of the same size: what differs is new at moment 0. Keeps its scale
    /// where that still fits.
    CodeSheet(const CodeSheet& before, const Matrix& codes);
    /// The sizes of its parts must agree.
    explicit CodeSheet(Content content);

    /// Codes at a later moment of this sheet. Returns false and leaves everything as it was if an image
    /// changes for the second time or leaves the scale's range: a new sheet must begin.
    bool take(const Matrix& codes, int moment);
    /// The two sheets as one, with only these moments of each, in order. Images that change in both lose
    /// their code in between. An image that changes after the last of its sheet's moments given here does so
    /// after all that are left.
    static Content merged(const CodeSheet& earlier, std::span<const int> earlierMoments,
                          const CodeSheet& later, std::span<const int> laterMoments);

    Index latent() const { return m_content.latent; }
    Index images() const { return static_cast<Index>(m_content.stamps.size()); }
    const CodeScale& scale() const { return m_content.scale; }

    /// Calls read(content) while nothing is taken.
    template <class Read>
    void reading(Read read) const {
        const std::shared_lock lock(m_mutex);
        read(m_content);
    }

  private:
    void quantiseAll(const Matrix& codes);

    mutable std::shared_mutex m_mutex; // guards values and stamps
    Content m_content;
    std::vector<std::uint32_t> m_changed; // scratch of take(): images
    std::vector<std::uint16_t> m_codes;   // and their codes, one after the other
};

/// The codes of every image at one moment. Immutable; any thread.
class PackedCodes {
  public:
    using SheetPtr = std::shared_ptr<const CodeSheet>;
    /// Of each moment of the sheet, how far the moment asked for is on the way to it from the end of the
    /// sheet before, 0 … 1.
    using Ways = std::array<float, CodeSheet::kMostMoments + 1>;

    /// The codes at `moment`, exactly as they were. before: null if the sheet is the first, whose codes are
    /// then all of its last moment.
    PackedCodes(SheetPtr sheet, SheetPtr before, int moment);
    /// Where the sheet's own predecessor is lost or merged into it: an image moves evenly from `before` to
    /// where it was seen next.
    PackedCodes(SheetPtr sheet, SheetPtr before, const Ways& ways);

    Index latent() const { return m_sheet->latent(); }
    Index images() const { return m_sheet->images(); }
    /// Whether these are codes between known ones.
    bool interpolated() const { return m_interpolated; }

    /// Overwrites codes [latent, images].
    void unpack(Matrix& codes) const;
    Matrix unpack() const;
    /// Moves codes [latent, images] towards these by a fraction of the way.
    void mixInto(Matrix& codes, float fraction) const;

  private:
    template <class Visit>
    void forCodes(Visit visit) const;

    SheetPtr m_sheet;
    SheetPtr m_before;
    Ways m_ways{}; // by stamp
    bool m_interpolated = false;
};

/// Overwrites codes [latent, images] with (1 − fraction) · before + fraction · after, which are of one size.
void unpackBetween(const PackedCodes& before, const PackedCodes& after, float fraction, Matrix& codes);

} // namespace latent
