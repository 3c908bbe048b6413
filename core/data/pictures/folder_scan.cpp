// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/folder_scan.h"

#include "core/data/files/clean_text.h"
#include "core/data/format.h"
#include "core/data/pictures/picture_kind.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <map>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace latent {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 32;
constexpr std::size_t kMostFiles = 5'000'000;
constexpr std::size_t kMostClasses = 65'536;
constexpr const char* kLoose = "(no folder)"; // the class of pictures beside the folders of the others

std::string causeOf(int error) {
    return "cannot be read: " + std::generic_category().message(error);
}

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::string firstBytes(const fs::path& path) {
    std::array<char, 32> bytes{};
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return {};
    const ssize_t got = ::read(file, bytes.data(), bytes.size());
    ::close(file);
    return got > 0 ? std::string(bytes.data(), static_cast<std::size_t>(got)) : std::string();
}

class Walk {
  public:
    Walk(const fs::path& root, const Progress& progress)
        : m_root(root)
        , m_progress(progress) {}

    /// Everything below root / below goes into scan.files; below is empty or a path within.
    void enter(FolderScan& scan, const std::string& below, bool test, int depth = 0) {
        m_progress.at(0);
        const fs::path folder = m_root / below;
        struct stat status {};
        if (::stat(folder.c_str(), &status) != 0) return leave(scan, below, causeOf(errno));
        if (!m_seen.insert({status.st_dev, status.st_ino}).second) {
            return scan.skip(below, "a link to a folder that is read already");
        }
        if (depth > kDeepest) return scan.skip(below, "more than 32 folders deep");
        std::vector<std::string> folders; // entered when this one is closed: one is open at a time
        for (const std::string& name : namesIn(scan, folder, below)) {
            const std::string inside = below.empty() ? name : below + "/" + name;
            if (addIfFile(scan, inside, test)) continue;
            folders.push_back(inside);
        }
        for (const std::string& inside : folders) enter(scan, inside, test, depth + 1);
    }

    std::vector<std::string> namesIn(FolderScan& scan, const fs::path& folder,
                                     const std::string& below) const {
        std::vector<std::string> names;
        std::error_code failed;
        fs::directory_iterator entry(folder, failed);
        for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
            std::string name = entry->path().filename().string();
            if (name.starts_with('.') || name == "__MACOSX") continue;
            names.push_back(std::move(name));
            if (names.size() % 1024 == 0) m_progress.at(0);
            if (names.size() > kMostFiles) failForMany();
        }
        if (failed) leave(scan, below, causeOf(failed.value()));
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    // A folder that cannot be read, or not to its end. Without the outermost there is nothing.
    void leave(FolderScan& scan, const std::string& below, const std::string& cause) const {
        if (below.empty()) throw Error(m_root.string(), "", cause);
        scan.skip(below, cause);
    }
    [[noreturn]] void failForMany() const {
        throw Error(m_root.string(), "", "the folder holds more than 5,000,000 files");
    }

    // False: it is a folder.
    bool addIfFile(FolderScan& scan, const std::string& name, bool test) const {
        const fs::path path = m_root / name;
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            scan.skip(name, causeOf(errno));
        } else if (S_ISDIR(status.st_mode)) {
            return false;
        } else if (!S_ISREG(status.st_mode)) {
            scan.skip(name, "no regular file");
        } else if (!isNamedPicture(lowerCase(name)) && pictureKind(firstBytes(path)).empty()) {
            scan.skip(name, "no picture");
        } else {
            if (scan.files.size() == kMostFiles) failForMany();
            scan.files.push_back({name, static_cast<std::uint64_t>(status.st_size),
                                  nanoseconds(status.st_mtim), nanoseconds(status.st_ctim), 0, test});
        }
        return true;
    }

    fs::path m_root;
    const Progress& m_progress;
    std::set<std::pair<dev_t, ino_t>> m_seen;
};

// The name of the folder next within, or nothing where the file lies beside those.
std::string classOf(const PictureFile& file, std::size_t prefix) {
    const std::size_t end = file.name.find('/', prefix);
    return end == std::string::npos ? std::string() : file.name.substr(prefix, end - prefix);
}

void nameClasses(FolderScan& scan, const fs::path& folder, const std::string& train,
                 const std::string& test) {
    const auto prefixOf = [&](const PictureFile& file) {
        const std::string& part = file.test ? test : train;
        return part.empty() ? 0 : part.size() + 1;
    };
    std::map<std::string, std::uint16_t> labels;
    for (const PictureFile& file : scan.files) {
        labels.try_emplace(classOf(file, prefixOf(file)), std::uint16_t{0});
        if (labels.size() > kMostClasses)
            throw Error(folder.string(), "", "more than 65,536 folders of pictures");
    }
    if (labels.size() < 2) return;
    for (auto& [name, label] : labels) {
        label = static_cast<std::uint16_t>(scan.classNames.size());
        scan.classNames.push_back(name.empty() ? kLoose : cleanText(name));
    }
    for (PictureFile& file : scan.files) file.label = labels[classOf(file, prefixOf(file))];
}

// The folder that is called one of the two names, or nothing.
std::string partNamed(const fs::path& folder, const std::vector<std::string>& names, const char* name,
                      const char* longName) {
    for (const std::string& each : names) {
        std::error_code ignored;
        const std::string lower = lowerCase(each);
        if ((lower == name || lower == longName) && fs::is_directory(folder / each, ignored)) return each;
    }
    return {};
}

} // namespace

void FolderScan::skip(std::string name, std::string reason) {
    ++skippedCount;
    if (skipped.size() < kMaxSkippedListed) skipped.push_back({cleanText(name), std::move(reason)});
}

FolderScan scanFolder(const fs::path& folder, const Progress& progress) {
    FolderScan scan;
    Walk walk(folder, progress);
    const std::vector<std::string> names = walk.namesIn(scan, folder, "");
    const std::string train = partNamed(folder, names, "train", "training");
    const std::string test = train.empty() ? std::string() : partNamed(folder, names, "test", "testing");
    walk.enter(scan, train, false);
    if (!train.empty()) {
        if (!test.empty()) walk.enter(scan, test, true);
        for (const std::string& name : names) {
            if (name != train && name != test) scan.skip(name, "outside train and test");
        }
    }
    std::sort(scan.files.begin(), scan.files.end(), [](const PictureFile& a, const PictureFile& b) {
        return a.test != b.test ? b.test : a.name < b.name;
    });
    nameClasses(scan, folder, train, test);
    scan.testGiven = !scan.files.empty() && !scan.files.front().test && scan.files.back().test;
    return scan;
}

} // namespace latent
