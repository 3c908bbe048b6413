// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <QString>

namespace latent {

/// "1,200 files skipped"; empty where none was.
QString skippedCountText(const ImageDataset& dataset);

/// The first `most` of the skipped files with their reasons, then how many more there are; plain text.
QStringList skippedLines(const ImageDataset& dataset, qsizetype most);

} // namespace latent
