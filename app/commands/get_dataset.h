// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace latent {

/// Fetches a set with a name into the user's folder and tells on standard error how it goes; prints the
/// folder where it lies. One that is there already is left alone. Ctrl-C ends it and keeps nothing half done.
/// Throws Error for an unknown name, OutputError where it cannot be had.
void getDataset(const DatasetsCommand& command);

} // namespace latent
