// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/curate/filter_node.h"

#include <memory>
#include <string_view>

namespace latent {

/// See ImageFilter::parse.
std::shared_ptr<const ImageFilter::Node> parseFilter(std::string_view text, const FilterScope& scope);

} // namespace latent
