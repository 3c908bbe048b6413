// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/configuration.h"
#include "core/train/image_split.h"
#include "core/train/json_reader.h"
#include "core/train/snapshot.h"

// The JSON of settings, of which the files of models and of runs are made. Private to core/train and
// core/run.
namespace latent {

/// Members "architecture", "objective" and "training"; all but the number of threads, which is the machine's.
nlohmann::ordered_json configurationJson(const Architecture& architecture, const Objective& objective,
                                         const TrainingSettings& training);
/// Those members of an object. Throws Error; the caller asks validate() besides.
Configuration readConfiguration(const JsonReader& reader);

/// A list of chosen classes that is too long for a model's header is left out.
nlohmann::ordered_json splitJson(const ImageSplit& split);
ImageSplit readSplit(const JsonReader& reader);

nlohmann::ordered_json posteriorJson(const PosteriorStatistics& posterior);
PosteriorStatistics readPosterior(const JsonReader& reader, Index latent);

} // namespace latent
