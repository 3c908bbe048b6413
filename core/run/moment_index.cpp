// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/moment_index.h"

#include "core/run/thinning.h"

#include <algorithm>
#include <limits>

namespace latent {

template <class Visit>
void MomentIndex::forMomentsWithCodes(Visit visit) const {
    for (std::size_t sheet = 0; sheet < sheets.size(); ++sheet) {
        for (std::size_t moment = 0; moment < sheets[sheet].front.moments.size(); ++moment) {
            if (hasCodes({sheet, moment})) visit(Place{sheet, moment});
        }
    }
}

MomentIndex::Neighbours MomentIndex::around(std::int64_t step) const {
    Neighbours found;
    forMomentsWithCodes([&](const Place& place) {
        if (at(place).info->step <= step) found.before = place;
        if (at(place).info->step >= step && !found.after) found.after = place;
    });
    return found;
}

std::optional<MomentIndex::Place> MomentIndex::nearest(std::int64_t step) const {
    const auto [before, after] = around(step);
    if (!before || !after) return before ? before : after;
    return step - at(*before).info->step <= at(*after).info->step - step ? before : after;
}

std::optional<std::size_t> MomentIndex::nearestWeights(std::int64_t step) const {
    std::optional<std::size_t> nearest;
    const auto distance = [&](std::size_t i) { return std::abs(weights[i].info->step - step); };
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (!weights[i].lost && (!nearest || distance(i) < distance(*nearest))) nearest = i;
    }
    return nearest;
}

std::vector<MomentMark> MomentIndex::marks() const {
    std::vector<MomentMark> marks;
    const auto add = [&](const MomentInfo& info, bool codes) {
        marks.push_back({.step = info.step,
                         .epoch = info.epoch,
                         .seconds = info.seconds,
                         .hasCodes = codes,
                         .hasWeights = !codes});
    };
    auto next = weights.begin();
    const auto addWeightsBefore = [&](std::int64_t step) {
        for (; next != weights.end() && next->info->step < step; ++next) {
            if (!next->lost) add(*next->info, false);
        }
    };
    forMomentsWithCodes([&](const Place& place) {
        const MomentInfo& info = *at(place).info;
        addWeightsBefore(info.step);
        add(info, true);
        if (next == weights.end() || next->info->step != info.step) return;
        marks.back().hasWeights = !next->lost;
        ++next;
    });
    addWeightsBefore(std::numeric_limits<std::int64_t>::max());
    return marks;
}

std::size_t MomentIndex::momentCount() const {
    std::size_t count = 0;
    for (const KeptSheet& sheet : sheets) count += sheet.front.moments.size();
    return count;
}

std::optional<std::int64_t> MomentIndex::lastCodes() const {
    if (sheets.empty()) return std::nullopt;
    return sheets.back().front.moments.back().info->step;
}

std::optional<std::int64_t> MomentIndex::lastWeights() const {
    if (weights.empty()) return std::nullopt;
    return weights.back().info->step;
}

std::optional<std::size_t> MomentIndex::before(std::size_t sheet) const {
    while (sheet-- > 0) {
        const SheetFront& front = sheets[sheet].front;
        if (!sheets[sheet].lost && !front.cut && front.latent == sheets[sheet + 1].front.latent &&
            front.images == sheets[sheet + 1].front.images)
            return sheet;
    }
    return std::nullopt;
}

bool MomentIndex::needsBefore(const Place& place) const {
    const SheetFront& front = sheets[place.sheet].front;
    const bool atEnd = place.moment + 1 == front.moments.size() && !front.cut;
    return !atEnd && !front.whole;
}

bool MomentIndex::mayGrow(const Place& place) const {
    return place.sheet + 1 == sheets.size() && before(place.sheet).has_value();
}

bool MomentIndex::hasCodes(const Place& place) const {
    return !sheets[place.sheet].lost && (!needsBefore(place) || before(place.sheet));
}

