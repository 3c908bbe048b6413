// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/npz.h"
#include "tests/fuzz/fuzz_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return latent::fuzzing::openBytes(latent::kNpzFormat, data, size);
}
