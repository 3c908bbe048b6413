// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/shared_looking.h"

#include <utility>

namespace latent {

void SharedLooking::set(const Looking& looking, By by) {
    if (looking == m_value) return;
    const Looking before = std::exchange(m_value, looking);
    emit changed(before, by);
}

} // namespace latent
