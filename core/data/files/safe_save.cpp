// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/safe_save.h"

#include "core/base/error.h"
#include "core/data/files/file_handle.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <optional>
#include <random>
#include <sys/stat.h>
#include <system_error>

// QSaveFile ignores a failing fsync, and after a short write on a full disk its cause is "Unknown error".
namespace latent {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& cause) {
    throw Error(path.string(), "", "cannot be written: " + cause);
}
[[noreturn]] void refuse(const fs::path& path, int error) {
    refuse(path, std::generic_category().message(error));
}

template <class Call>
auto uninterrupted(Call call) {
    for (;;) {
        const auto result = call();
        if (result != -1 || errno != EINTR) return result;
    }
}

FileHandle openFile(const fs::path& path, int flags) {
    return FileHandle(uninterrupted([&] { return open(path.c_str(), flags | O_CLOEXEC, 0666); }));
}

/// The file to which a path leads, even if a link points to nothing yet.
fs::path followLinks(fs::path path) {
    constexpr int kMostLinks = 40; // the kernel's limit
    std::error_code failed;
    for (int links = 0; fs::is_symlink(fs::symlink_status(path, failed)); ++links) {
        const fs::path next = fs::read_symlink(path, failed);
        if (failed) return path;
        if (links == kMostLinks) refuse(path, ELOOP);
        path = path.parent_path() / next; // `next` alone if it is absolute
    }
    return path;
}

fs::path folderOf(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

/// The permissions of the existing file, if any. Throws Error if it cannot be replaced.
std::optional<mode_t> permissionsOf(const fs::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) {
        if (errno == ENOENT) return std::nullopt;
        refuse(file, errno);
    }
    if (S_ISDIR(status.st_mode)) refuse(file, "it is a folder");
    if (!S_ISREG(status.st_mode)) refuse(file, "it is not a regular file");
    // Only the folder's permissions matter for replacing, but a read-only file is meant to stay.
    if (faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) != 0) refuse(file, errno);
    return status.st_mode & 07777;
}

/// A new file beside the target; removed again unless it replaces the target.
class FileBeside {
  public:
    explicit FileBeside(const fs::path& target)
        : m_target(target) {
        constexpr int kAttempts = 100;
        constexpr std::size_t kLongestStem = 240; // of the 255 bytes allowed in a name
        const std::string stem = target.filename().string().substr(0, kLongestStem) + ".";
        std::random_device random;
        for (int attempt = 0; attempt < kAttempts && !m_handle.isOpen(); ++attempt) {
            m_path = folderOf(target) / (stem + std::to_string(random() % 1'000'000));
            m_handle = openFile(m_path, O_WRONLY | O_CREAT | O_EXCL);
            if (!m_handle.isOpen() && errno != EEXIST) break;
        }
        if (m_handle.isOpen()) return;
        if (errno == ENOENT && !fs::exists(folderOf(target)))
            refuse(target, "there is no folder " + folderOf(target).string());
        refuse(target, errno);
    }
    ~FileBeside() {
        if (!m_inPlace) unlink(m_path.c_str());
    }
    FileBeside(const FileBeside&) = delete;
    FileBeside& operator=(const FileBeside&) = delete;

    void takePermissions(mode_t mode) {
        struct stat own {};
        if (fstat(m_handle.get(), &own) == 0 && (own.st_mode & 07777) == mode) return;
        if (fchmod(m_handle.get(), mode) != 0) refuse(m_target, errno);
    }

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count =
                uninterrupted([&] { return ::write(m_handle.get(), bytes.data(), bytes.size()); });
            if (count < 0) refuse(m_target, errno);
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    /// All steps that can fail come before the rename, after which the old file cannot be restored.
    void takePlace() {
        sync(m_handle);
        if (close(m_handle.release()) != 0 && errno != EINTR) // NFS reports a full disk here
            refuse(m_target, errno);
        syncFolder();
        if (rename(m_path.c_str(), m_target.c_str()) != 0) refuse(m_target, errno);
        m_inPlace = true;
    }

  private:
    void sync(const FileHandle& handle) const {
        if (uninterrupted([&] { return fsync(handle.get()); }) == 0) return;
        const bool unsupported = errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP;
        if (!unsupported) refuse(m_target, errno);
    }

    // After a power failure the new bytes must be found under one of their two names.
    void syncFolder() const {
        const FileHandle folder = openFile(folderOf(m_target), O_RDONLY | O_DIRECTORY);
        if (!folder.isOpen() && errno == EACCES) return; // a folder may be writable but not readable
        if (!folder.isOpen()) refuse(m_target, errno);
        sync(folder);
    }

    fs::path m_target;
    fs::path m_path;
    FileHandle m_handle;
    bool m_inPlace = false;
};

/// For a file that does not exist yet: its folder without links, and its name in it.
fs::path wouldBe(const fs::path& path) {
    std::error_code failed;
    const fs::path file = followLinks(path);
    return fs::weakly_canonical(folderOf(file), failed) / file.filename();
}

} // namespace

void safeSave(const fs::path& path, std::span<const std::string_view> pieces) {
    const fs::path target = followLinks(path);
    const std::optional<mode_t> permissions = permissionsOf(target);
    FileBeside file(target);
    if (permissions) file.takePermissions(*permissions);
    for (const std::string_view piece : pieces) file.write(piece);
    file.takePlace();
}

void safeSave(const fs::path& path, std::string_view bytes) {
    safeSave(path, std::span(&bytes, 1));
}

void requireSavable(const fs::path& path) {
    const fs::path target = followLinks(path);
    permissionsOf(target);
    const FileBeside probe(target);
}

bool isSameFile(const fs::path& a, const fs::path& b) {
    struct stat ofA {};
    struct stat ofB {};
    const bool aExists = stat(a.c_str(), &ofA) == 0;
    const bool bExists = stat(b.c_str(), &ofB) == 0;
    if (aExists && bExists) return ofA.st_dev == ofB.st_dev && ofA.st_ino == ofB.st_ino;
    return aExists == bExists && wouldBe(a) == wouldBe(b);
}

} // namespace latent
