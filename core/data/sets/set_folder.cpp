// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/set_folder.h"

#include "core/data/arrays/array_chain.h"
#include "core/data/arrays/array_parts.h"
#include "core/data/arrays/idx_set.h"
#include "core/data/dataset_names.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/foreign_file.h"
#include "core/data/files/junk_files.h"
#include "core/data/pictures/picture_kind.h"
#include "core/data/sets/joined_sets.h"
#include "core/data/sets/set_choice.h"
#include "core/data/split.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <system_error>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

// A file's share of `most` images, when it has `count` of `all` images.
Index shareOf(Index count, Index all, Index most) {
    if (most <= 0 || most >= all) return count;
    const double share = static_cast<double>(count) / static_cast<double>(all);
    return std::clamp<Index>(static_cast<Index>(share * static_cast<double>(most)), 1, count);
}

/// Reads one file per class, one after another.
class ClassReader {
  public:
    ClassReader(const SetChoice& choice, const OpenOptions& options, const Progress& progress)
        : m_choice(choice)
        , m_options(options)
        , m_progress(progress) {
        if (options.readAtMost <= 0) return;
        for (const ClassFiles& one : choice.classes)
            for (const SetFile* const file : {one.train, one.test})
                if (file != nullptr) m_all += imagesOf(*file, options, m_dataset.choices).whole;
    }

    ImageDataset read() {
        ImageArray train = chain(&ClassFiles::train);
        const bool tested = std::any_of(m_choice.classes.begin(), m_choice.classes.end(),
                                        [](const ClassFiles& one) { return one.test != nullptr; });
        std::optional<ImageArray> test;
        if (tested) test = chain(&ClassFiles::test);
        if (m_options.labels)
            for (const ClassFiles& one : m_choice.classes) m_dataset.classNames.push_back(one.name);
        OpenOptions all = m_options;
        all.readAtMost = 0; // the chains are already limited
        readImages(m_dataset, std::move(train), std::move(test), all, m_progress);
        return std::move(m_dataset);
    }

  private:
    ImageArray chain(const SetFile* ClassFiles::*part) {
        ArrayChain chained(m_progress);
        for (std::size_t i = 0; i < m_choice.classes.size(); ++i) {
            const SetFile* const file = m_choice.classes[i].*part;
            if (file == nullptr) continue;
            ImageArray array = imagesOf(*file, m_options, m_dataset.choices);
            array.count = shareOf(array.whole, m_all, m_options.readAtMost);
            const auto count = static_cast<std::size_t>(array.count);
            chained.add(std::move(array));
            if (m_options.labels)
                m_dataset.labels.insert(m_dataset.labels.end(), count, static_cast<std::uint16_t>(i));
            m_dataset.files.insert(m_dataset.files.end(), count, file->below);
            for (std::size_t page = 1; page <= count; ++page)
                m_dataset.pages.push_back(static_cast<std::uint32_t>(page));
        }
        return chained.finish();
    }

    const SetChoice& m_choice;
    const OpenOptions& m_options;
    const Progress& m_progress;
    Index m_all = 0; // images, if only some are requested
    ImageDataset m_dataset;
};

ImageDataset openWhole(const SetFile& file, const OpenOptions& options, const Progress& progress) {
    ImageDataset dataset = file.format->open(file.path, options, progress);
    for (SkippedFile& skipped : dataset.skipped) skipped.name = cleanText(file.below) + "/" + skipped.name;
    return dataset;
}

// For archives and tables, each a separate set until joined.
ImageDataset openWholeParts(const SetParts& parts, OpenOptions options, const Progress& progress) {
    constexpr Index kTestedOf = 7; // one in this many of the requested images
    const Index most = options.readAtMost;
    const Index tested = parts.test() != nullptr && most > 0 ? std::max<Index>(1, most / kTestedOf) : 0;
    options.readAtMost = most > 0 ? std::max<Index>(1, most - tested) : 0;
    ImageDataset dataset = openWhole(*parts.train(), options, progress);
    if (parts.test() == nullptr) return dataset;
    if (dataset.testGiven) {
        addSkipped(dataset, parts.test()->below,
                   cleanText(parts.train()->below) + " holds test images of its own");
        return dataset;
    }
    options.readAtMost = tested;
    const ImageDataset test = openWhole(*parts.test(), options, {[](double) {}, progress.stop});
    if (test.shape != dataset.shape) {
        throw Error(parts.test()->path.string(), "",
                    "the test images are " + sizeText(test.shape) + ", but the training images are " +
                        sizeText(dataset.shape));
    }
    if (test.pixelRule != dataset.pixelRule) {
        addSkipped(dataset, parts.test()->below,
                   "its pixels are “" + test.pixelRule + "”, but those of the training images are “" +
                       dataset.pixelRule + "”");
        return dataset;
    }
    const Index border = dataset.size();
    appendImages(dataset, test);
    splitAt(dataset, border);
    return dataset;
}

void setClass(ImageDataset& dataset, const ClassFiles& one) {
    const auto count = static_cast<std::size_t>(dataset.size());
    dataset.labels.assign(count, 0);
    dataset.classNames = {one.name};
    dataset.files.assign(count, one.train->below);
    dataset.pages.resize(count);
    std::iota(dataset.pages.begin(), dataset.pages.end(), 1U);
}

