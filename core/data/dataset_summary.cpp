// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset_summary.h"

namespace latent {

std::string grouped(Index number) {
    const std::string digits = std::to_string(number);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return text;
}

std::string counted(Index number, const std::string& one, const std::string& many) {
    return grouped(number) + " " + (number == 1 ? one : many);
}

namespace {

std::string classesText(const ImageDataset& dataset) {
    if (!dataset.hasLabels()) return "no labels";
    return counted(dataset.classCount(), "class", "classes");
}

std::string splitText(const ImageDataset& dataset) {
    return grouped(static_cast<Index>(dataset.train.size())) + " to train on and " +
           grouped(static_cast<Index>(dataset.test.size())) + " to test on, " +
           (dataset.testGiven ? "as in the files" : "drawn by the seed");
}

std::string skippedText(const ImageDataset& dataset) {
    if (dataset.skippedCount == 0) return {};
    std::string text = "; " + counted(dataset.skippedCount, "file", "files") + " skipped";
    if (dataset.skipped.empty()) return text;
    const SkippedFile& first = dataset.skipped.front();
    return text + (dataset.skippedCount == 1 ? ", " : ", first ") + first.name + ": " + first.reason;
}

} // namespace

std::string summaryLine(const ImageDataset& dataset) {
    const ImageShape& shape = dataset.shape;
    std::string line = counted(dataset.size(), "image", "images") + " of " + std::to_string(shape.width) +
                       "×" + std::to_string(shape.height) + ", " +
                       counted(shape.channels, "channel", "channels") + ", " + classesText(dataset) + "; " +
                       splitText(dataset) + "; pixels: " + dataset.pixelRule;
    for (const std::string& choice : dataset.choices) line += "; " + choice;
    return line + skippedText(dataset);
}

} // namespace latent
