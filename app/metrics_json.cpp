// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/metrics_json.h"

#include "app/diagnostics_json.h"
#include "app/numbers.h"
#include "ui/text/likelihood_text.h"

#include <nlohmann/json.hpp>

namespace latent {
namespace {

using Json = nlohmann::ordered_json; // keys stay in the order in which the manual shows them

Json lossJson(const LossTerms& loss, const Objective& objective) {
    Json object{{"loss", loss.total}, {"reconstruction", loss.reconstruction}};
    if (objective.hasKl()) object["kl"] = loss.kl;
    return object;
}

Json posteriorJson(const PosteriorStatistics& posterior, const Objective& objective) {
    Json object = Json::object();
    if (objective.latentNoise) object["sigma_mean"] = shortDecimal(posterior.sigmaMean());
    object["mu_std"] = shortDecimal(posterior.spreadMean());
    if (!objective.hasKl()) return object;
    Json& kl = object["kl_per_dimension"] = Json::array();
    for (const float nats : posterior.kl) kl.push_back(shortDecimal(nats));
    return object;
}

std::string line(const Json& object) {
    return object.dump(-1, ' ', false, Json::error_handler_t::replace); // a path need not be UTF-8
}

} // namespace

std::string metricsLine(const EpochRecord& record, const Objective& objective) {
    const Likelihood& likelihood = objective.likelihood;
    Json object{{"epoch", record.epoch},
                {"seconds", record.seconds},
                {"likelihood", likelihoodText(likelihood)},
                {"train", lossJson(record.train, objective)},
                {"test", lossJson(record.test, objective)}};
    if (record.validation) object["validation"] = lossJson(*record.validation, objective);
    object["squared_error"] = record.squaredError;
    if (likelihood.isGaussian()) object["deviation"] = shortDecimal(likelihood.deviation);
    object["posterior"] = posteriorJson(record.posterior, objective);
    return line(object);
}

std::string evaluationLine(const std::string& model, const std::string& data, const Objective& objective,
                           const Evaluation& evaluation, const DiagnosticsReport& report) {
    return line({{"model", model},
                 {"data", data},
                 {"images", report.images},
                 {"likelihood", likelihoodText(report.likelihood)},
                 {"likelihood_meaning", likelihoodMeaning(report.likelihood).toStdString()},
                 {"unit", "nats per image"},
                 {"test", lossJson(evaluation.loss, objective)},
                 {"posterior", posteriorJson(evaluation.posterior, objective)},
                 {"diagnostics", diagnosticsJson(report)}});
}

} // namespace latent
