// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tables/picture_table.h"

#include "core/base/error.h"
#include "core/data/arrays/label_values.h"
#include "core/data/files/clean_text.h"
#include "core/data/format.h"
#include "core/data/pictures/image_folder.h"
#include "core/data/tables/csv_columns.h"
#include "core/data/tables/csv_names.h"
#include "core/data/tables/picture_rows.h"
#include "core/data/tables/table_parts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostTables = 16; // tried for each folder
constexpr std::uintmax_t kLargestTable = 64 << 20;
constexpr std::array kPictureEndings{"", ".png", ".jpg", ".jpeg", ".bmp", ".tif", ".webp", ".gif", ".pgm"};

void applyTable(ImageDataset& dataset, const PictureTable& table,
                const std::vector<std::optional<std::size_t>>& rows) {
    if (!table.labels.empty()) {
        LabelValues labels;
        for (const auto& row : rows)
            labels.add(row ? std::string_view(table.labels[*row]) : std::string_view(), table.decimalComma);
        dataset.choices.push_back(table.choice);
        setLabels(dataset, labels, table.source);
    }
    if (table.parts.empty() || dataset.testGiven) return;
    std::vector<TablePart> parts;
    for (const auto& row : rows) parts.push_back(row ? table.parts[*row] : TablePart::Train);
    splitByParts(dataset, parts);
}

bool isThere(const fs::path& folder, const std::string& name) {
    std::error_code ignored;
    return std::any_of(kPictureEndings.begin(), kPictureEndings.end(), [&](const char* ending) {
        return fs::is_regular_file(folder / (name + ending), ignored);
    });
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
    constexpr std::size_t kMost = 100'000;
    std::vector<fs::path> entries;
    std::error_code failed;
    for (fs::directory_iterator entry(folder, failed); !failed && entry != fs::directory_iterator();
         entry.increment(failed)) {
        if (entry->path().filename().string().starts_with('.')) continue;
        entries.push_back(entry->path());
        if (entries.size() == kMost) break;
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

// The folder that contains the most of the first pictures: the table's own, or one inside it.
fs::path folderOf(const fs::path& path, const TableSample& sample, const PictureTable& table) {
    constexpr std::size_t kMostTried = 20;
    const fs::path own = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::vector<fs::path> folders{own};
    std::error_code ignored;
    for (const fs::path& entry : entriesOf(own))
        if (fs::is_directory(entry, ignored)) folders.push_back(entry);
    const std::size_t tried = std::min(kMostTried, table.names.size());
    std::size_t most = 0;
    fs::path best;
    for (const fs::path& folder : folders) {
        const auto found = static_cast<std::size_t>(
            std::count_if(table.names.begin(), table.names.begin() + static_cast<std::ptrdiff_t>(tried),
                          [&](const std::string& name) { return isThere(folder, name); }));
        if (found > most) best = folder;
        most = std::max(most, found);
    }
    if (most == 0 && !namesFilesOfPictures(sample.columns[*pictureColumn(sample)])) failForNoImages(sample);
    if (most == 0) {
        throw Error(path.string(), "",
                    "the table names pictures such as " +
                        quotedText(table.names.empty() ? "" : table.names[0]) +
                        ", which are not beside it: open the folder that holds them");
    }
    // "images/1.png", "images/2.png": other files beside the table are not meant.
    const std::string first = table.names[0].substr(0, table.names[0].find('/') + 1);
    const bool common =
        !first.empty() && std::all_of(table.names.begin(), table.names.end(),
                                      [&](const std::string& name) { return name.starts_with(first); });
    return common ? best / first.substr(0, first.size() - 1) : best;
}

bool mayBeTable(const fs::path& file) {
    std::error_code failed;
    const std::string name = lowerCase(file.filename().string());
    const bool named = name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".txt");
    return named && fs::is_regular_file(file, failed) && fs::file_size(file, failed) <= kLargestTable;
}

bool mostAreFound(const std::vector<std::optional<std::size_t>>& rows) {
    const auto found =
        std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.has_value(); });
    return 2 * static_cast<std::size_t>(found) >= rows.size();
}

// Whether the file was a table of these pictures and has labelled them.
bool labelBy(ImageDataset& dataset, const fs::path& path, const OpenOptions& options,
             const Progress& progress) {
    try {
        const TableSample sample = sampleTable(path, progress);
        if (!namesPictures(sample)) return false;
        const PictureTable table = readPictureTable(path, sample, options, progress);
        const auto rows = rowsOf(dataset, table);
        if (table.labels.empty() || !mostAreFound(rows)) return false;
        applyTable(dataset, table, rows);
        return true;
    } catch (const Error&) {
        return false; // some other file in the folder
    }
}

// Removes the table from the skipped files, where it was listed as not a picture.
void forgetSkipped(ImageDataset& dataset, const std::string& name) {
    const auto gone =
        std::erase_if(dataset.skipped, [&](const SkippedFile& file) { return file.name == name; });
    dataset.skippedCount -= static_cast<Index>(gone);
}

} // namespace

bool namesPictures(const TableSample& sample) {
    const auto column = pictureColumn(sample);
    if (!column) return false;
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < sample.columns.size(); ++i) {
        if (sample.columns[i].kind == CellKind::Image) return false;
        if (i != *column && sample.columns[i].kind == CellKind::Number) numbers.push_back(i);
    }
    constexpr std::size_t kFewestPixels = 4; // fewer number columns describe the pictures
    if (numbers.size() < kFewestPixels) return true;
    if (sample.names.empty() || !namesFilesOfPictures(sample.columns[*column])) return false;
    const std::vector<std::size_t> alike = alikeNamed(sample, numbers);
    return stemOf(sample.lowerName(alike.front())) != stemOf(sample.lowerName(alike.back()));
}

ImageDataset openPicturesOf(const fs::path& path, const TableSample& sample, const OpenOptions& options,
                            const Progress& progress) {
    const PictureTable table = readPictureTable(path, sample, options, progress);
    const fs::path folder = folderOf(path, sample, table);
    OpenOptions unlabelled = options; // the table's labels replace those of the folders
    unlabelled.labels = false;
    ImageDataset dataset = kImageFolderFormat.open(folder, unlabelled, progress);
    applyTable(dataset, table, rowsOf(dataset, table));
    return dataset;
}

void labelByTable(ImageDataset& dataset, const fs::path& folder, const OpenOptions& options,
                  const Progress& progress) {
    if (!options.labels || dataset.hasLabels() || dataset.files.empty()) return;
    const fs::path whole = fs::path(dataset.origin.empty() ? folder.string() : dataset.origin);
    std::size_t tried = 0;
    for (const fs::path& place : {whole, whole.parent_path()}) {
        for (const fs::path& entry : entriesOf(place)) {
            if (!mayBeTable(entry)) continue;
            if (++tried > kMostTables) return;
            if (!labelBy(dataset, entry, options, progress)) continue;
            forgetSkipped(dataset, cleanText(entry.filename().string()));
            return;
        }
    }
}

} // namespace latent
