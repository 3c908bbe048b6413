// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"

#include <string>
#include <vector>

// Checks of output files, made before the work starts.
namespace latent {

struct Target {
    /// Whole: by safeSave, at the end. InPlace: line by line, so that it can be followed, also into a device
    /// or a pipe.
    enum class Writing { Whole, InPlace };

    std::string option; // "--save"
    std::string path;   // "-" and "" are no files, and pass every check
    Writing writing = Writing::Whole;
};

struct Input {
    std::string option; // "--data", "MODEL"
    std::string path;   // a data set's name is no file
};

/// Throws UsageError for a target in no folder, for one that is also an input, and for two that are one file;
/// OutputError for one that cannot be written.
void checkTargets(const std::vector<Target>& targets, const std::vector<Input>& inputs);

/// Throws UsageError if the target is one of the files that the data were read from.
void checkNotRead(const Target& target, const ImageDataset& dataset);

} // namespace latent
