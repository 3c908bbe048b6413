// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/arrays/part_name.h"

#include "core/data/format.h"

#include <algorithm>
#include <array>
#include <vector>

namespace latent {
namespace {

using namespace std::string_view_literals;

struct Word {
    std::string_view text; // in lower case
    SetSplit split = SetSplit::None;
    SetRole role = SetRole::None;
};

constexpr Word kWords[] = {
    {"train"sv, SetSplit::Train},
    {"training"sv, SetSplit::Train},
    {"tr"sv, SetSplit::Train},
    {"test"sv, SetSplit::Test},
    {"testing"sv, SetSplit::Test},
    {"t10k"sv, SetSplit::Test},
    {"te"sv, SetSplit::Test},
    {"val"sv, SetSplit::Validation},
    {"valid"sv, SetSplit::Validation},
    {"validation"sv, SetSplit::Validation},
    {"dev"sv, SetSplit::Validation},
    {"x"sv, SetSplit::None, SetRole::Images},
    {"image"sv, SetSplit::None, SetRole::Images},
    {"images"sv, SetSplit::None, SetRole::Images},
    {"img"sv, SetSplit::None, SetRole::Images},
    {"imgs"sv, SetSplit::None, SetRole::Images},
    {"data"sv, SetSplit::None, SetRole::Images},
    {"pixels"sv, SetSplit::None, SetRole::Images},
    {"features"sv, SetSplit::None, SetRole::Images},
    {"y"sv, SetSplit::None, SetRole::Labels},
    {"label"sv, SetSplit::None, SetRole::Labels},
    {"labels"sv, SetSplit::None, SetRole::Labels},
    {"lbl"sv, SetSplit::None, SetRole::Labels},
    {"target"sv, SetSplit::None, SetRole::Labels},
    {"targets"sv, SetSplit::None, SetRole::Labels},
};

bool isSmall(char letter) {
    return letter >= 'a' && letter <= 'z';
}

bool isCapital(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

bool isPunctuation(char letter) {
    return letter == '-' || letter == '_' || letter == '.' || letter == ' ' || letter == '(' || letter == ')';
}

// A capital after a small letter begins a word, and so does the last of several capitals before a small
// letter: "trainX", "XTest".
bool beginsWord(std::string_view text, std::size_t i) {
    if (!isCapital(text[i])) return false;
    if (isSmall(text[i - 1])) return true;
    return isCapital(text[i - 1]) && i + 1 < text.size() && isSmall(text[i + 1]);
}

std::vector<std::string_view> wordsOf(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const bool ends = i == text.size() || isPunctuation(text[i]);
        if (!ends && (i == begin || !beginsWord(text, i))) continue;
        if (i > begin) words.push_back(text.substr(begin, i - begin));
        begin = ends ? i + 1 : i;
    }
    return words;
}

const Word* find(std::string_view lowerWord) {
    const auto* const found = std::find_if(std::begin(kWords), std::end(kWords),
                                           [&](const Word& word) { return word.text == lowerWord; });
    return found == std::end(kWords) ? nullptr : found;
}

// False if the word says nothing about the part, or nothing new.
bool take(PartName& name, const Word* word) {
    if (word == nullptr) return false;
    if (word->split != SetSplit::None) {
        if (name.split != SetSplit::None) return false;
        name.split = word->split;
    } else {
        if (name.role != SetRole::None) return false;
        name.role = word->role;
    }
    return true;
}

// "xtrain", "testy": two words written as one.
bool takeBoth(PartName& name, std::string_view lowerWord) {
    const std::size_t last = lowerWord.size() - 1;
    for (const auto& [letter, rest] : {std::pair{lowerWord.substr(0, 1), lowerWord.substr(1)},
                                       std::pair{lowerWord.substr(last), lowerWord.substr(0, last)}}) {
        const Word* const split = find(rest);
        const Word* const role = find(letter);
        if (split == nullptr || split->split == SetSplit::None || rest.size() < 3 || role == nullptr)
            continue;
        return take(name, split) && take(name, role);
    }
    return false;
}

bool endsWith(std::string_view text, std::string_view lowerEnding) {
    return text.size() >= lowerEnding.size() &&
           lowerCase(std::string(text.substr(text.size() - lowerEnding.size()))) == lowerEnding;
}

} // namespace

std::string_view withoutEndings(std::string_view fileName) {
    constexpr std::array kEndings{".gz"sv,    "-ubyte"sv, ".ubyte"sv, "-byte"sv, "-int"sv,
                                  "-float"sv, ".idx"sv,   "-idx1"sv,  "-idx2"sv, "-idx3"sv,
                                  "-idx4"sv,  ".idx1"sv,  ".idx2"sv,  ".idx3"sv, ".idx4"sv,
                                  ".npy"sv,   ".npz"sv,   ".csv"sv,   ".tsv"sv};
    for (std::size_t i = 0; i < kEndings.size();) {
        if (fileName.size() > kEndings[i].size() && endsWith(fileName, kEndings[i])) {
            fileName.remove_suffix(kEndings[i].size());
            i = 0;
        } else {
            ++i;
        }
    }
    return fileName;
}

PartName partNameOf(std::string_view fileName) {
    PartName name;
    for (const std::string_view word : wordsOf(withoutEndings(fileName))) {
        const std::string lower = lowerCase(std::string(word));
        if (take(name, find(lower)) || takeBoth(name, lower)) continue;
        if (!name.stem.empty()) name.stem += '-';
        name.stem += word;
    }
    return name;
}

} // namespace latent
