// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"
#include "core/data/arrays/label_values.h"

#include <filesystem>

// IDX, the format of MNIST (LeCun, Cortes and Burges): two zero bytes, the type of the numbers, the number of
// dimensions, their sizes as big-endian 32-bit numbers, then the numbers, big-endian too. Plain or gzip.
// Everything throws Error with file, position and cause.
namespace latent {

/// A file of images, [images, rows, columns] or [images, rows, columns, channels]; if transposed, [images,
/// columns, rows(, channels)], as in EMNIST.
ImageArray openIdxImages(const std::filesystem::path& path, bool transposed);

/// The labels of `images` images, [images] or, as in QMNIST, [images, numbers] with the class first; any
/// other number of labels is an error.
LabelValues readIdxLabels(const std::filesystem::path& path, Index images);

} // namespace latent
