// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/diagnostics/memorisation.h"

#include "core/base/random.h"
#include "core/data/batch.h"
#include "core/explore/nearest_columns.h"

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr std::size_t kReference = 256; // test images

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// The nearest training image of each column, and how far it is.
struct NearestImages {
    std::vector<Index> image;
    std::vector<double> distance; // root mean squared difference a pixel
};

NearestImages nearestTrainingImages(const Matrix& pictures, const ImageDataset& dataset, ThreadTeam& team,
                                    const Progress& progress) {
    const std::span<const std::uint32_t> train = dataset.train;
    const auto fill = [&](Index first, MatrixRef<float> block) {
        gather(dataset,
               train.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(block.cols())), block);
    };
    const std::vector<std::vector<NearColumn>> found =
        nearestColumns(pictures, static_cast<Index>(train.size()), 1, fill, team, progress);
    NearestImages nearest;
    for (Index i = 0; i < pictures.cols(); ++i) {
        const std::vector<NearColumn>& of = found[static_cast<std::size_t>(i)];
        const Index image = of.empty() ? -1 : Index{train[static_cast<std::size_t>(of.front().column)]};
        nearest.image.push_back(image);
        nearest.distance.push_back( // anew: the search's is too coarse for a copy's 0
            image < 0 ? std::nan("")
                      : std::sqrt(static_cast<double>(
                            (pictures.col(i) - imageAsFloat(dataset, image)).array().square().mean())));
    }
    return nearest;
}

} // namespace

Memorisation memorisation(const Model& model, const ImageDataset& dataset, std::uint64_t seed,
                          ThreadTeam& team, const Progress& progress) {
    Memorisation result;
    Matrix z(model.architecture.latent, kMemorisationSamples);
    Random(seed, Stream::Prior).fillNormal(z.data(), z.size());
    result.samples = decode(model, z);
    const std::span<const std::uint32_t> test =
        std::span(dataset.test).first(std::min(kReference, dataset.test.size()));
    Matrix pictures(dataset.shape.pixels(), z.cols() + static_cast<Index>(test.size()));
    pictures.leftCols(z.cols()) = result.samples;
    gather(dataset, test, pictures.rightCols(static_cast<Index>(test.size())));
    NearestImages nearest = nearestTrainingImages(pictures, dataset, team, progress);
    result.medianOfTest = median({nearest.distance.begin() + kMemorisationSamples, nearest.distance.end()});
    nearest.image.resize(kMemorisationSamples);
    nearest.distance.resize(kMemorisationSamples);
    result.nearest = std::move(nearest.image);
    result.distance = std::move(nearest.distance);
    result.medianDistance = median(result.distance);
    return result;
}

} // namespace latent
