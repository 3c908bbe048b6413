// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QString;

namespace latent {

/// Opens the window and runs it until it is closed. fileToOpen may be empty. Returns the exit status.
int runWindow(int argc, char** argv, const QString& fileToOpen);

} // namespace latent
