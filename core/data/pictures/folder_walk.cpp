// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/folder_walk.h"

#include "core/base/error.h"
#include "core/data/files/foreign_file.h"
#include "core/data/files/junk_files.h"
#include "core/data/format.h"
#include "core/data/pictures/picture_kind.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 32;
constexpr std::size_t kMostFiles = 5'000'000;

std::string causeOf(int error) {
    return "cannot be read: " + std::generic_category().message(error);
}

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

constexpr std::size_t kPictureStart = 64;

std::string firstBytes(const fs::path& path, std::size_t most) {
    std::string bytes(most, '\0');
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return {};
    const ssize_t got = ::read(file, bytes.data(), bytes.size());
    ::close(file);
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
    return bytes;
}

// Describes a file that is not a picture.
std::string whatElse(const fs::path& path) {
    const auto kind = foreignKind(firstBytes(path, kForeignStart), lowerCase(path.filename().string()));
    return kind ? kind->text() : "not a picture";
}

} // namespace

std::string pathBelow(const std::string& below, const std::string& name) {
    return below.empty() ? name : below + "/" + name;
}

FolderWalk::FolderWalk(fs::path root, const Progress& progress)
    : m_root(std::move(root))
    , m_progress(progress) {}

std::vector<std::string> FolderWalk::names(FolderScan& scan, const std::string& below) const {
    std::vector<std::string> names;
    std::error_code failed;
    fs::directory_iterator entry(m_root / below, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        std::string name = entry->path().filename().string();
        if (isJunkFile(name)) continue;
        names.push_back(std::move(name));
        if (names.size() % 1024 == 0) m_progress.at(0);
        if (names.size() > kMostFiles) failForMany();
    }
    if (failed) leave(scan, below, causeOf(failed.value()));
    std::sort(names.begin(), names.end());
    return names;
}

bool FolderWalk::isFolder(const std::string& below) const {
    std::error_code ignored;
    return fs::is_directory(m_root / below, ignored);
}

bool FolderWalk::isPicture(const std::string& name) const {
    return isNamedPicture(lowerCase(name)) || !pictureKind(firstBytes(m_root / name, kPictureStart)).empty();
}

// The only folder in this one; empty if there are several, or pictures beside it.
std::string FolderWalk::loneFolder(const std::string& below, const std::vector<std::string>& names) const {
    std::string lone;
    for (const std::string& name : names) {
        const std::string inside = pathBelow(below, name);
        if (isFolder(inside)) {
            if (!lone.empty()) return {};
            lone = inside;
        } else if (isPicture(inside)) {
            return {};
        }
    }
    return lone;
}

// Whether a folder contains folders and so is more than a class.
bool FolderWalk::leadsOn(const std::string& below, bool mayHoldPictures) const {
    bool anyFolder = false;
    std::error_code failed;
    std::error_code ignored;
    fs::directory_iterator entry(m_root / below, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        const std::string name = entry->path().filename().string();
        if (isJunkFile(name)) continue;
        const bool folder = entry->is_directory(ignored); // usually known without accessing the file
        if (folder && mayHoldPictures) return true;
        if (!folder && !mayHoldPictures && isPicture(pathBelow(below, name))) return false;
        anyFolder = anyFolder || folder;
    }
    return anyFolder;
}

std::string FolderWalk::innermost(FolderScan& scan, std::string below, bool mayHoldPictures) const {
    for (int depth = 0; depth < kDeepest; ++depth) {
        const std::vector<std::string> beside = names(scan, below);
        const std::string lone = loneFolder(below, beside);
        if (lone.empty() || !leadsOn(lone, mayHoldPictures)) return below;
        for (const std::string& name : beside) addIfFile(scan, pathBelow(below, name), false);
        below = lone;
    }
    return below;
}

void FolderWalk::enter(FolderScan& scan, const std::string& below, bool test, int depth) {
    m_progress.at(0);
    struct stat status {};
    if (::stat((m_root / below).c_str(), &status) != 0) return leave(scan, below, causeOf(errno));
    if (!m_seen.insert({status.st_dev, status.st_ino}).second) {
        return scan.skip(below, "a link to a folder that was already read");
    }
    if (depth > kDeepest) return scan.skip(below, "more than 32 folders deep");
    std::vector<std::string> folders; // entered after this one is closed, so that only one is open at a time
    for (const std::string& name : names(scan, below)) {
        const std::string inside = pathBelow(below, name);
        if (!addIfFile(scan, inside, test)) folders.push_back(inside);
    }
    for (const std::string& inside : folders) enter(scan, inside, test, depth + 1);
}

// Records a folder that cannot be read in full. If it is the outermost, there is nothing to open.
void FolderWalk::leave(FolderScan& scan, const std::string& below, const std::string& cause) const {
    if (below.empty()) throw Error(m_root.string(), "", cause);
    scan.skip(below, cause);
}

void FolderWalk::failForMany() const {
    throw Error(m_root.string(), "", "the folder holds more than 5,000,000 files");
}

// False: it is a folder.
bool FolderWalk::addIfFile(FolderScan& scan, const std::string& name, bool test) const {
    struct stat status {};
    if (::stat((m_root / name).c_str(), &status) != 0) {
        scan.skip(name, causeOf(errno));
    } else if (S_ISDIR(status.st_mode)) {
        return false;
    } else if (!S_ISREG(status.st_mode)) {
        scan.skip(name, "not a regular file");
    } else if (!isPicture(name)) {
        scan.skip(name, whatElse(m_root / name));
    } else {
        if (scan.files.size() == kMostFiles) failForMany();
        scan.files.push_back({name, static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
                              nanoseconds(status.st_ctim), 0, test});
    }
    return true;
}

} // namespace latent