ImageDataset openWholeClasses(const SetChoice& choice, const fs::path& folder, OpenOptions options,
                              const Progress& progress) {
    const auto files = static_cast<Index>(choice.classes.size());
    if (options.readAtMost > 0) options.readAtMost = std::max<Index>(1, options.readAtMost / files);
    std::optional<ImageDataset> all;
    for (const ClassFiles& one : choice.classes) {
        ImageDataset dataset = openWhole(*one.train, options, progress);
        if (dataset.hasLabels() || dataset.testGiven || one.test != nullptr) {
            throw Error(folder.string(), "",
                        "the folder holds several sets of images; open one of their files, such as " +
                            cleanText(one.train->below));
        }
        setClass(dataset, one);
        if (!all) {
            all = std::move(dataset);
        } else if (dataset.shape != all->shape || dataset.pixelRule != all->pixelRule) {
            addSkipped(*all, one.train->below,
                       "its images are " + sizeText(dataset.shape) + ", “" + dataset.pixelRule +
                           "”, but earlier ones are " + sizeText(all->shape) + ", “" + all->pixelRule + "”");
        } else {
            appendImages(*all, dataset);
        }
    }
    if (!options.labels) {
        all->labels.clear();
        all->classNames.clear();
    }
    return std::move(*all);
}

// Why a file or folder beside those of the set is not read; empty if it is clearly unrelated.
std::string whyNotRead(const fs::directory_entry& entry) {
    std::error_code ignored;
    if (entry.is_directory(ignored)) // a file may be repeated inside a folder with its own name
        return mayBeSetFile(entry.path().filename().string()) ? ""
                                                              : "a folder beside the files that are read";
    if (!entry.is_regular_file(ignored)) return {};
    try {
        const PathProbe probe = probePath(entry.path());
        if (const auto kind = foreignKind(probe.start, probe.lowerName)) return kind->text();
        return pictureKind(probe.start).empty() ? "" : "a picture beside the other files";
    } catch (const Error&) {
        return "it cannot be read";
    }
}

void listOthers(ImageDataset& dataset, const fs::path& folder, const std::vector<SetFile>& files) {
    std::vector<std::pair<std::string, std::string>> others;
    std::error_code failed;
    fs::directory_iterator entry(folder, failed);
    for (std::size_t seen = 0; !failed && entry != fs::directory_iterator();
         entry.increment(failed), ++seen) {
        const std::string name = entry->path().filename().string();
        const auto holds = [&](const SetFile& file) {
            return file.below == name || file.below.starts_with(name + "/");
        };
        if (isJunkFile(name) || std::any_of(files.begin(), files.end(), holds)) continue;
        if (seen == kMaxSkippedListed) break;
        const std::string reason = whyNotRead(*entry);
        if (!reason.empty()) others.emplace_back(name, reason);
    }
    std::sort(others.begin(), others.end());
    for (const auto& [name, reason] : others) addSkipped(dataset, name, reason);
}

bool allArrays(const SetChoice& choice) {
    const auto isArray = [](const SetFile* file) { return file == nullptr || file->isArray(); };
    if (choice.classes.empty()) return isArray(choice.parts.train()) && isArray(choice.parts.test());
    return std::all_of(choice.classes.begin(), choice.classes.end(),
                       [&](const ClassFiles& one) { return isArray(one.train) && isArray(one.test); });
}

// A folder named like the one file inside: related files are in folders beside this one.
bool isOwnFolder(const SetParts& parts, const fs::path& folder) {
    const SetFile* const train = parts.train();
    return train != nullptr && train->format == &kIdxFormat && parts.test() == nullptr &&
           withoutEndings(fs::path(originOf(folder)).filename().string()) == withoutEndings(train->below);
}

ImageDataset openChosen(const SetChoice& choice, const fs::path& folder, const OpenOptions& options,
                        const Progress& progress) {
    if (isOwnFolder(choice.parts, folder))
        return kIdxFormat.open(choice.parts.train()->path, options, progress);
    if (choice.classes.empty()) {
        return allArrays(choice) ? openArrayParts(choice.parts, options, progress)
                                 : openWholeParts(choice.parts, options, progress);
    }
    return allArrays(choice) ? ClassReader(choice, options, progress).read()
                             : openWholeClasses(choice, folder, options, progress);
}

ImageDataset openSetFolder(const fs::path& folder, const OpenOptions& options, const Progress& progress) {
    const std::vector<SetFile> files = setFilesIn(folder);
    const SetChoice choice = chooseSet(files, folder);
    ImageDataset dataset = openChosen(choice, folder, options, progress);
    dataset.choices.insert(dataset.choices.end(), choice.choices.begin(), choice.choices.end());
    for (const SkippedFile& file : choice.leftOut) addSkipped(dataset, file.name, file.reason);
    listOthers(dataset, folder, files);
    nameAfter(dataset, folder);
    return dataset;
}

bool isSetFolder(const PathProbe& probe) {
    return probe.isFolder && holdsSet(probe.path) == HoldsSet::Surely;
}

} // namespace

const Format kSetFolderFormat{"folders of those", isSetFolder, nullptr, openSetFolder};

HoldsSet holdsSet(const fs::path& folder) {
    HoldsSet holds = HoldsSet::No;
    for (const SetFile& file : setFilesIn(folder)) {
        if (!file.labels && file.sure) return HoldsSet::Surely;
        holds = std::max(holds, file.labels ? HoldsSet::Labels : HoldsSet::Perhaps);
    }
    return holds;
}

} // namespace latent
