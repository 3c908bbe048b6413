// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/image_array.h"
#include "core/data/arrays/label_values.h"
#include "core/data/arrays/npy_header.h"
#include "core/data/format.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace latent {

/// A .npy file of images; the labels come from the file beside it that is named alike, if there is one (see
/// labelFileBeside).
extern const Format kNpyFormat;

using SourceMaker = std::function<std::unique_ptr<ByteSource>()>;
SourceMaker fileOpener(const std::filesystem::path& path);

/// The images in a .npy, of a file of its own or of an archive: [images, rows, columns], [images, rows,
/// columns, channels], [images, channels, rows, columns], or [images, pixels], whose size is the options' or
/// square. Throws Error.
ImageArray npyImages(const SourceMaker& open, const OpenOptions& options);

/// The labels in a .npy, or half a sentence that says why it holds none.
struct FoundLabels {
    std::optional<LabelValues> values;
    std::string why;
};

/// Labels are one number or word an image, (N,) or (N, 1), or a column for each of up to 65,536 classes,
/// (N, C), with a single 1 among zeros an image. Throws Error: another number of them, a damaged file.
FoundLabels findNpyLabels(const SourceMaker& open, Index images);
/// The same, but an Error where it holds none.
LabelValues npyLabels(const SourceMaker& open, Index images);

} // namespace latent