std::optional<PackedCodes::Ways> MomentIndex::waysOf(const Place& place) const {
    const KeptSheet& sheet = sheets[place.sheet];
    const std::optional<std::size_t> earlier = before(place.sheet);
    if (!needsBefore(place) || !earlier) return std::nullopt;
    const SheetFront& known = sheets[*earlier].front;
    if (!sheet.front.merged() && known.last + 1 == sheet.front.first) return std::nullopt;
    const std::int64_t start = known.moments.back().info->step;
    const std::int64_t here = at(place).info->step;
    PackedCodes::Ways ways{};
    std::fill_n(ways.begin(), at(place).place + 1, 1.0F);
    // A stamp is the place of a moment, or of one that has been forgotten since: then it counts as the next.
    int from = at(place).place + 1;
    for (std::size_t i = place.moment + 1; i < sheet.front.moments.size(); ++i) {
        const SheetMoment& later = sheet.front.moments[i];
        const double way = static_cast<double>(here - start) / static_cast<double>(later.info->step - start);
        for (; from <= later.place; ++from) ways[static_cast<std::size_t>(from)] = static_cast<float>(way);
    }
    return ways;
}

std::optional<MomentIndex::Place> MomentIndex::leastMissedMoment() const {
    std::vector<KeptStep> steps;
    std::vector<Place> places;
    for (std::size_t sheet = 0; sheet < sheets.size(); ++sheet) {
        const std::vector<SheetMoment>& moments = sheets[sheet].front.moments;
        for (std::size_t i = 0; i < moments.size(); ++i) {
            const std::int64_t step = moments[i].info->step;
            const bool endOfOthers = i > 0 && i + 1 == moments.size();
            steps.push_back({step, endOfOthers || hasWeights(step)});
            places.push_back({sheet, i});
        }
    }
    const std::optional<std::size_t> least = leastMissed(steps);
    return least ? std::optional(places[*least]) : std::nullopt;
}

std::optional<std::size_t> MomentIndex::pairToMerge(std::size_t count) const {
    std::optional<std::size_t> best;
    double bestSpan = std::numeric_limits<double>::infinity();
    const auto endOf = [&](std::size_t i) { return sheets[i].front.moments.back().info->step; };
    for (std::size_t i = 1; i + 1 < count; ++i) {
        const SheetFront& first = sheets[i].front;
        const SheetFront& second = sheets[i + 1].front;
        const bool alike = first.latent == second.latent && first.images == second.images;
        const bool tooMany = first.moments.size() + second.moments.size() >= CodeSheet::kMostMoments;
        if (!alike || tooMany) continue;
        const std::int64_t whole = *lastCodes();
        const double span = placeInRun(endOf(i + 1), whole) - placeInRun(endOf(i - 1), whole);
        if (span >= bestSpan) continue;
        bestSpan = span;
        best = i;
    }
    return best;
}

std::size_t MomentIndex::weightsToDrop(std::int64_t next) const {
    std::vector<KeptStep> steps;
    for (const KeptWeights& kept : weights) steps.push_back({kept.info->step});
    steps.push_back({next});
    return leastMissed(steps).value_or(0);
}

KeptSheet* MomentIndex::sheetNumbered(std::uint64_t last) {
    const auto found = std::find_if(sheets.begin(), sheets.end(),
                                    [&](const KeptSheet& sheet) { return sheet.front.last == last; });
    return found == sheets.end() || found->lost ? nullptr : &*found;
}

KeptWeights* MomentIndex::weightsAt(std::int64_t step) {
    const auto found = std::find_if(weights.begin(), weights.end(),
                                    [&](const KeptWeights& kept) { return kept.info->step == step; });
    return found == weights.end() || found->lost ? nullptr : &*found;
}

bool MomentIndex::hasWeights(std::int64_t step) const {
    return std::any_of(weights.begin(), weights.end(),
                       [&](const KeptWeights& kept) { return kept.info->step == step && !kept.lost; });
}

} // namespace latent
