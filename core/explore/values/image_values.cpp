// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/values/image_values.h"

#include "core/base/cores.h"
#include "core/base/error.h"
#include "core/explore/nearest_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace latent {
namespace {

using Kind = ImageValuesQuestion::Kind;

constexpr double kEncodingShare = 0.3; // of the work of a distance to a set, if there are no codes yet

std::vector<float> valuesIn(const Vector& numbers) {
    return {numbers.begin(), numbers.end()};
}

void requireDimension(const Model& model, int dimension) {
    if (dimension < 0 || dimension >= model.architecture.latent)
        throw Error("the model has no dimension " + std::to_string(dimension + 1) + "; the last is " +
                    std::to_string(model.architecture.latent));
}

Vector klOf(const ImageScores& scores) {
    const auto m = scores.mean.array();
    const auto s = scores.logVariance.array();
    return 0.5F * (m.square() + s.exp() - 1 - s).colwise().sum().transpose();
}

std::vector<float> distancesFromCentre(const Objective& objective, const Matrix& codes) {
    Vector centre = Vector::Zero(codes.rows());
    if (!objective.hasPrior() && codes.cols() > 0)
        centre = codes.cast<double>().rowwise().mean().cast<float>();
    return valuesIn((codes.colwise() - centre).colwise().norm().transpose());
}

std::vector<float> distancesToSet(const Matrix& codes, const ImageNumbers& set, ThreadTeam& team,
                                  const Progress& progress) {
    std::vector<float> distances(static_cast<std::size_t>(codes.cols()),
                                 std::numeric_limits<float>::quiet_NaN());
    if (!holdsImages(set)) return distances;
    if (set->front() < 0 || set->back() >= codes.cols()) throw Error("the set has images that are not there");
    const Matrix members = columnsOf(codes, *set);
    const auto fill = [&](Index first, MatrixRef<float> block) {
        block = members.middleCols(first, block.cols());
    };
    const auto nearest = nearestColumns(codes, members.cols(), 1, fill, team, progress);
    for (std::size_t i = 0; i < distances.size(); ++i) {
        if (nearest[i].empty()) continue;
        // Anew: the search's distance is too coarse for a near member.
        distances[i] = (codes.col(static_cast<Index>(i)) - members.col(nearest[i].front().column)).norm();
    }
    for (const Index member : *set) distances[static_cast<std::size_t>(member)] = 0;
    return distances;
}

std::vector<float> valuesOf(const Evidence& evidence, const ImageValuesQuestion& question, ThreadTeam& team,
                            const Progress& progress) {
    const Model& model = evidence.snapshot->model;
    const auto scores = [&] { return scoreAll(model, *evidence.dataset, team, progress); };
    switch (question.kind) {
    case Kind::Loss:
        return scores().loss;
    case Kind::Kl:
        return valuesIn(klOf(scores()));
    case Kind::Mean:
        requireDimension(model, question.dimension);
        return valuesIn(codesOf(evidence, team, progress)->row(question.dimension).transpose());
    case Kind::Sigma:
        requireDimension(model, question.dimension);
        return valuesIn((scores().logVariance.row(question.dimension).array() * 0.5F).exp().transpose());
    case Kind::DistanceFromCentre:
        return distancesFromCentre(model.objective, *codesOf(evidence, team, progress));
    case Kind::DistanceToSet:
        return distancesToSet(*codesOf(evidence, team, partOf(progress, 0, kEncodingShare)), question.set,
                              team, partOf(progress, kEncodingShare, 1));
    }
    throw Error("there is no such value of an image");
}

} // namespace

void setRobustRange(ImageValues& values) {
    constexpr double kLow = 0.01;
    constexpr double kHigh = 0.99;
    std::vector<float> finite;
    finite.reserve(values.values.size());
    std::copy_if(values.values.begin(), values.values.end(), std::back_inserter(finite),
                 [](float value) { return std::isfinite(value); });
    values.low = values.high = 0;
    if (finite.empty()) return;
    const auto at = [&](double share) {
        const auto place = std::lround(share * static_cast<double>(finite.size() - 1));
        std::nth_element(finite.begin(), finite.begin() + place, finite.end());
        return finite[static_cast<std::size_t>(place)];
    };
    values.low = at(kLow);
    values.high = at(kHigh);
}

ImageValues imageValues(const Evidence& evidence, const ImageValuesQuestion& question, ThreadTeam& team,
                        const Progress& progress) {
    ImageValues result{.values = valuesOf(evidence, question, team, progress)};
    for (float& value : result.values)
        if (!std::isfinite(value)) value = std::numeric_limits<float>::quiet_NaN();
    setRobustRange(result);
    return result;
}

ImageValues answer(const Evidence& evidence, const ImageValuesQuestion& question, const Progress& progress) {
    ThreadTeam team(coreCount());
    return imageValues(evidence, question, team, progress);
}

} // namespace latent
