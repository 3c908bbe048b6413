// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/small_file.h"

#include "core/data/files/file_handle.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>

namespace latent {

std::string readSmallFile(const std::filesystem::path& path, std::size_t most) {
    const FileHandle file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!file.isOpen() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
    std::string bytes(std::min(most, static_cast<std::size_t>(status.st_size)), '\0');
    std::size_t count = 0;
    while (count < bytes.size()) {
        const ssize_t more = read(file.get(), bytes.data() + count, bytes.size() - count);
        if (more <= 0) break;
        count += static_cast<std::size_t>(more);
    }
    bytes.resize(count);
    return bytes;
}

} // namespace latent
