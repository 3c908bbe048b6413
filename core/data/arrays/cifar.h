// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A binary batch of CIFAR-10 (a byte of label, then 32×32 pixels in planes of red, green and blue) or
/// CIFAR-100 (a coarse and a fine label before them; the fine one counts, the coarse one becomes a factor).
/// The names of the classes come from batches.meta.txt or fine_label_names.txt beside it.
extern const Format kCifarFormat;

/// A folder of those: data_batch_*.bin and test_batch.bin, or train.bin and test.bin.
extern const Format kCifarFolderFormat;

} // namespace latent
