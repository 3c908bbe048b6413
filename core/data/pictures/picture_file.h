// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/pictures/folder_scan.h"

#include <QByteArray>

#include <filesystem>
#include <string>

namespace latent {

struct FileBytes {
    QByteArray bytes;
    std::string failure; // half a sentence; empty: they were read
};

/// The first bytes of a file, at most so many, if it is as it was when the folder was looked through.
FileBytes readPictureFile(const std::filesystem::path& folder, const PictureFile& seen,
                          std::uint64_t most = UINT64_MAX);

} // namespace latent
