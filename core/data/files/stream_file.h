// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

#include <cstdint>
#include <filesystem>
#include <string>

namespace latent {

/// A new file that is written piece by piece, for what is too large for safeSave. It is none of anybody's
/// until the caller moves it to its place: it lies in a folder of unfinished things. All functions throw
/// Error.
class StreamFile {
  public:
    explicit StreamFile(const std::filesystem::path& path);

    void write(const void* bytes, std::size_t count);
    /// Empties it.
    void restart();
    void close();

  private:
    [[noreturn]] void fail() const;

    std::string m_name;
    QFile m_file;
};

/// Waits until what was written is on the disk, which may take seconds. Throws Error.
void syncToDisk(const std::filesystem::path& path);

} // namespace latent
