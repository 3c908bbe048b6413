// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// Prints the catalogue as a table.
void runDatasets();

} // namespace latent
