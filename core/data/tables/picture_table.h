// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/progress.h"
#include "core/data/tables/csv_sample.h"

#include <filesystem>

// Tables that hold no pixels, but name pictures and say of each what it shows.
namespace latent {

/// Whether a table is one: a column of names of pictures, and no columns of pixels.
bool namesPictures(const TableSample& sample);

/// Opens the folder that holds the pictures of such a table, beside it or in a folder beside it, with the
/// table's labels and split. Throws Error; Cancelled.
ImageDataset openPicturesOf(const std::filesystem::path& table, const TableSample& sample,
                            const OpenOptions& options, const Progress& progress);

/// Gives a set of pictures without classes those of a table in its folder or beside it that names most of
/// them, if there is one. Throws Cancelled.
void labelByTable(ImageDataset& dataset, const std::filesystem::path& folder, const OpenOptions& options,
                  const Progress& progress);

} // namespace latent
