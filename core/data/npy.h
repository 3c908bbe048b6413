// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/format.h"
#include "core/data/image_array.h"
#include "core/data/npy_header.h"

#include <functional>
#include <optional>
#include <vector>

namespace latent {

/// A .npy file of images; the labels come from the one beside it that is named alike ("x" → "y", "images" →
/// "labels"), if there is one.
extern const Format kNpyFormat;

using SourceMaker = std::function<std::unique_ptr<ByteSource>()>;

/// The images in a .npy, of a file of its own or of an archive: [images, rows, columns], [images, rows,
/// columns, channels], [images, channels, rows, columns], or [images, pixels], whose size is the options' or
/// square. Throws Error.
ImageArray npyImages(const SourceMaker& open, const OpenOptions& options);

/// The labels in a .npy: one number an image, (N,) or (N, 1), or a column for each of up to 65,536 classes,
/// (N, C), with a single 1 among zeros an image. Nothing where it holds anything else. Throws Error.
std::optional<std::vector<std::uint16_t>> findNpyLabels(const SourceMaker& open, Index images);
/// The same, but an Error where it holds anything else.
std::vector<std::uint16_t> npyLabels(const SourceMaker& open, Index images);

} // namespace latent
