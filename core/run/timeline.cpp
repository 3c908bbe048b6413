// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/timeline.h"

#include "core/base/error.h"
#include "core/model/network_layout.h"
#include "core/run/moment_index.h"
#include "core/run/moment_store.h"
#include "core/run/thinning.h"

#include <algorithm>
#include <cassert>
#include <mutex>
#include <utility>

namespace latent {
namespace {

// A moment is taken as soon as it is half as far from the last as it will be in the end: those that are too
// many by then are thinned evenly.
constexpr double kMomentShare = 0.5;
constexpr double kWeightsShare = 1.5; // whose writing costs more: few too many are

constexpr std::uint64_t kMostWeightsFront = 2048;

MomentInfoPtr infoOf(const Snapshot& snapshot, double seconds) {
    auto info = std::make_shared<MomentInfo>();
    info->step = snapshot.step;
    info->epoch = snapshot.epoch;
    info->seconds = seconds;
    info->objective = snapshot.model.objective;
    if (snapshot.posterior.allFinite()) info->posterior = snapshot.posterior;
    return info;
}

std::vector<int> placesOf(const SheetFront& front) {
    std::vector<int> places;
    for (const SheetMoment& moment : front.moments) places.push_back(moment.place);
    return places;
}

MomentPtr momentOf(const MomentInfo& info, std::shared_ptr<const PackedCodes> codes,
                   std::shared_ptr<const FlatVector<float>> weights = nullptr) {
    return std::make_shared<const Moment>(Moment{.step = info.step,
                                                 .epoch = info.epoch,
                                                 .seconds = info.seconds,
                                                 .objective = info.objective,
                                                 .posterior = info.posterior,
                                                 .codes = std::move(codes),
                                                 .weights = std::move(weights)});
}

} // namespace

struct Timeline::State {
    State(std::filesystem::path file, const TimelineLimits& asked)
        : limits(asked)
        , store(std::move(file), asked.memoryBytes) {}

    bool codesDue(std::int64_t step) const;
    bool weightsDue(std::int64_t step) const;

    // By the thread that adds.
    bool addCodes(const Matrix& codes, const MomentInfoPtr& info);
    void thin();
    bool extendSheet(const Matrix& codes, const MomentInfoPtr& info);
    void beginSheet(const Matrix& codes, const MomentInfoPtr& info);
    void closeSheet();
    bool keepsCodes(const Matrix& codes) const;
    std::size_t mostSheets(std::uint64_t bytes, std::uint64_t frontBytes) const;
    void mergeSheets();
    bool addWeights(const FlatVector<float>& weights, const MomentInfoPtr& info);
    std::size_t mostWeights(std::size_t count) const;

    // By any.
    MomentPtr momentNear(std::int64_t step) const;

