// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/opened_data.h"

#include <unordered_map>
#include <utility>

namespace latent {
namespace {

std::vector<FileClass> classesOf(const ImageDataset& dataset) {
    std::vector<FileClass> classes;
    const std::vector<Index> sizes = dataset.classSizes();
    for (std::size_t i = 0; i < sizes.size(); ++i)
        classes.push_back({dataset.classNames[i], dataset.classNames[i], sizes[i], static_cast<int>(i)});
    return classes;
}

/// A set that holds some of the classes says nothing of the others: those stay as they were known.
void takeSome(std::vector<FileClass>& all, const std::vector<FileClass>& some) {
    std::unordered_map<std::string, const FileClass*> byName;
    for (const FileClass& one : some) byName[one.fileName] = &one;
    for (FileClass& one : all) {
        const auto found = byName.find(one.fileName);
        one.label = found == byName.end() ? -1 : found->second->label;
        if (one.label >= 0) one.count = found->second->count;
    }
}

} // namespace

DatasetPtr OpenedData::take(const DatasetPtr& asRead, const OpenOptions& options, bool pictures) {
    std::vector<FileClass> classes = classesOf(*asRead);
    const bool someOfTheSame = !options.subset.classes.empty() && m_origin == asRead->origin;
    if (someOfTheSame)
        takeSome(m_opening.classes, classes);
    else
        m_opening.classes = std::move(classes);
    m_opening.options = options;
    m_opening.pictures = pictures;
    m_origin = asRead->origin;
    m_dataset = asRead;
    const DataMemory::Names names = m_memory->names(m_origin);
    for (FileClass& one : m_opening.classes) {
        const auto found = names.find(one.fileName);
        one.name = found == names.end() ? one.fileName : found->second;
    }
    nameDataset();
    return m_dataset;
}

DatasetPtr OpenedData::rename(const std::vector<std::string>& names) {
    if (!m_dataset || names.size() != m_opening.classes.size()) return m_dataset;
    DataMemory::Names kept;
    for (std::size_t i = 0; i < names.size(); ++i) {
        FileClass& one = m_opening.classes[i];
        one.name = names[i];
        if (one.name != one.fileName) kept[one.fileName] = one.name;
    }
    m_memory->setNames(m_origin, kept);
    nameDataset();
    return m_dataset;
}

void OpenedData::nameDataset() {
    std::vector<std::string> names = m_dataset->classNames;
    for (const FileClass& one : m_opening.classes)
        if (one.label >= 0) names[static_cast<std::size_t>(one.label)] = one.name;
    if (names == m_dataset->classNames) return;
    auto renamed = std::make_shared<ImageDataset>(*m_dataset); // shares the pixels
    renamed->classNames = std::move(names);
    m_dataset = std::move(renamed);
}

} // namespace latent
