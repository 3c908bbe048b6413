// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/numbers.h"
#include "core/data/files/byte_source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The header of NumPy's .npy: magic, version (1 to 3), length, and a Python dictionary as text
// (numpy.lib.format).
namespace latent {

struct NpyHeader {
    std::optional<NumberType> type; // none: not plain numbers, see `descr`
    std::string descr;              // as written: "<f4", "|O", a list for a structured array
    bool fortranOrder = false;
    std::vector<std::uint64_t> shape;
};

/// Reads the header; the source is then at the first number. Throws Error.
NpyHeader readNpyHeader(ByteSource& source);

/// "(60000, 28, 28)".
std::string shapeText(const NpyHeader& header);

/// The array's type, or an Error that says what the array holds instead of numbers.
NumberType numberTypeOf(const NpyHeader& header, const ByteSource& source);

} // namespace latent
