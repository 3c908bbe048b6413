// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/packed_codes.h"
#include "core/train/snapshot.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latent {

/// A moment without its codes and weights: the small part, which stays in memory.
struct MomentInfo {
    std::int64_t step = 0;
    double epoch = 0;
    double seconds = 0;
    Objective objective;
    PosteriorStatistics posterior; // [latent], or empty
};
using MomentInfoPtr = std::shared_ptr<const MomentInfo>;

/// A moment of a sheet.
struct SheetMoment {
    MomentInfoPtr info;
    int place = 0; // which stamps of the sheet it has
};

/// The front of a sheet's record: which sheets of the run it holds, and its moments.
struct SheetFront {
    std::uint64_t first = 0; // sheets are numbered from 1; a merged one holds several
    std::uint64_t last = 0;
    bool whole = false; // all images are new at its first moment: it stands alone
    bool cut = false;   // it goes on beyond its last moment, to where the run did not go in the end
    Index latent = 0;
    Index images = 0;
    std::vector<SheetMoment> moments{}; // by step

    bool merged() const { return first != last; }
};
std::string bytesOf(const SheetFront& front);
/// Empty if anything in it is not as bytesOf() writes it.
std::optional<SheetFront> sheetFrontOf(std::string_view bytes);
/// The most that bytesOf() makes of a sheet of this latent size.
std::uint64_t mostFrontBytes(Index latent);
/// Scale, values and stamps.
std::uint64_t sheetBodyBytes(Index latent, Index images);

/// The front of the record of a moment's weights.
struct WeightsFront {
    MomentInfoPtr info{};
    std::uint64_t count = 0;
};
std::string bytesOf(const WeightsFront& front);
std::optional<WeightsFront> weightsFrontOf(std::string_view bytes);

} // namespace latent
