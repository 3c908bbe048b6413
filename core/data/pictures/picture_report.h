// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image_shape.h"
#include "core/data/open_options.h"
#include "core/data/pictures/picture_sizes.h"

#include <string>
#include <vector>

namespace latent {

/// The maximum number of names in a sentence.
inline constexpr std::size_t kMostNamesListed = 2;

/// Files to report on: the first ones, and their number.
struct ReportedFiles {
    std::vector<std::string> first; // at most kMostNamesListed
    Index count = 0;

    void add(const std::string& name);
    /// "a.gif, b.gif and 5 more".
    std::string text() const;
};

/// How the pictures of a folder became images of one shape.
struct PictureTreatment {
    ImageShape shape;
    bool fitted = false;       // made to fit the shape; otherwise all had it
    bool transparent = false;  // some had transparent pixels, now over a ground
    std::string levels = {};   // the rule by which few grey levels were spread; empty: they were not
    int bits = 0;              // significant bits of deep pictures reduced to 8; 0: all had 8 bits
    SizeStatistics sizes = {}; // of the original pictures
    ReportedFiles animations = {};
    ReportedFiles withoutEnd = {};
    ReportedFiles paged = {};
};

/// For ImageDataset::pixelRule.
std::string ruleOf(const PictureTreatment& treatment, const OpenOptions& options);

/// For ImageDataset::choices.
std::vector<std::string> choicesOf(const PictureTreatment& treatment, const OpenOptions& options);

} // namespace latent
