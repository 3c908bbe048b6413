// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"

#include <QString>

// Display names of presets.
namespace latent {

/// "DAE", "No KL"
QString shortName(Preset preset);

/// "Denoising autoencoder"
QString fullName(Preset preset);

} // namespace latent
