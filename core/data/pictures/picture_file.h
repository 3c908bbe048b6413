// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pictures/folder_scan.h"

#include <QByteArray>

#include <filesystem>
#include <string>

namespace latent {

struct FileBytes {
    QByteArray bytes;
    std::string failure; // a clause; empty: the bytes were read
};

/// The first bytes of a file, at most `most`, if the file has not changed since the folder was scanned.
FileBytes readPictureFile(const std::filesystem::path& folder, const PictureFile& seen,
                          std::uint64_t most = UINT64_MAX);

} // namespace latent
