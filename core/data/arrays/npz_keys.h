// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/npy_header.h"
#include "core/data/open_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace latent {

/// An array of an archive; its key lacks the ending ".npy".
struct NpzArray {
    std::string key;
    NpyHeader header;
};

/// The role of each array of an archive; empty: none.
struct NpzRoles {
    std::string images;
    std::string labels;
    std::string testImages;
    std::string testLabels;
    std::vector<std::string> choices; // for ImageDataset::choices
};

/// Chooses by name and shape, or by the options. If the choice is unclear, throws Error about `file` with the
/// available keys.
NpzRoles chooseArrays(const std::vector<NpzArray>& arrays, const OpenOptions& options,
                      const std::string& file);

/// The only array with one number or word for each of `images` images; empty if there are none or several.
std::string onlyLabels(const std::vector<NpzArray>& arrays, std::uint64_t images);

} // namespace latent
