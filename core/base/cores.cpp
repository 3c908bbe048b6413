// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cores.h"

#include <algorithm>
#include <thread>

namespace latent {

int coreCount() {
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 64U));
}

} // namespace latent
