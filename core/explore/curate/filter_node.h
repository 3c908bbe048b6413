// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/curate/image_filter.h"

#include <memory>
#include <string>
#include <vector>

namespace latent {

struct FilterComparison {
    enum class Relation { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In };
    ImageField field;
    Relation relation = Relation::Equal;
    double low = 0;   // the number that is compared with
    double high = 0;  // of In
    std::string text; // of a text, in lower case
};

/// A part of a filter: other parts joined, or a comparison.
struct ImageFilter::Node {
    enum class Join { None, Not, And, Or };
    Join join = Join::None;
    std::vector<std::shared_ptr<const Node>> children; // one of Not, at least two of And and Or
    FilterComparison comparison;                       // of None
};

} // namespace latent
