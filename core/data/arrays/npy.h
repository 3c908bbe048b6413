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

/// A .npy file of images; the labels come from the file beside it with a matching name, if there is one (see
/// labelFileBeside).
extern const Format kNpyFormat;

using SourceMaker = std::function<std::unique_ptr<ByteSource>()>;
SourceMaker fileOpener(const std::filesystem::path& path);

/// The images in a .npy file or archive member: [images, rows, columns], [images, rows, columns, channels],
/// [images, channels, rows, columns], or [images, pixels], whose size comes from the options or is square.
/// Throws Error.
ImageArray npyImages(const SourceMaker& open, const OpenOptions& options);

/// The labels in a .npy, or a clause that says why it holds none.
struct FoundLabels {
    std::optional<LabelValues> values;
    std::string why;
};

/// Labels are one number or word per image, (N,) or (N, 1), or a column for each of up to 65,536 classes, (N,
/// C), with a single 1 among zeros in each row. Throws Error: another number of labels, a damaged file.
FoundLabels findNpyLabels(const SourceMaker& open, Index images);
/// The same, but throws Error if there are none.
LabelValues npyLabels(const SourceMaker& open, Index images);

} // namespace latent
