// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/flat_vector.h"
#include "core/run/packed_codes.h"
#include "core/run/spill_file.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

// The bodies of a spill file's records. Private to core/run.
namespace latent {

/// The pieces of a sheet's body, as they lie in memory.
std::array<std::string_view, 4> bodyOf(const CodeSheet::Content& content);

/// Null: the record is damaged, or something else has taken its place.
std::shared_ptr<const CodeSheet> readSheet(const SpillFile& file, const SpillRecord& record, Index latent,
                                           Index images);
std::shared_ptr<const FlatVector<float>> readWeights(const SpillFile& file, const SpillRecord& record,
                                                     std::uint64_t count);

} // namespace latent
