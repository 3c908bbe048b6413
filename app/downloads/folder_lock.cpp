// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/downloads/folder_lock.h"

#include "core/base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>

namespace latent {
namespace {

/// Whether the path still leads to the file: whoever held the lock before may have removed it meanwhile.
bool isAt(const std::filesystem::path& path, const FileHandle& file) {
    struct stat there {};
    struct stat ours {};
    return stat(path.c_str(), &there) == 0 && fstat(file.get(), &ours) == 0 && there.st_dev == ours.st_dev &&
           there.st_ino == ours.st_ino;
}

} // namespace

FolderLock::FolderLock(std::filesystem::path file)
    : m_path(std::move(file)) {
    do {
        m_file = FileHandle(open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666));
        if (!m_file.isOpen()) {
            throw Error(m_path.string(), "", "cannot be written: " + std::generic_category().message(errno));
        }
        const bool locked = flock(m_file.get(), LOCK_EX | LOCK_NB) == 0;
        if (!locked && errno == EWOULDBLOCK)
            throw Error(m_path.string(), "", "another program is fetching this set");
        if (!locked) return; // the file system knows no locks
    } while (!isAt(m_path, m_file));
}

FolderLock::~FolderLock() {
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
}

} // namespace latent
