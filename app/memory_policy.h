// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent {

/// Tells glibc how to keep this program's memory. Call first of all, before any thread starts.
void setMemoryPolicy();

/// Gives free memory back to the system, page by page. What is taken again comes slower once: for now and
/// then. With 70,000 images, a window and a run it is 2 to 4 MB.
void returnFreeMemory();

} // namespace latent
