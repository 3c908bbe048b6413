// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <string>

namespace latent {

/// What was read, in one line of English: images, size, channels, classes, split, how the numbers became
/// pixels, what opening decided, and what was left out and why. "50 images of 28×28, 1 channel, 4 classes; 40
/// to train on and 10 to test on, as in the files; pixels: bytes as they are".
std::string summaryLine(const ImageDataset& dataset);

/// "60,000"
std::string grouped(Index number);
/// "1 image", "60,000 images"
std::string counted(Index number, const std::string& one, const std::string& many);

} // namespace latent
