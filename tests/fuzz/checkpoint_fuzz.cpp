// SPDX-License-Identifier: GPL-3.0-or-later
// Training states, without the checksum that guards them in a file. What is read can be written again.
#include "core/run/checkpoint.h"
#include "tests/fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    try {
        const TrainingState state =
            readCheckpoint({reinterpret_cast<const char*>(data), size}, "file", "state");
        const Section section = checkpointSection("state", state);
        std::string bytes = section.bytes;
        for (const std::string_view piece : section.borrowed) bytes += piece;
        const TrainingState again = readCheckpoint(bytes, "file", "state");
        fuzzing::require(again.weights == state.weights && again.step == state.step);
    } catch (const Error& error) {
        fuzzing::require(std::string(error.what()).find('\n') == std::string::npos);
    }
    return 0;
}
