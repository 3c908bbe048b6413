// SPDX-License-Identifier: GPL-3.0-or-later
// The losses of a run, without the checksum that guards them in a file. What is read is written the same.
#include "core/run/history_bytes.h"
#include "tests/fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    try {
        const RunHistory read = readHistory(bytes, "file", "history");
        const std::string again = historyBytes(read.history, read.epochs);
        fuzzing::require(again.size() == bytes.size());
        const RunHistory second = readHistory(again, "file", "history");
        fuzzing::require(historyBytes(second.history, second.epochs) == again);
    } catch (const Error& error) {
        fuzzing::require(std::string(error.what()).find('\n') == std::string::npos);
    }
    return 0;
}
