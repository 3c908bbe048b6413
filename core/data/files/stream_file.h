// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

#include <cstdint>
#include <filesystem>
#include <string>

namespace latent {

/// A new file written piece by piece, for data too large for safeSave. It lies in a folder of unfinished
/// files until the caller moves it to its place. All functions throw Error.
class StreamFile {
  public:
    explicit StreamFile(const std::filesystem::path& path);

    void write(const void* bytes, std::size_t count);
    /// Truncates the file.
    void restart();
    void close();

  private:
    [[noreturn]] void fail() const;

    std::string m_name;
    QFile m_file;
};

/// Waits until the written data are on the disk, which may take seconds. Throws Error.
void syncToDisk(const std::filesystem::path& path);

} // namespace latent
