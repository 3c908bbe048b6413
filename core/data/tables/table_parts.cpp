// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/table_parts.h"

#include "core/data/dataset_names.h"
#include "core/data/format.h"
#include "core/data/subset.h"
#include "core/data/tables/csv_cells.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace latent {
namespace {

using namespace std::string_view_literals;

bool isAmong(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

TablePart partNamed(std::string_view word) {
    constexpr std::array kTrain{"train"sv, "training"sv, "tr"sv, "train set"sv, "training set"sv};
    constexpr std::array kTest{"test"sv, "testing"sv,  "publictest"sv, "privatetest"sv, "te"sv,
                               "tst"sv,  "test set"sv, "held-out"sv,   "holdout"sv,     "eval"sv};
    constexpr std::array kValidation{"val"sv, "valid"sv, "validation"sv, "dev"sv, "validation set"sv};
    const std::string lower = lowerCase(std::string(trimmed(word)));
    if (isAmong(kTrain, lower)) return TablePart::Train;
    if (isAmong(kTest, lower)) return TablePart::Test;
    if (isAmong(kValidation, lower)) return TablePart::Validation;
    return TablePart::Unknown;
}

void splitByParts(ImageDataset& dataset, const std::vector<TablePart>& parts) {
    const auto count = [&](TablePart part) { return std::count(parts.begin(), parts.end(), part); };
    const bool tested = count(TablePart::Test) > 0;
    const auto validation = count(TablePart::Validation);
    std::vector<std::uint32_t> train;
    std::vector<std::uint32_t> test;
    for (std::uint32_t image = 0; image < parts.size(); ++image) {
        const TablePart part = parts[image];
        if (part == TablePart::Train || part == TablePart::Unknown) train.push_back(image);
        if (part == (tested ? TablePart::Test : TablePart::Validation)) test.push_back(image);
    }
    if (train.empty() || test.empty()) return;
    if (tested && validation > 0) {
        keepImages(dataset, std::move(train), std::move(test));
        addChoice(dataset, std::to_string(validation) +
                               " validation images are left out, since there are test images");
    } else {
        dataset.train = std::move(train);
        dataset.test = std::move(test);
        if (!tested)
            addChoice(dataset, "the validation images are held out for testing (--test-fraction holds "
                               "out others)");
    }
    dataset.testGiven = true;
}

} // namespace latent
