// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QJsonObject>

namespace latent {

/// How files are read, as far as it differs from the defaults: keys, labels, sizes, how pictures become
/// squares. The subset, the split and the limits are left out: they are about this time.
QJsonObject openingToJson(const OpenOptions& options);
/// What cannot be understood stays as usual.
OpenOptions openingFromJson(const QJsonObject& object);

} // namespace latent
