// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace latent {

/// Memory in bytes that the machine can provide without swapping. Linux grants more than it has and kills
/// processes later, so sizes stated in files are checked against this before anything is allocated.
std::uint64_t availableMemory();

/// Throws Error with the file and the position of the stated size if images of that many bytes would take
/// more than half of the free memory.
void requireMemory(std::uint64_t bytes, const std::string& file, const std::string& position);

/// A product of sizes stated in a file; the largest possible number if it overflows.
std::uint64_t saturatingProduct(std::uint64_t a, std::uint64_t b);

} // namespace latent
