// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON of a run, without the checksum that guards it in a file. What is read can be written again.
#include "core/run/run_json.h"
#include "tests/fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    std::optional<RunInfo> info;
    try {
        info = readRunInfo({reinterpret_cast<const char*>(data), size}, "file", "info");
    } catch (const Error& error) {
        fuzzing::require(std::string(error.what()).find('\n') == std::string::npos);
        return 0;
    }
    const RunInfo again = readRunInfo(runInfoText(*info), "file", "info");
    fuzzing::require(again.configuration == info->configuration && again.changes == info->changes);
    fuzzing::require(again.data.origin == info->data.origin && again.curve == info->curve);
    return 0;
}
