// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/image_dataset.h"
#include "core/train/snapshot.h"

#include <cstdint>
#include <string>

// A question is a plain struct in this folder, beside a pure function answer(evidence, question, …) that any
// thread may call. Long questions also take a Progress, and have ==, so that their answers can be kept.
namespace latent {

/// What a question is answered from: a model at one moment of a run, and images. Evidence travels with every
/// answer, so that an answer about another run or moment than the one shown is recognised. A question states
/// which parts it needs; the others may be null.
struct Evidence {
    SnapshotPtr snapshot = {};
    DatasetPtr dataset = {};
    std::string run = {};  // id; empty: there is only one
    std::int64_t step = 0; // of training

    /// The very same model and images, not merely equal ones.
    bool operator==(const Evidence&) const = default;
};

/// Whether both are the same images, whatever their classes are called. Two null sets are.
bool sameImages(const DatasetPtr& a, const DatasetPtr& b);

/// Whether an answer about `earlier` may be shown until one about `later` arrives: the same run and images,
/// no step back. This is how evidence changes while training goes on.
bool follows(const Evidence& later, const Evidence& earlier);

} // namespace latent
