// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/open_options.h"
#include "core/data/pictures/picture_sizes.h"

#include <string>
#include <vector>

namespace latent {

/// The longest list of names in a sentence.
inline constexpr std::size_t kMostNamesTold = 2;

/// Files of which something is to be told: the first, and how many.
struct ToldFiles {
    std::vector<std::string> first; // kMostNamesTold at most
    Index count = 0;

    void add(const std::string& name);
    /// "a.gif, b.gif and 5 more".
    std::string text() const;
};

/// How the pictures of a folder became images of one shape.
struct PictureTreatment {
    ImageShape shape;
    bool fitted = false;       // made to fit the shape; else all of them had it
    bool transparent = false;  // some were, and were laid on a ground
    std::string levels = {};   // the rule by which a few grey levels were spread; empty: they were not
    int bits = 0;              // of the pictures' numbers that became 8; 0: they had 8
    SizeStatistics sizes = {}; // of the pictures as they were
    ToldFiles animations = {};
    ToldFiles withoutEnd = {};
    ToldFiles paged = {};
};

/// For ImageDataset::pixelRule.
std::string ruleOf(const PictureTreatment& treatment, const OpenOptions& options);

/// For ImageDataset::choices.
std::vector<std::string> choicesOf(const PictureTreatment& treatment, const OpenOptions& options);

} // namespace latent
