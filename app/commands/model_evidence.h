// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/evidence.h"
#include "core/train/model_file.h"

namespace latent {

/// A model file and images as what questions are answered from. No codes yet: they are encoded when asked
/// for.
Evidence evidenceOf(const ModelFile& file, const DatasetPtr& dataset);

} // namespace latent
