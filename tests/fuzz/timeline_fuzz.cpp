// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/spill_file.h"
#include "core/run/timeline.h"
#include "tests/fuzz/fuzz_file.h"

#include <array>
#include <cstring>

namespace latent {
namespace {

using fuzzing::require;

/// What is left of a file can be read, whatever it holds.
std::int64_t readAll(const Timeline& timeline) {
    std::int64_t last = -1;
    for (const MomentMark& mark : timeline.marks()) {
        require(mark.step > last && (mark.hasCodes || mark.hasWeights));
        last = mark.step;
        const MomentPtr weights = timeline.nearestWithWeights(mark.step);
        require(!weights || !weights->weights->empty());
        const MomentsAround around = timeline.around(mark.step);
        require(!around.before == !around.after);
        if (!around.before) continue;
        const PackedCodes& before = *around.before->codes;
        const PackedCodes& after = *around.after->codes;
        Matrix codes = before.unpack();
        require(codes.rows() == before.latent() && codes.cols() == before.images());
        if (before.images() == after.images() && before.latent() == after.latent())
            unpackBetween(before, after, 0.5F, codes);
    }
    return last;
}

/// And be gone on with.
void useAll(const std::string& path) {
    const std::unique_ptr<Timeline> timeline = Timeline::open(path);
    require(timeline->problem().find('\n') == std::string::npos);
    const std::int64_t last = readAll(*timeline);
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->step = last < (std::int64_t{1} << 62) ? 2 * last + 2 : last;
    snapshot->codes = std::make_shared<const Matrix>(Matrix::Ones(2, 5));
    timeline->add(snapshot, 1);
    timeline->flush();
    timeline->forgetAfter(last / 2);
    for (const MomentMark& mark : timeline->marks()) require(mark.step <= last / 2);
    readAll(*timeline);
}

/// Records with right checksums, of what the input says: kind, lengths of front and body (two bytes each),
/// front, body; and so on.
void writeRecords(const std::string& path, std::string_view input) {
    constexpr std::size_t kHead = 5;
    SpillFile file = SpillFile::create(path);
    while (input.size() >= kHead) {
        std::array<std::uint16_t, 2> sizes{};
        std::memcpy(sizes.data(), input.data() + 1, sizeof sizes);
        const auto kind = input[0] % 2 == 0 ? SpillRecord::Kind::Sheet : SpillRecord::Kind::Weights;
        input.remove_prefix(kHead);
        const std::string_view front = input.substr(0, sizes[0]);
        input.remove_prefix(front.size());
        const std::array<std::string_view, 1> body{input.substr(0, sizes[1])};
        input.remove_prefix(body[0].size());
        file.write(kind, front, body, front.size());
    }
}

} // namespace
} // namespace latent

// The file of a run's moments. An input that begins as one is one; any other says what is in its records.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.starts_with("latent")) {
        const latent::fuzzing::MemoryFile file(data, size);
        latent::useAll(file.path());
    } else {
        const latent::fuzzing::MemoryFile file(nullptr, 0);
        latent::writeRecords(file.path(), input);
        latent::useAll(file.path());
    }
    return 0;
}
