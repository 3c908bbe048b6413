// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <QString>

namespace latent {

/// "1,200 files skipped"; empty if none were.
QString skippedCountText(const ImageDataset& dataset);

/// The first `most` skipped files with their reasons, then the number of remaining ones; plain text.
QStringList skippedLines(const ImageDataset& dataset, qsizetype most);

} // namespace latent
