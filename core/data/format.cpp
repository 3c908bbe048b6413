// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/format.h"

#include "core/data/files/byte_reader.h"

#include <algorithm>
#include <system_error>

namespace latent {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kStart = 4096;

void readStart(PathProbe& probe) {
    ByteReader reader(probe.path);
    probe.start.resize(kStart);
    probe.packed = reader.packed();
    probe.size = reader.fileSize();
    probe.start.resize(reader.read(reinterpret_cast<std::uint8_t*>(probe.start.data()), kStart));
}

} // namespace

PathProbe probePath(const fs::path& path) {
    std::error_code failed;
    const fs::file_status status = fs::status(path, failed);
    if (status.type() == fs::file_type::not_found) {
        throw Error(path.string(), "", "there is no such file or folder, and no data set of that name");
    }
    if (failed) throw Error(path.string(), "", "cannot be read: " + failed.message());
    PathProbe probe;
    probe.path = path;
    const fs::path named = path.has_filename() ? path : path.parent_path();
    probe.lowerName = lowerCase(named.filename().string());
    probe.isFolder = fs::is_directory(status);
    if (!probe.isFolder) {
        readStart(probe);
        return probe;
    }
    fs::directory_iterator(path, failed);
    if (failed) throw Error(path.string(), "", "cannot be read: " + failed.message());
    return probe;
}

std::string lowerCase(std::string text) {
    for (char& letter : text) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return text;
}

bool looksLikeText(const std::string& start) {
    return std::none_of(start.begin(), start.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n';
    });
}

} // namespace latent
