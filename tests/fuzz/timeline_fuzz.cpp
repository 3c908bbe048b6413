// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/timeline.h"
#include "tests/fuzz/fuzz_file.h"

// The file of a run's moments: whatever it holds, what is left of it can be read, and be gone on with.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    using fuzzing::require;
    const fuzzing::MemoryFile file(data, size);
    const std::unique_ptr<Timeline> timeline = Timeline::open(file.path());
    require(timeline->problem().find('\n') == std::string::npos);
    std::int64_t last = -1;
    for (const MomentMark& mark : timeline->marks()) {
        require(mark.step > last && (mark.hasCodes || mark.hasWeights));
        last = mark.step;
        const MomentPtr moment = timeline->nearest(mark.step);
        if (moment) require(moment->codes->unpack().cols() == moment->codes->images());
        const MomentPtr weights = timeline->nearestWithWeights(mark.step);
        if (weights) require(!weights->weights->empty());
        const MomentsAround around = timeline->around(mark.step);
        require(!around.before == !around.after);
    }
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = last < (std::int64_t{1} << 62) ? 2 * last + 2 : last;
    snapshot->codes = std::make_shared<const Matrix>(Matrix::Ones(2, 5));
    timeline->add(snapshot, 1);
    timeline->flush();
    timeline->forgetAfter(last / 2);
    for (const MomentMark& mark : timeline->marks()) require(mark.step <= last / 2);
    return 0;
}
