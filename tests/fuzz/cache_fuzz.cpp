// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/packed_dataset.h"
#include "tests/fuzz/fuzz_file.h"

#include <vector>

// What a cached set holds once its checksum was found right.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace latent;
    const auto owner = std::make_shared<std::vector<char>>(data, data + size);
    const auto dataset = unpackDataset({owner->data(), owner->size()}, owner);
    if (dataset) fuzzing::checkWhole(*dataset);
    return 0;
}
