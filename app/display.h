// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace latent {

/// Why no window can be opened, as one sentence; empty where one can. Qt itself would abort.
QString missingDisplay(const QStringList& arguments);

} // namespace latent
