// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/part_name.h"
#include "core/data/files/foreign_file.h"
#include "tests/fuzz/fuzz_file.h"

#include <algorithm>

// What a file is of another program by its first bytes, and what a name says, which is the beginning of the
// input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const std::string name = bytes.substr(0, bytes.find('\n'));
    if (const auto kind = foreignKind(bytes, name)) {
        fuzzing::require(!kind->what.empty() && !kind->advice.empty());
        fuzzing::require(kind->text().find('\n') == std::string::npos);
    }
    const PartName part = partNameOf(name);
    fuzzing::require(part.stem.size() <= 2 * name.size());
    fuzzing::require(name.starts_with(withoutEndings(name)));
    return 0;
}
