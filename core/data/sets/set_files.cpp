// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/set_files.h"

#include "core/data/arrays/idx_set.h"
#include "core/data/arrays/npy.h"
#include "core/data/arrays/npz.h"
#include "core/data/files/byte_reader.h"
#include "core/data/files/clean_text.h"
#include "core/data/files/foreign_file.h"
#include "core/data/files/junk_files.h"
#include "core/data/files/natural_order.h"
#include "core/data/pictures/picture_kind.h"
#include "core/data/tables/csv.h"

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>

namespace latent {
namespace {

namespace fs = std::filesystem;

bool hasWords(const PartName& name) {
    return name.split != SetSplit::None || name.role != SetRole::None;
}

std::string nameOf(const fs::path& path) {
    return path.filename().string();
}

std::string withoutGzip(const std::string& below) {
    return below.ends_with(".gz") ? below.substr(0, below.size() - 3) : below;
}

bool isNamedSetFile(const std::string& fileName) {
    const std::string lower = withoutGzip(lowerCase(fileName));
    for (const char* const ending : {".npy", ".npz", ".csv", ".tsv", ".idx", "ubyte"})
        if (lower.ends_with(ending)) return true;
    for (const char* const word : {"idx1-", "idx2-", "idx3-", "idx4-"})
        if (lower.find(word) != std::string::npos) return true;
    return false;
}

// One number per row, or a shape that images do not have.
bool holdsLabels(const NpyHeader& header) {
    if (header.descr.find('O') != std::string::npos) return false; // objects: opening will report them
    const std::size_t dimensions = header.shape.size();
    return dimensions < 2 || (dimensions == 2 && header.shape[1] == 1);
}

// Decided by the name, else by the content if that is clear.
bool holdsLabels(const PathProbe& probe, const Format* format, SetRole role) {
    if (role == SetRole::Labels) return true;
    if (format != &kIdxFormat && format != &kNpyFormat) return false;
    if (format == &kIdxFormat) return kIdxFormat.holds(probe) && probe.start[3] <= 2; // dimensions
    ByteReader reader(probe.path);
    return holdsLabels(readNpyHeader(reader));
}

const Format* formatNamed(const std::string& fileName) {
    const std::string lower = withoutGzip(lowerCase(fileName));
    if (lower.ends_with(".npy")) return &kNpyFormat;
    if (lower.ends_with(".npz")) return &kNpzFormat;
    return lower.ends_with(".csv") || lower.ends_with(".tsv") ? &kCsvFormat : &kIdxFormat;
}

// Damaged files keep the format of their name, so that opening them reports the damage; those of other
// programs have none.
const Format* formatOfFile(const PathProbe& probe) {
    for (const Format* const format : {&kIdxFormat, &kNpyFormat})
        if (format->holds(probe)) return format;
    if (foreignKind(probe.start, probe.lowerName)) return nullptr;
    if (kNpzFormat.holds(probe)) return &kNpzFormat;
    return isNamedSetFile(probe.lowerName) ? formatNamed(probe.lowerName) : nullptr;
}

std::optional<SetFile> setFileAt(const fs::path& path, const std::string& below, const PartName& name) {
    SetFile file{path, below, formatNamed(below), name, name.role == SetRole::Labels, false};
    try {
        const PathProbe probe = probePath(path);
        file.format = formatOfFile(probe);
        if (file.format == nullptr) return std::nullopt;
        file.labels = holdsLabels(probe, file.format, name.role);
    } catch (const Error&) { // unreadable or damaged
        if (!isNamedSetFile(nameOf(path))) return std::nullopt;
    }
    file.sure =
        file.format == &kIdxFormat || (file.format != &kCsvFormat && hasWords(partNameOf(nameOf(path))));
    return file;
}

// What the folder around a file adds to its name; nothing: the folder does not belong to this set.
std::optional<PartName> nameWithin(const std::string& folder, const std::string& fileName) {
    PartName name = partNameOf(fileName);
    if (withoutEndings(folder) == withoutEndings(fileName)) return name;
    const PartName around = partNameOf(folder);
    if (!around.stem.empty() || !hasWords(around)) return std::nullopt;
    if (name.split == SetSplit::None) name.split = around.split;
    if (name.role == SetRole::None) name.role = around.role;
    return name;
}

std::vector<fs::directory_entry> entriesOf(const fs::path& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code failed;
    fs::directory_iterator at(folder, failed);
    for (; !failed && at != fs::directory_iterator(); at.increment(failed))
        if (!isJunkFile(nameOf(at->path()))) entries.push_back(*at);
    return entries;
}

void addFilesWithin(std::vector<SetFile>& files, const fs::path& folder) {
    const std::string folderName = nameOf(folder);
    if (!mayBeSetFile(folderName)) return;
    std::error_code ignored;
    for (const fs::directory_entry& entry : entriesOf(folder)) {
        const std::string name = nameOf(entry.path());
        if (!entry.is_regular_file(ignored) || !mayBeSetFile(name)) continue;
        const std::optional<PartName> part = nameWithin(folderName, name);
        if (!part) continue;
        if (auto file = setFileAt(entry.path(), folderName + "/" + name, *part))
            files.push_back(std::move(*file));
    }
}

// Drops copies of the same file: compressed, or in a folder with its own name. After sorting, the better one
// comes first.
void dropCopies(std::vector<SetFile>& files) {
    std::map<std::string, std::string> seen; // name without folder and ".gz" → where
    const auto isCopy = [&](const SetFile& file) {
        const std::size_t slash = file.below.find('/');
        const std::string folder = slash == std::string::npos ? "" : file.below.substr(0, slash);
        const std::string name = withoutGzip(file.below.substr(slash == std::string::npos ? 0 : slash + 1));
        const bool own = folder.empty() || withoutEndings(folder) == withoutEndings(name);
        const std::string key =
            (own ? std::string(withoutEndings(name)) : withoutGzip(file.below)) + "/" + file.format->name;
        return !seen.try_emplace(key, file.below).second;
    };
    std::erase_if(files, isCopy);
}

std::size_t placeOf(SetSplit split) {
    return split == SetSplit::Test ? 1 : split == SetSplit::Validation ? 2 : 0;
}

} // namespace

bool SetFile::isArray() const {
    return format == &kIdxFormat || format == &kNpyFormat;
}

bool mayBeSetFile(const std::string& fileName) {
    if (isNamedPicture(lowerCase(fileName))) return false;
    return isNamedSetFile(fileName) || hasWords(partNameOf(fileName));
}

std::vector<SetFile> setFilesIn(const fs::path& folder) {
    std::vector<SetFile> files;
    std::error_code ignored;
    for (const fs::directory_entry& entry : entriesOf(folder)) {
        const std::string name = nameOf(entry.path());
        if (entry.is_directory(ignored)) {
            addFilesWithin(files, entry.path());
        } else if (entry.is_regular_file(ignored) && mayBeSetFile(name)) {
            if (auto file = setFileAt(entry.path(), name, partNameOf(name)))
                files.push_back(std::move(*file));
        }
    }
    std::sort(files.begin(), files.end(), [](const SetFile& a, const SetFile& b) {
        const auto depth = [](const SetFile& file) {
            return std::count(file.below.begin(), file.below.end(), '/');
        };
        return depth(a) != depth(b) ? depth(a) < depth(b) : naturallyLess(a.below, b.below);
    });
    dropCopies(files);
    return files;
}

std::vector<SetParts> groupFiles(const std::vector<SetFile>& files, std::vector<SkippedFile>& leftOut) {
    std::map<std::string, SetParts, NaturalOrder> sets;
    for (const SetFile& file : files) {
        // Archives and tables without a split hold separate sets, whatever words their names contain.
        const bool own = !file.isArray() && !file.labels && file.name.split == SetSplit::None;
        const std::string stem = own ? std::string(withoutEndings(nameOf(file.path))) : file.name.stem;
        SetParts& set = sets[lowerCase(stem)];
        set.stem = stem;
        auto& place = (file.labels ? set.labels : set.images)[placeOf(file.name.split)];
        const SetFile* other = &file;
        // "x_train" takes precedence over "x", which may hold all images.
        const bool plainer = place != nullptr && place->name.split == SetSplit::None;
        if (place == nullptr || (plainer && file.name.split != SetSplit::None)) std::swap(place, other);
        if (other != nullptr)
            leftOut.push_back({cleanText(other->below), cleanText(place->below) + " is read instead"});
    }
    std::vector<SetParts> found;
    for (const auto& [stem, set] : sets) found.push_back(set);
    return found;
}

} // namespace latent
