// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/arrays/npy_header.h"
#include "core/data/open_options.h"

#include <cstdint>
#include <string>
#include <vector>

namespace latent {

/// An array of an archive, without its ending ".npy".
struct NpzArray {
    std::string key;
    NpyHeader header;
};

/// Which arrays of an archive are what; empty: none.
struct NpzRoles {
    std::string images;
    std::string labels;
    std::string testImages;
    std::string testLabels;
    std::vector<std::string> choices; // as ImageDataset has them
};

/// Chooses by name and shape, or as the options say. Throws Error, about `file`, with the keys that there are
/// where the choice is not plain.
NpzRoles chooseArrays(const std::vector<NpzArray>& arrays, const OpenOptions& options,
                      const std::string& file);

/// The only array that holds a number or a word for each of so many images; empty where there is none or more
/// than one.
std::string onlyLabels(const std::vector<NpzArray>& arrays, std::uint64_t images);

} // namespace latent
