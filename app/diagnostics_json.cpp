// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics_json.h"

#include "app/numbers.h"

#include <cmath>

namespace latent {
namespace {

using Json = nlohmann::ordered_json;

Json meanJson(const MeanOver& mean) {
    return {{"value", mean.value}, {"standard_error", mean.standardError}};
}

// Of pixels from 0 to 1.
double psnr(double squaredError) {
    return -10 * std::log10(squaredError);
}

Json boundJson(const ImportanceBound& bound) {
    Json object{{"samples", bound.samples},
                {"images", bound.images},
                {"elbo", meanJson(bound.elbo)},
                {"log_likelihood", meanJson(bound.logLikelihood)}};
    if (bound.exact) object["exact_log_likelihood"] = meanJson(*bound.exact);
    return object;
}

Json klPartsJson(const KlParts& parts) {
    return {{"images", parts.images},
            {"mutual_information", meanJson(parts.mutualInformation)},
            {"total_correlation", meanJson(parts.totalCorrelation)},
            {"dimension_wise", meanJson(parts.dimensionWise)},
            {"sum", meanJson(parts.sum)}};
}

Json aggregateJson(const AggregatePosterior& aggregate) {
    Json distances = Json::array();
    for (const float distance : aggregate.wasserstein) distances.push_back(shortDecimal(distance));
    return {{"wasserstein_mean", shortDecimal(aggregate.distance())},
            {"wasserstein_per_dimension", distances}};
}

Json accuracyJson(const ClassAccuracy& accuracy) {
    return {{"neighbours", accuracy.neighbours},
            {"nearest", accuracy.nearest},
            {"linear", accuracy.linear},
            {"chance", accuracy.chance}};
}

Json memorisationJson(const Memorisation& memorisation) {
    return {{"samples", memorisation.samples.cols()},
            {"median_distance", memorisation.medianDistance},
            {"median_distance_of_test_images", memorisation.medianOfTest},
            {"nearest_training_images", memorisation.nearest},
            {"distances", memorisation.distance}};
}

Json gapJson(const InformationGap& gap) {
    Json factors = Json::array();
    for (std::size_t i = 0; i < gap.factors.size(); ++i)
        factors.push_back(
            {{"factor", gap.factors[i]}, {"gap", gap.gaps[i]}, {"dimension", gap.dimensions[i] + 1}});
    return {{"estimator", "counts in 20 equal bins of each mean, at most 10,000 images"},
            {"gap", gap.gap},
            {"factors", factors}};
}

} // namespace

Json diagnosticsJson(const DiagnosticsReport& report) {
    Json object{{"reconstruction", meanJson(report.reconstruction)}};
    if (report.kl) object["kl"] = meanJson(*report.kl);
    if (report.elbo) object["elbo"] = meanJson(*report.elbo);
    object["squared_error"] = {{"of_mean", report.squaredErrorOfMean},
                               {"of_sample", report.squaredErrorOfSample}};
    object["psnr_decibels"] = {{"of_mean", psnr(report.squaredErrorOfMean)},
                               {"of_sample", psnr(report.squaredErrorOfSample)}};
    object["active_units"] = report.activeUnits;
    if (report.bound) object["importance_bound"] = boundJson(*report.bound);
    if (report.klParts) object["kl_parts"] = klPartsJson(*report.klParts);
    if (report.aggregate) object["aggregate_posterior"] = aggregateJson(*report.aggregate);
    if (report.accuracy) object["accuracy"] = accuracyJson(*report.accuracy);
    if (report.memorisation) object["memorisation"] = memorisationJson(*report.memorisation);
    if (report.informationGap) object["mutual_information_gap"] = gapJson(*report.informationGap);
    return object;
}

} // namespace latent
