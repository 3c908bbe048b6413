// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/duplicates.h"

#include "app/commands/common.h"
#include "app/commands/csv_text.h"
#include "app/commands/model_evidence.h"
#include "app/commands/progress_line.h"
#include "app/commands/session_model.h"
#include "app/commands/targets.h"
#include "app/numbers.h"
#include "core/data/dataset_summary.h"
#include "core/data/pictures/pixel_cache.h"
#include "core/explore/curate/duplicates.h"

namespace latent {
namespace {

using By = DuplicatesQuestion::By;

const char* nameOf(By by) {
    return by == By::Pixels ? "pixels" : "code";
}

void appendGroups(std::string& text, const Duplicates& found, const ImageDataset& dataset) {
    Index number = 0;
    for (const DuplicateGroup& group : found.groups) {
        ++number;
        for (std::size_t i = 0; i < group.images.size(); ++i) {
            text += nameOf(found.asked.by);
            text += ',';
            appendNumber(text, number);
            text += ',';
            appendNumber(text, group.distance[i]);
            text += ',';
            appendIdentity(text, dataset, group.images[i]);
            text += '\n';
        }
    }
}

std::string sentenceOf(const Duplicates& found) {
    Index images = 0;
    for (const DuplicateGroup& group : found.groups) images += static_cast<Index>(group.images.size());
    std::string threshold;
    appendNumber(threshold, found.asked.threshold);
    const std::string what =
        found.groups.empty() ? "no duplicates"
                             : counted(static_cast<Index>(found.groups.size()), "group", "groups") +
                                   " of duplicates with " + counted(images, "image", "images") + " in all";
    return what + " by " + nameOf(found.asked.by) + ", at most " + threshold + " apart";
}

} // namespace

void runDuplicates(const DuplicatesCommand& command) {
    const bool withModel = !command.model.path.empty();
    const Target out{"--out", command.out};
    checkTargets({out}, {{"--model", command.model.path}, {"--data", command.data}});
    Evidence evidence;
    if (withModel) {
        const ModelFile file = openModel(command.model);
        evidence = evidenceOf(file, openDataFor(file, command.model.path, command.data, command.opening));
    } else {
        OpenOptions options = command.opening;
        options.cacheFolder = defaultCacheFolder();
        evidence.dataset = openDataset(command.data, options);
        tellWhatWasRead(command.data, *evidence.dataset);
    }
    checkNotRead(out, *evidence.dataset);
    std::vector<DuplicatesQuestion> questions{{By::Pixels, command.pixels.value_or(kUsualPixelThreshold)}};
    if (withModel) questions.push_back({By::Codes, command.codes.value_or(kUsualCodeThreshold)});
    std::string text = std::string("by,group,distance,") + kIdentityColumns + "\n";
    std::vector<std::string> sentences;
    for (const DuplicatesQuestion& question : questions) {
        ProgressLine line(std::string("comparing by ") + nameOf(question.by));
        const Duplicates found = answer(evidence, question, line.progress());
        appendGroups(text, found, *evidence.dataset);
        sentences.push_back(sentenceOf(found));
    }
    save(command.out, text);
    if (command.out != "-") tellOf(command.out, sentences);
}

} // namespace latent
