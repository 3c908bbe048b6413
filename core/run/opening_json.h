// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <nlohmann/json.hpp>

namespace latent {

/// How files are read, as far as it differs from the defaults: keys, labels, sizes, how pictures become
/// squares. Leaves out the subset, the split and the limits, which are about one opening only.
nlohmann::ordered_json openingJson(const OpenOptions& options);
/// Members that cannot be understood keep their defaults.
OpenOptions openingFromJson(const nlohmann::json& object);

} // namespace latent
