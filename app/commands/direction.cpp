// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/direction.h"

#include "app/commands/common.h"
#include "app/commands/model_evidence.h"
#include "app/commands/progress_line.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "app/numbers.h"
#include "core/base/cores.h"
#include "core/data/dataset_summary.h"
#include "core/data/files/clean_text.h"
#include "core/explore/curate/direction.h"
#include "core/explore/values/image_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace latent {
namespace {

std::string knownClasses(const ImageDataset& dataset) {
    constexpr std::size_t kMostListed = 30;
    std::string names;
    for (std::size_t i = 0; i < std::min(kMostListed, dataset.classNames.size()); ++i)
        names += (i > 0 ? ", " : "") + cleanText(dataset.classNames[i]);
    return names + (dataset.classNames.size() > kMostListed ? ", …" : "");
}

/// By name, or else by number.
int classNamed(const std::string& word, const char* option, const ImageDataset& dataset) {
    const auto& names = dataset.classNames;
    const auto same = [&](const std::string& name) { return name == word || cleanText(name) == word; };
    const auto found = std::find_if(names.begin(), names.end(), same);
    if (found != names.end()) return static_cast<int>(found - names.begin());
    const std::optional<int> number = parseNumber<int>(word);
    if (number && *number >= 0 && *number < dataset.classCount()) return *number;
    throw UsageError("direction: " + std::string(option) + ": there is no class " + quotedText(word) +
                     " in " + dataset.name + "; it has " + knownClasses(dataset));
}

ImageNumbers imagesOf(int label, const char* option, const ImageDataset& dataset) {
    std::vector<Index> images;
    for (Index i = 0; i < dataset.size(); ++i)
        if (dataset.label(i) == label) images.push_back(i);
    if (images.empty()) {
        throw UsageError("direction: " + std::string(option) + ": " + dataset.name +
                         " has no image of class " +
                         quotedText(dataset.classNames[static_cast<std::size_t>(label)]));
    }
    return std::make_shared<const std::vector<Index>>(std::move(images));
}

std::string percent(double share) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f %%", 100 * share);
    return text.data();
}

std::string csvOf(const Direction& direction, const Matrix& codes, const DirectionQuestion& question) {
    const auto meanOf = [&](const ImageNumbers& images, Index dimension) {
        double sum = 0;
        for (const Index image : *images) sum += static_cast<double>(codes(dimension, image));
        return static_cast<float>(sum / static_cast<double>(images->size()));
    };
    std::string text = "dimension,difference,mean_a,mean_b\n";
    for (Index d = 0; d < direction.vector.size(); ++d) {
        appendNumber(text, d + 1);
        for (const float number : {direction.vector[d], meanOf(question.a, d), meanOf(question.b, d)}) {
            text += ',';
            appendNumber(text, number);
        }
        text += '\n';
    }
    return text;
}

std::vector<std::string> findingsOf(const Direction& direction, const ImageDataset& dataset, int a, int b) {
    const auto name = [&](int label) {
        return cleanText(dataset.classNames[static_cast<std::size_t>(label)]);
    };
    std::vector<std::string> lines;
    if (std::isnan(direction.accuracy)) {
        lines.push_back("there are too few images to keep some apart, so nothing says how consistent it is");
    } else {
        lines.push_back(name(a) + " is told from " + name(b) + " along it in " + percent(direction.accuracy) +
                        " of cases, 95 % interval " + percent(direction.low) + " to " +
                        percent(direction.high) + ", on " + grouped(direction.heldOutA + direction.heldOutB) +
                        " images kept apart");
    }
    for (const LabelShift& shift : direction.shifts) {
        if (shift.label == a || std::isnan(shift.moved)) continue;
        std::string line = "added to " + name(shift.label) + ", it moves " + percent(shift.moved) +
                           " nearest to another class";
        if (shift.to >= 0) line += ", most of them to " + name(shift.to);
        lines.push_back(line);
    }
    return lines;
}

} // namespace

void runDirection(const DirectionCommand& command) {
    const Target out{"--out", command.out};
    checkTargets({out}, {{"MODEL", command.model.path}, {"--data", command.data}});
    const ModelFile file = openModel(command.model);
    const DatasetPtr dataset = openDataFor(file, command.model.path, command.data, command.opening);
    checkNotRead(out, *dataset);
    if (!dataset->hasLabels())
        throw UsageError("direction: " + command.data + " has no labels, so there are no classes");
    const int a = classNamed(command.a, "--a", *dataset);
    const int b = classNamed(command.b, "--b", *dataset);
    if (a == b) throw UsageError("direction: --a and --b are the same class");
    const DirectionQuestion question{imagesOf(a, "--a", *dataset), imagesOf(b, "--b", *dataset),
                                     command.seed};
    ThreadTeam team(coreCount());
    ProgressLine line("comparing");
    const Progress progress = line.progress();
    const std::shared_ptr<const Matrix> codes = codesOf(evidenceOf(file, dataset), team, progress);
    const Direction direction =
        directionOf(*codes, dataset->labels, dataset->classCount(), question, team, progress);
    save(command.out, csvOf(direction, *codes, question));
    const bool streams = command.out == "-"; // the findings do not belong into the table
    for (const std::string& finding : findingsOf(direction, *dataset, a, b))
        streams ? tell(finding) : print(finding + "\n");
}

} // namespace latent
