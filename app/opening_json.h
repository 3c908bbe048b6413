// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"

#include <QJsonObject>

namespace latent {

/// How files are read, as far as it is not as usual: keys, sizes, how pictures become squares. The subset,
/// the split and the limits are left out: they are about this time. Empty: all is as usual.
QJsonObject openingToJson(const OpenOptions& options);
/// What cannot be understood stays as usual.
OpenOptions openingFromJson(const QJsonObject& object);

} // namespace latent
