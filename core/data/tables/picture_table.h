// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/data/open_options.h"
#include "core/data/progress.h"
#include "core/data/tables/csv_sample.h"

#include <filesystem>

// Tables without pixels that name pictures and describe each of them.
namespace latent {

/// Whether the table is of this kind: a column of picture names, and no columns of pixels.
bool namesPictures(const TableSample& sample);

/// Opens the folder with the pictures of such a table, which is the table's folder or one inside it, with the
/// table's labels and split. Throws Error; Cancelled.
ImageDataset openPicturesOf(const std::filesystem::path& table, const TableSample& sample,
                            const OpenOptions& options, const Progress& progress);

/// Gives a set of pictures without classes the labels of a table that names most of them, if there is one in
/// or beside the folder. Throws Cancelled.
void labelByTable(ImageDataset& dataset, const std::filesystem::path& folder, const OpenOptions& options,
                  const Progress& progress);

} // namespace latent
