// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/asker.h"

namespace latent {

void Asker::finish() {
    for (Lane* lane : {&m_fast, &m_opening, &m_statistics, &m_diagnostics}) lane->finish();
}

} // namespace latent
