// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/run/packed_codes.h"
#include "core/train/snapshot.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace latent {

/// When a moment was, and which parts of it are kept.
struct MomentMark {
    std::int64_t step = 0;
    double epoch = 0;
    double seconds = 0; // of training
    bool hasCodes = false;
    bool hasWeights = false;

    bool operator==(const MomentMark&) const = default;
};

/// A model at one moment of its training, as far as that is kept. Immutable.
struct Moment {
    std::int64_t step = 0;
    double epoch = 0;
    double seconds = 0; // of training
    Objective objective;
    PosteriorStatistics posterior;
    std::shared_ptr<const PackedCodes> codes;         // null: not kept, lost, or not asked for
    std::shared_ptr<const FlatVector<float>> weights; // null: not kept, lost, or not asked for
};
using MomentPtr = std::shared_ptr<const Moment>;

/// The two moments with codes around a step, for codes between them. One and the same at either end.
struct MomentsAround {
    MomentPtr before; // null, as after is, if no moment has codes
    MomentPtr after;
    float fraction = 0; // of the way from before to after
};

struct TimelineLimits {
    std::size_t memoryBytes = std::size_t{24} << 20;
    std::uint64_t diskBytes = 120'000'000; // of which weights take half at most
    int moments = 320;
    int weights = 24;
};

/// The moments of a run: codes often, weights rarely, denser at the start than at the end, thinned as the run
/// grows. Codes are kept by sheets (see CodeSheet) and, like weights, in a file, with what was read last in
/// memory; without a file, or where it cannot be written, in memory alone, and fewer of them.
///
/// When the sheets of a long run outgrow the limit, two neighbours are merged: their moments stay, with codes
/// between known ones. Sets so large that three sheets outgrow the memory have moments with weights alone.
///
/// Any thread may call anything; marks() and the sizes never wait for the disk. What adds or reads codes and
/// weights takes milliseconds: not for the GUI thread.
class Timeline {
  public:
    /// In memory alone.
    explicit Timeline(TimelineLimits limits = {});
    /// Writes to a new file, which replaces one that is there. The file is made when there is something to
    /// write.
    explicit Timeline(std::filesystem::path file, TimelineLimits limits = {});
    /// What an earlier session has left there, to be gone on with. Never fails: whatever is damaged is left
    /// out and named by problem(); no file is no moments.
    static std::unique_ptr<Timeline> open(std::filesystem::path file, TimelineLimits limits = {});
    ~Timeline();
    Timeline(const Timeline&) = delete;
    Timeline& operator=(const Timeline&) = delete;

    /// Whether a moment at this step would be kept. Cheap: ask before snapshots are handed over.
    bool wants(std::int64_t step) const;
    /// Keeps a moment, if wanted. Steps ascend: one that does not follow the last is left out. Keeps nothing
    /// of the snapshot itself. seconds: of training.
    bool add(const SnapshotPtr& snapshot, double seconds);
    /// Writes what is in memory alone, so that another session finds it.
    void flush();
    /// Forgets all moments after a step, for a run that goes on from there.
    void forgetAfter(std::int64_t step);

    /// All moments by step.
    std::vector<MomentMark> marks() const;
    /// The moment with codes that is nearest to a step; null: there is none. Its weights are not read.
    MomentPtr nearest(std::int64_t step) const;
    MomentsAround around(std::int64_t step) const;
    /// The moment with weights that is nearest to a step; null: there is none. Its codes are not read.
    MomentPtr nearestWithWeights(std::int64_t step) const;

    std::size_t bytesInMemory() const;
    /// What is wrong with the file, in one sentence: damage that was found, or why nothing more is written.
    /// Empty: nothing.
    std::string problem() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The moment as a snapshot without codes; null without weights. Throws Error if the weights are not of this
/// architecture.
std::shared_ptr<Snapshot> snapshotOf(const Moment& moment, const Architecture& architecture);

} // namespace latent
