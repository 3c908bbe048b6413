// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/model_evidence.h"

namespace latent {

Evidence evidenceOf(const ModelFile& file, const DatasetPtr& dataset) {
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->model = file.model;
    snapshot->posterior = file.posterior;
    return {.snapshot = std::move(snapshot), .dataset = dataset};
}

} // namespace latent
