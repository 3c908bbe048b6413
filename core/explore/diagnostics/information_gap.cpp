// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/information_gap.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace latent {
namespace {

constexpr int kBins = 20;

// From the least to the greatest value; all in one bin where they are the same.
std::vector<int> equalBins(const Eigen::Ref<const Eigen::ArrayXf>& values) {
    const float least = values.minCoeff();
    const float span = values.maxCoeff() - least;
    std::vector<int> bins(static_cast<std::size_t>(values.size()));
    for (std::size_t i = 0; i < bins.size() && span > 0; ++i) {
        const float place = (values[static_cast<Index>(i)] - least) / span * kBins;
        bins[i] = std::clamp(static_cast<int>(place), 0, kBins - 1);
    }
    return bins;
}

std::vector<int> binsOf(const std::vector<float>& values) {
    std::set<float> different;
    for (const float value : values) {
        different.insert(value);
        if (different.size() > kBins)
            return equalBins(
                Eigen::Map<const Eigen::ArrayXf>(values.data(), static_cast<Index>(values.size())));
    }
    std::vector<int> bins;
    for (const float value : values)
        bins.push_back(static_cast<int>(std::distance(different.begin(), different.find(value))));
    return bins;
}

double entropy(const Eigen::Ref<const Eigen::ArrayXXd>& p) {
    return -(p > 0).select(p * p.max(1e-300).log(), 0).sum();
}

/// Of two variables in bins, in nats, as their counts have it (the maximum-likelihood estimate).
struct Information {
    double mutual = 0;
    double entropyOfFirst = 0;
};

Information informationOf(const std::vector<int>& first, const std::vector<int>& second) {
    Eigen::ArrayXXd joint = Eigen::ArrayXXd::Zero(kBins, kBins);
    for (std::size_t i = 0; i < first.size(); ++i) joint(first[i], second[i]) += 1;
    joint /= static_cast<double>(first.size());
    const double h = entropy(joint.rowwise().sum());
    return {h + entropy(joint.colwise().sum().transpose()) - entropy(joint), h};
}

} // namespace

InformationGap informationGap(const Matrix& codes, std::span<const Factor> factors) {
    InformationGap result;
    std::vector<std::vector<int>> dimensions;
    for (Index j = 0; j < codes.rows(); ++j)
        dimensions.push_back(equalBins(codes.row(j).transpose().array()));
    for (const Factor& factor : factors) {
        const std::vector<int> values = binsOf(factor.values);
        double best = 0;
        double second = 0;
        int dimension = 0;
        double h = 0;
        for (std::size_t j = 0; j < dimensions.size(); ++j) {
            const Information information = informationOf(values, dimensions[j]);
            h = information.entropyOfFirst;
            second = std::max(second, std::min(best, information.mutual));
            if (information.mutual > best) dimension = static_cast<int>(j);
            best = std::max(best, information.mutual);
        }
        result.factors.push_back(factor.name);
        result.gaps.push_back(h > 0 ? (best - second) / h : 0);
        result.dimensions.push_back(dimension);
        result.gap += result.gaps.back() / static_cast<double>(factors.size());
    }
    return result;
}

} // namespace latent
