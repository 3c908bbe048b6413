// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explore/selection_summary.h"

#include <algorithm>
#include <limits>
#include <span>

namespace latent {
namespace {

/// Sums of so many bytes fit into 32 bits.
constexpr std::size_t kImagesASum = std::numeric_limits<std::uint32_t>::max() / 255;

/// The pixels' sums over the images, in words that vectorise well.
std::vector<std::uint64_t> pixelSums(const ImageDataset& dataset, std::span<const Index> images) {
    const auto pixels = static_cast<std::size_t>(dataset.shape.pixels());
    std::vector<std::uint64_t> sums(pixels);
    std::vector<std::uint32_t> part(pixels);
    for (std::size_t from = 0; from < images.size(); from += kImagesASum) {
        std::ranges::fill(part, 0U);
        for (const Index image : images.subspan(from, std::min(kImagesASum, images.size() - from))) {
            const std::uint8_t* const bytes = dataset.image(image).data();
            for (std::size_t p = 0; p < pixels; ++p) part[p] += bytes[p];
        }
        for (std::size_t p = 0; p < pixels; ++p) sums[p] += part[p];
    }
    return sums;
}

std::vector<Index> members(const ImageSet& set, Index size) {
    std::vector<Index> images = set.images();
    while (!images.empty() && images.back() >= size) images.pop_back();
    return images;
}

/// From the sums of the selection before, if less has changed than is selected.
std::vector<std::uint64_t> pixelSumsOf(const Evidence& evidence, const SelectionQuestion& question,
                                       std::span<const Index> images) {
    const ImageDataset& dataset = *evidence.dataset;
    const SelectionSummary* const before = question.before.get();
    if (before && sameImages(before->dataset, evidence.dataset)) {
        const std::vector<Index> joined = members(question.images.without(before->images), dataset.size());
        const std::vector<Index> left = members(before->images.without(question.images), dataset.size());
        if (joined.size() + left.size() < images.size()) {
            std::vector<std::uint64_t> sums = before->pixelSums;
            const std::vector<std::uint64_t> more = pixelSums(dataset, joined);
            const std::vector<std::uint64_t> less = pixelSums(dataset, left);
            for (std::size_t p = 0; p < sums.size(); ++p) sums[p] += more[p] - less[p];
            return sums;
        }
    }
    return pixelSums(dataset, images);
}

Vector meanCode(const Matrix& codes, std::span<const Index> images) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(codes.rows());
    Index known = 0;
    for (const Index image : images) {
        if (image >= codes.cols() || !codes.col(image).allFinite()) continue;
        sum += codes.col(image).cast<double>();
        ++known;
    }
    if (known == 0) return {};
    return (sum / static_cast<double>(known)).cast<float>();
}

} // namespace

SelectionSummary answer(const Evidence& evidence, const SelectionQuestion& question) {
    const ImageDataset& dataset = *evidence.dataset;
    const std::vector<Index> images = members(question.images, dataset.size());
    SelectionSummary summary{.images = question.images,
                             .dataset = evidence.dataset,
                             .pixelSums = pixelSumsOf(evidence, question, images),
                             .classes = {},
                             .meanImage = {},
                             .meanCode = {},
                             .decoded = {}};
    summary.classes.assign(dataset.classNames.size(), 0);
    if (dataset.hasLabels())
        for (const Index image : images) ++summary.classes[dataset.labels[static_cast<std::size_t>(image)]];
    if (images.empty()) return summary;
    summary.meanImage.resize(static_cast<Index>(summary.pixelSums.size()));
    for (std::size_t p = 0; p < summary.pixelSums.size(); ++p)
        summary.meanImage[static_cast<Index>(p)] = static_cast<float>(
            static_cast<double>(summary.pixelSums[p]) / (255.0 * static_cast<double>(images.size())));
    if (!evidence.snapshot || !evidence.snapshot->codes) return summary;
    summary.meanCode = meanCode(*evidence.snapshot->codes, images);
    if (summary.meanCode.size() > 0) summary.decoded = decode(evidence.snapshot->model, summary.meanCode);
    return summary;
}

std::vector<std::uint32_t> answer(const Evidence& evidence, const SelectionOrderQuestion& question) {
    const ImageDataset& dataset = *evidence.dataset;
    const std::vector<Index> images = members(question.images, dataset.size());
    std::vector<std::uint32_t> order(images.begin(), images.end());
    if (question.order == SelectionOrder::Name && !dataset.files.empty())
        std::ranges::stable_sort(
            order, {}, [&](std::uint32_t image) -> const std::string& { return dataset.files[image]; });
    const bool near = question.order == SelectionOrder::NearestToMean;
    if (!near && question.order != SelectionOrder::FarthestFromMean) return order;
    if (!evidence.snapshot || !evidence.snapshot->codes) return order;
    const Matrix& codes = *evidence.snapshot->codes;
    const Vector mean = meanCode(codes, images);
    if (mean.size() == 0) return order;
    std::vector<float> distance(static_cast<std::size_t>(dataset.size()),
                                std::numeric_limits<float>::infinity()); // unknown codes come last
    for (const Index image : images)
        if (image < codes.cols() && codes.col(image).allFinite())
            distance[static_cast<std::size_t>(image)] =
                (near ? 1.0F : -1.0F) * (codes.col(image) - mean).squaredNorm();
    std::ranges::stable_sort(order, {}, [&](std::uint32_t image) { return distance[image]; });
    return order;
}

} // namespace latent
