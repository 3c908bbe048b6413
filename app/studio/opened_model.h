// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/train/model_file.h"

#include <QString>

#include <optional>

// How an opened model and the open images go together.
namespace latent {

/// One sentence where the images became bytes by another rule than those of the model; else empty.
QString pixelNotice(const ModelFile& model, const ImageDataset& images);
/// One sentence where other images of the same set are held out than when the model was trained; else empty.
QString heldOutNotice(const ModelFile& model, const ImageDataset& images, const ImageSplit& split);
/// Where these are the images of the model: the options that hold out the same ones, unless they are held out
/// already. asOpened: how the set was opened.
std::optional<OpenOptions> reopeningFor(const ModelFile& model, const ImageDataset& images,
                                        const ImageSplit& split, const OpenOptions& asOpened);

} // namespace latent
