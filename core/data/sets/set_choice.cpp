// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/set_choice.h"

#include "core/data/files/clean_text.h"
#include "core/data/files/natural_order.h"

#include <algorithm>

namespace latent {
namespace {

const SetFile* firstOf(const std::array<const SetFile*, 3>& files) {
    const auto* const found =
        std::find_if(files.begin(), files.end(), [](const SetFile* file) { return file != nullptr; });
    return found == files.end() ? nullptr : *found;
}

bool hasLabels(const SetParts& set) {
    return firstOf(set.labels) != nullptr;
}

bool hasImages(const SetParts& set) {
    return firstOf(set.images) != nullptr;
}

// How certain it is that the files form a set. 0: nothing suggests it; 1: their names do; 2: their content or
// names show it.
int sureness(const SetParts& set) {
    if (set.test() == nullptr && !hasLabels(set) && set.train()->name.role == SetRole::None) return 0;
    return set.train()->sure ? 2 : 1;
}

std::vector<SetParts> surestOf(std::vector<SetParts> sets) {
    int surest = 0;
    for (const SetParts& set : sets) surest = std::max(surest, sureness(set));
    std::erase_if(sets, [&](const SetParts& set) { return sureness(set) < surest; });
    return sets;
}

// Several files without labels that are named after their contents; a "train.npy" among them would show
// trains.
bool mayBeClasses(const std::vector<SetParts>& sets) {
    return sets.size() > 1 && std::all_of(sets.begin(), sets.end(), [](const SetParts& set) {
               return !hasLabels(set) && set.train()->name.role == SetRole::None &&
                      (!set.stem.empty() || set.test() == nullptr);
           });
}

void leaveOut(SetChoice& choice, const SetFile* file, const std::string& reason) {
    if (file != nullptr) choice.leftOut.push_back({cleanText(file->below), reason});
}

// The held-out images are the test images, else the validation images; if there are no training images, those
// take their place.
void settleSplit(SetChoice& choice, SetParts& set) {
    const auto move = [&](std::size_t from, std::size_t to) {
        std::swap(set.images[from], set.images[to]);
        std::swap(set.labels[from], set.labels[to]);
    };
    if (set.train() == nullptr) move(set.test() != nullptr ? 1 : 2, 0);
    if (set.validation() == nullptr) return;
    if (set.test() != nullptr) {
        leaveOut(choice, set.validation(),
                 "validation images; the test images come from " + cleanText(set.test()->below));
        return;
    }
    choice.choices.push_back("the images of " + cleanText(set.validation()->below) +
                             " are held out for testing, since there are no test images "
                             "(--test-fraction holds out others)");
    move(2, 1);
}

// Labels whose name differs from the images', accepted if there is only one of each.
void pairLoneLabels(SetChoice& choice, std::vector<SetParts>& imaged, const std::vector<SetParts>& lone) {
    if (imaged.size() == 1 && lone.size() == 1 && !hasLabels(imaged[0])) {
        imaged[0].labels = lone[0].labels;
        choice.choices.push_back("the labels come from " + cleanText(firstOf(lone[0].labels)->below) +
                                 " (--no-labels leaves them out)");
        return;
    }
    for (const SetParts& set : lone)
        for (const SetFile* const file : set.labels) leaveOut(choice, file, "labels without images");
}

std::string namesOf(const std::vector<SetParts>& sets) {
    constexpr std::size_t kMostNamed = 6;
    std::string names;
    for (std::size_t i = 0; i < std::min(sets.size(), kMostNamed); ++i) {
        const SetParts& set = sets[i];
        const std::string name = set.stem.empty() ? set.train()->below : set.stem;
        names += (i == 0 ? "" : i + 1 == sets.size() ? " and " : ", ") + cleanText(name);
    }
    return sets.size() > kMostNamed ? names + ", …" : names;
}

[[noreturn]] void failForSeveral(const std::filesystem::path& folder, const std::vector<SetParts>& sets) {
    throw Error(folder.string(), "",
                "the folder holds " + std::to_string(sets.size()) + " sets of images (" + namesOf(sets) +
                    "); open one of their files, such as " + cleanText(sets.front().train()->below));
}

// "full_numpy_bitmap_cat" and "full_numpy_bitmap_dog" are cats and dogs.
std::size_t commonPrefix(const std::vector<std::string>& names) {
    const auto [first, last] = std::minmax_element(names.begin(), names.end());
    const auto end = std::mismatch(first->begin(), first->end(), last->begin(), last->end()).first;
    const auto common = static_cast<std::size_t>(end - first->begin());
    const std::size_t border = first->substr(0, common).find_last_of("-_. ");
    const bool leavesNone = border + 1 == first->size(); // one name consists of the prefix alone
    return border == std::string::npos || leavesNone ? 0 : border + 1;
}

void takeAsClasses(SetChoice& choice, const std::vector<SetParts>& sets) {
    std::vector<std::string> names;
    for (const SetParts& set : sets) {
        const std::string file = set.train()->path.filename().string();
        names.emplace_back(withoutEndings(file));
    }
    const std::size_t prefix = commonPrefix(names);
    for (std::size_t i = 0; i < sets.size(); ++i)
        choice.classes.push_back({cleanText(names[i].substr(prefix)), sets[i].train(), sets[i].test()});
    std::sort(choice.classes.begin(), choice.classes.end(),
              [](const ClassFiles& a, const ClassFiles& b) { return naturallyLess(a.name, b.name); });
    choice.choices.push_back("each file is a class, " + std::to_string(sets.size()) +
                             " in all (open a single file to read it alone)");
}

} // namespace

SetChoice chooseSet(const std::vector<SetFile>& files, const std::filesystem::path& folder) {
    SetChoice choice;
    std::vector<SetParts> imaged;
    std::vector<SetParts> lone;
    for (const SetParts& set : groupFiles(files, choice.leftOut))
        (hasImages(set) ? imaged : lone).push_back(set);
    if (imaged.empty()) {
        throw Error(folder.string(), "",
                    "the folder holds labels (" + cleanText(files.front().below) + ") but no images");
    }
    for (SetParts& set : imaged) settleSplit(choice, set);
    pairLoneLabels(choice, imaged, lone);
    if (mayBeClasses(imaged)) {
        takeAsClasses(choice, imaged);
        return choice;
    }
    const std::vector<SetParts> possible = surestOf(imaged);
    if (possible.size() > 1) failForSeveral(folder, possible);
    choice.parts = possible.front();
    for (const SetParts& set : imaged) {
        if (set.train() == choice.parts.train()) continue;
        for (const SetFile* const file : set.images)
            leaveOut(choice, file, "it is not part of " + cleanText(choice.parts.train()->below));
    }
    return choice;
}

} // namespace latent
