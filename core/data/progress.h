// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <functional>
#include <stop_token>

namespace latent {

/// How a long task reports its progress (0 … 1) and learns that its result is no longer wanted.
struct Progress {
    std::function<void(double fraction)> report = [](double) {};
    std::stop_token stop;

    /// Reports, and throws Cancelled if asked to stop. Cheap enough to call for every megabyte.
    void at(double fraction) const {
        if (stop.stop_requested()) throw Cancelled();
        report(fraction);
    }
};

} // namespace latent
