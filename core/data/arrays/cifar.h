// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"

namespace latent {

/// A binary batch of CIFAR-10 (a label byte, then 32×32 pixels in planes of red, green and blue) or CIFAR-100
/// (a coarse and a fine label first; the fine one is the class, the coarse one becomes a factor). The class
/// names come from batches.meta.txt or fine_label_names.txt in the same folder.
extern const Format kCifarFormat;

/// A folder of such batches: data_batch_*.bin and test_batch.bin, or train.bin and test.bin.
extern const Format kCifarFolderFormat;

} // namespace latent
