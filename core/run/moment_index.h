// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/run/moment_bytes.h"
#include "core/run/spill_file.h"
#include "core/run/timeline.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace latent {

/// A sheet of a timeline, wherever it lies.
struct KeptSheet {
    SheetFront front{};
    std::shared_ptr<const CodeSheet> resident{}; // in memory; null: to be read from its record
    std::optional<SpillRecord> record{};
    bool dirty = true;      // the record, if any, lacks something
    bool lost = false;      // the record was found to be damaged
    bool open = false;      // takes more moments
    std::uint64_t used = 0; // when last

    bool evictable() const { return resident && record && !dirty && !open; }
    std::size_t bytes() const { return static_cast<std::size_t>(sheetBodyBytes(front.latent, front.images)); }
};

struct KeptWeights {
    MomentInfoPtr info{};
    std::uint64_t count = 0;
    std::shared_ptr<const FlatVector<float>> resident{};
    std::optional<SpillRecord> record{};
    bool lost = false;
    std::uint64_t used = 0;

    bool evictable() const { return resident && record; }
    std::size_t bytes() const { return static_cast<std::size_t>(count) * sizeof(float); }
};

/// Which moments a timeline has, and which of them come next, go or are merged. Plain data: locks and the
/// disk are the timeline's affair.
class MomentIndex {
  public:
    std::vector<KeptSheet> sheets;    // by step
    std::vector<KeptWeights> weights; // by step

    struct Place {
        std::size_t sheet = 0;
        std::size_t moment = 0; // among the sheet's moments
    };
    /// The nearest moments with codes at or before a step, and at or after it.
    struct Neighbours {
        std::optional<Place> before;
        std::optional<Place> after;
    };
    Neighbours around(std::int64_t step) const;
    std::optional<Place> nearest(std::int64_t step) const;
    std::optional<std::size_t> nearestWeights(std::int64_t step) const;
    const SheetMoment& at(const Place& place) const {
        return sheets[place.sheet].front.moments[place.moment];
    }

    std::vector<MomentMark> marks() const;
    std::size_t momentCount() const;
    std::optional<std::int64_t> lastCodes() const;
    std::optional<std::int64_t> lastWeights() const;

    /// The sheet before this one whose end is known.
    std::optional<std::size_t> before(std::size_t sheet) const;
    /// Whether the codes of a moment can be told: those of a sheet's last one as a rule; of the others where
    /// the sheet stands alone or there is one before it.
    bool hasCodes(const Place& place) const;
    /// Whether they need the sheet before.
    bool needsBefore(const Place& place) const;
    /// Whether moments may yet be added to its sheet: then the sheet before tells what this one did not see.
    bool mayGrow(const Place& place) const;
    /// Of moments whose codes lie between known ones: how far each image is on its way. None: they are exact.
    std::optional<PackedCodes::Ways> waysOf(const Place& place) const;

    /// Of the moments without weights the one to forget first. The last of a sheet stays as long as others of
    /// it do, since it alone is known without the sheet before.
    std::optional<Place> leastMissedMoment() const;
    /// Of the first so many sheets, the first of the two neighbours that are least missed as two. The first
    /// sheet of all stays as it is. None: they have too many moments.
    std::optional<std::size_t> pairToMerge(std::size_t count) const;
    /// Of the weights and those at a step to come, which ones to give up.
    std::size_t weightsToDrop(std::int64_t next) const;

    KeptSheet* sheetNumbered(std::uint64_t last);
    KeptWeights* weightsAt(std::int64_t step);
    bool hasWeights(std::int64_t step) const;

  private:
    template <class Visit>
    void forMomentsWithCodes(Visit visit) const;
};

} // namespace latent
