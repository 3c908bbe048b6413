// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace latent {

/// Bytes that the machine can give out without swapping. Linux grants more than it has and kills later,
/// so a size that a file states is held against this before anything is allocated.
std::uint64_t availableMemory();

/// Throws Error, naming the file and the position where the size is stated, if images of that many bytes
/// would take more than half of the memory that is free.
void requireMemory(std::uint64_t bytes, const std::string& file, const std::string& position);

/// A product of sizes that a file states; the largest number there is if it overflows.
std::uint64_t saturatingProduct(std::uint64_t a, std::uint64_t b);

} // namespace latent