    const TimelineLimits limits;
    MomentStore store;
    std::mutex adding;                // held by whoever changes something; guards what follows
    std::shared_ptr<CodeSheet> sheet; // that takes moments; the store's last. Null: the next one stands alone
    int nextPlace = 0;                // of a moment in it
    std::uint64_t nextNumber = 1;
};

bool Timeline::State::codesDue(std::int64_t step) const {
    return isDue(step, store.reading([](const MomentIndex& index) { return index.lastCodes(); }),
                 limits.moments, kMomentShare);
}

bool Timeline::State::weightsDue(std::int64_t step) const {
    return isDue(step, store.reading([](const MomentIndex& index) { return index.lastWeights(); }),
                 limits.weights, kWeightsShare);
}

bool Timeline::State::addCodes(const Matrix& codes, const MomentInfoPtr& info) {
    if (!keepsCodes(codes)) return false;
    if (!extendSheet(codes, info)) beginSheet(codes, info);
    thin();
    return true;
}

void Timeline::State::thin() {
    while (store.index().momentCount() > static_cast<std::size_t>(std::max(limits.moments, 1))) {
        const std::optional<MomentIndex::Place> least = store.index().leastMissedMoment();
        if (!least) return;
        store.removeMoment(*least);
    }
}

bool Timeline::State::keepsCodes(const Matrix& codes) const {
    return codes.size() > 0 && codes.rows() <= kMaxLatent &&
           3 * sheetBodyBytes(codes.rows(), codes.cols()) <= limits.memoryBytes;
}

bool Timeline::State::extendSheet(const Matrix& codes, const MomentInfoPtr& info) {
    if (!sheet || sheet->latent() != codes.rows() || sheet->images() != codes.cols()) return false;
    if (nextPlace == CodeSheet::kMostMoments || !sheet->take(codes, nextPlace)) return false;
    store.change([&](MomentIndex& index) {
        KeptSheet& kept = index.sheets.back();
        kept.front.moments.push_back({info, nextPlace});
        kept.resident = sheet;
        kept.dirty = true;
    });
    ++nextPlace;
    return true;
}

void Timeline::State::beginSheet(const Matrix& codes, const MomentInfoPtr& info) {
    closeSheet();
    // If anything below fails, no sheet takes moments, and the next one stands alone.
    const std::shared_ptr<CodeSheet> before = std::move(sheet);
    const bool follows = before && before->latent() == codes.rows() && before->images() == codes.cols();
    auto next = follows ? std::make_shared<CodeSheet>(*before, codes) : std::make_shared<CodeSheet>(codes);
    const std::uint64_t number = nextNumber++;
    KeptSheet kept{.front = {.first = number,
                             .last = number,
                             .whole = !follows,
                             .latent = codes.rows(),
                             .images = codes.cols(),
                             .moments = {{info, 0}}},
                   .resident = next,
                   .open = true};
    const std::size_t most =
        mostSheets(sheetBodyBytes(codes.rows(), codes.cols()), mostFrontBytes(codes.rows()));
    while (store.index().sheets.size() >= most) mergeSheets();
    store.change([&](MomentIndex& index) { index.sheets.push_back(std::move(kept)); });
    sheet = std::move(next);
    nextPlace = 1;
}

void Timeline::State::closeSheet() {
    if (!sheet) return;
    store.saveSheet(store.index().sheets.back().front.last);
    store.change([](MomentIndex& index) { index.sheets.back().open = false; });
}

// Within the limit: all weights, the sheets, and a place for one that is being written.
std::size_t Timeline::State::mostSheets(std::uint64_t bytes, std::uint64_t frontBytes) const {
    constexpr std::uint64_t kFewest = 3;
    if (!store.writes()) return std::max(kFewest, limits.memoryBytes * 2 / 3 / bytes);
    const std::uint64_t each = SpillFile::bytesFor(frontBytes, bytes);
    std::uint64_t others = each + SpillFile::kPageBytes;
    if (!store.index().weights.empty()) {
        const std::uint64_t count = store.index().weights.front().count;
        others += mostWeights(count) * SpillFile::bytesFor(kMostWeightsFront, count * sizeof(float));
    }
    return others >= limits.diskBytes ? kFewest : std::max(kFewest, (limits.diskBytes - others) / each);
}

// Of the sheets that take no more moments.
void Timeline::State::mergeSheets() {
    const std::optional<std::size_t> pair = store.index().pairToMerge(store.index().sheets.size());
    if (!pair) return store.removeSheet(store.index().sheets.size() > 1 ? 1 : 0);
    const SheetFront& first = store.index().sheets[*pair].front;
    const SheetFront& second = store.index().sheets[*pair + 1].front;
    const MomentStore::SheetPtr earlier = store.sheet(first.last);
    const MomentStore::SheetPtr later = earlier ? store.sheet(second.last) : nullptr;
    if (!later) return store.removeLost();
    KeptSheet merged{.front = {.first = first.first,
                               .last = second.last,
                               .cut = second.cut,
                               .latent = first.latent,
                               .images = first.images}};
    merged.resident = std::make_shared<const CodeSheet>(
        CodeSheet::merged(*earlier, placesOf(first), *later, placesOf(second)));
    merged.front.moments = first.moments;
    merged.front.moments.insert(merged.front.moments.end(), second.moments.begin(), second.moments.end());
    for (std::size_t i = 0; i < merged.front.moments.size(); ++i)
        merged.front.moments[i].place = static_cast<int>(i);
    store.replacePair(*pair, std::move(merged));
}

bool Timeline::State::addWeights(const FlatVector<float>& weights, const MomentInfoPtr& info) {
    const std::size_t most = weights.empty() ? 0 : mostWeights(weights.size());
    if (most == 0) return false;
    while (store.index().weights.size() >= most) store.removeWeights(store.index().weightsToDrop(info->step));
    return store.addWeights(info, weights);
}

std::size_t Timeline::State::mostWeights(std::size_t count) const {
    const auto most = static_cast<std::uint64_t>(std::max(limits.weights, 0));
    const std::uint64_t bytes = count * sizeof(float);
    const std::uint64_t room = store.writes()
                                   ? limits.diskBytes / 2 / SpillFile::bytesFor(kMostWeightsFront, bytes)
                                   : limits.memoryBytes / 3 / bytes;
    return static_cast<std::size_t>(std::min(most, room));
}

// What is found to be lost, or moves meanwhile, is looked for again: each time there is less of it.
MomentPtr Timeline::State::momentNear(std::int64_t step) const {
    for (;;) {
        MomentInfoPtr info;
        int moment = 0;
        std::uint64_t number = 0, before = 0;
        std::optional<PackedCodes::Ways> ways;
        store.reading([&](const MomentIndex& index) {
            const std::optional<MomentIndex::Place> place = index.nearest(step);
            if (!place) return;
            info = index.at(*place).info;
            moment = index.at(*place).place;
            number = index.sheets[place->sheet].front.last;
            if (index.needsBefore(*place) || index.mayGrow(*place))
                before = index.sheets[*index.before(place->sheet)].front.last;
            ways = index.waysOf(*place);
        });
        if (!info) return nullptr;
        const MomentStore::SheetPtr own = store.sheet(number);
        const MomentStore::SheetPtr earlier = own && before != 0 ? store.sheet(before) : nullptr;
        if (!own || (before != 0 && !earlier)) continue;
        return momentOf(*info, ways ? std::make_shared<const PackedCodes>(own, earlier, *ways)
                                    : std::make_shared<const PackedCodes>(own, earlier, moment));
    }
}

Timeline::Timeline(TimelineLimits limits)
    : Timeline(std::filesystem::path(), limits) {}

Timeline::Timeline(std::filesystem::path file, TimelineLimits limits)
    : m_state(std::make_unique<State>(std::move(file), limits)) {}

Timeline::~Timeline() = default;

std::unique_ptr<Timeline> Timeline::open(std::filesystem::path file, TimelineLimits limits) {
    auto timeline = std::make_unique<Timeline>(std::move(file), limits);
    State& s = *timeline->m_state;
    s.store.open();
    const MomentIndex& index = s.store.index();
    if (!index.sheets.empty()) s.nextNumber = index.sheets.back().front.last + 1;
    return timeline;
}

bool Timeline::wants(std::int64_t step) const {
    return m_state->codesDue(step) || m_state->weightsDue(step);
}

bool Timeline::add(const SnapshotPtr& snapshot, double seconds) {
    State& s = *m_state;
    const std::scoped_lock lock(s.adding);
    s.store.removeLost();
    const MomentInfoPtr info = infoOf(*snapshot, seconds);
    bool kept = false;
    if (s.weightsDue(info->step)) kept = s.addWeights(snapshot->model.weights, info);
    if (snapshot->codes && s.codesDue(info->step)) kept = s.addCodes(*snapshot->codes, info) || kept;
    return kept;
}

void Timeline::flush() {
    const std::scoped_lock lock(m_state->adding);
    m_state->store.saveAll();
}

void Timeline::forgetAfter(std::int64_t step) {
    State& s = *m_state;
    const std::scoped_lock lock(s.adding);
    s.store.removeLost();
    while (s.store.index().lastWeights().value_or(step) > step)
        s.store.removeWeights(s.store.index().weights.size() - 1);
    while (s.store.index().lastCodes().value_or(step) > step) {
        s.sheet.reset();
        s.store.cutLastSheet(step);
    }
}

std::vector<MomentMark> Timeline::marks() const {
    return m_state->store.reading([](const MomentIndex& index) { return index.marks(); });
}

MomentPtr Timeline::nearest(std::int64_t step) const {
    return m_state->momentNear(step);
}

MomentsAround Timeline::around(std::int64_t step) const {
    const State& s = *m_state;
    const auto [first, last] = s.store.reading([&](const MomentIndex& index) {
        const MomentIndex::Neighbours found = index.around(step);
        const auto stepOf = [&](const std::optional<MomentIndex::Place>& place) {
            return place ? std::optional(index.at(*place).info->step) : std::nullopt;
        };
        return std::pair(stepOf(found.before), stepOf(found.after));
    });
    MomentsAround around;
    around.before = s.momentNear(first.value_or(last.value_or(step)));
    around.after = !first || !last || *first == *last ? around.before : s.momentNear(*last);
    if (!around.before || !around.after) return {};
    const auto distance = static_cast<double>(around.after->step - around.before->step);
    if (distance > 0) {
        const auto gone = static_cast<double>(step - around.before->step);
        around.fraction = static_cast<float>(std::clamp(gone / distance, 0.0, 1.0));
    }
    return around;
}

MomentPtr Timeline::nearestWithWeights(std::int64_t step) const {
    const State& s = *m_state;
    for (;;) {
        const MomentInfoPtr info = s.store.reading([&](const MomentIndex& index) {
            const std::optional<std::size_t> place = index.nearestWeights(step);
            return place ? index.weights[*place].info : nullptr;
        });
        if (!info) return nullptr;
        const MomentStore::WeightsPtr weights = s.store.weights(info->step);
        if (!weights) continue;
        return momentOf(*info, nullptr, weights);
    }
}

std::size_t Timeline::bytesInMemory() const {
    return m_state->store.bytesInMemory();
}
std::string Timeline::problem() const {
    return m_state->store.problem();
}

std::shared_ptr<Snapshot> snapshotOf(const Moment& moment, const Architecture& architecture) {
    if (!moment.weights) return nullptr;
    if (static_cast<Index>(moment.weights->size()) != weightCount(architecture)) {
        throw Error("the weights of step " + std::to_string(moment.step) +
                    " do not fit the run's network; they are of another one");
    }
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = {architecture, moment.objective, *moment.weights};
    snapshot->step = moment.step;
    snapshot->epoch = moment.epoch;
    snapshot->posterior = moment.posterior;
    return snapshot;
}

} // namespace latent
