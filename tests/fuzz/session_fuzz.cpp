// SPDX-License-Identifier: GPL-3.0-or-later
// Whole session files: sections, and whatever of them is damaged.
#include "core/run/section_file.h"
#include "core/run/session_file.h"
#include "tests/fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    const fuzzing::MemoryFile file(data, size);
    try {
        const SectionFile sections(file.path());
        for (const SectionEntry& section : sections.sections()) {
            fuzzing::require(section.begin <= size && section.size <= size - section.begin);
            fuzzing::require(sections.find(section.name) == &section);
        }
        const LoadedSession loaded = loadSession(file.path());
        for (const Run& run : loaded.session.runs) {
            fuzzing::require(!run.id.empty());
            if (run.state) requireSound(*run.state);
        }
        fuzzing::require(listRuns(file.path()).runs.size() <= loaded.session.runs.size());
    } catch (const Error& error) {
        fuzzing::require(std::string(error.what()).find('\n') == std::string::npos);
    }
    return 0;
}
