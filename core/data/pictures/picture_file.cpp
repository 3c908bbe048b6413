// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/picture_file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace latent {
namespace {

constexpr std::uint64_t kLargestFile = 256 << 20;
constexpr const char* kChanged = "it changed while the folder was being read";

std::string causeOfFailure() {
    return "cannot be read: " + std::generic_category().message(errno);
}

std::string changeOf(int file, const PictureFile& seen) {
    struct stat status {};
    if (::fstat(file, &status) != 0) return causeOfFailure();
    const std::int64_t modifiedNs =
        std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    const bool same = S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) == seen.size &&
                      modifiedNs == seen.modifiedNs;
    return same ? std::string() : kChanged;
}

std::string fill(int file, QByteArray& bytes) {
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t got = ::read(file, bytes.data() + done, static_cast<std::size_t>(bytes.size() - done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return causeOfFailure();
        if (got == 0) return kChanged;
        done += got;
    }
    return {};
}

} // namespace

FileBytes readPictureFile(const std::filesystem::path& folder, const PictureFile& seen, std::uint64_t most) {
    if (seen.size > kLargestFile && most > kLargestFile) return {{}, "the file is larger than 256 MiB"};
    const int file = ::open((folder / seen.name).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return {{}, causeOfFailure()};
    FileBytes result;
    result.failure = changeOf(file, seen);
    if (result.failure.empty()) {
        result.bytes.resize(static_cast<qsizetype>(std::min(seen.size, most)));
        result.failure = fill(file, result.bytes);
    }
    ::close(file);
    return result;
}

} // namespace latent
