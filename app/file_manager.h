// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUrl>

#include <filesystem>

namespace latent {

/// Shows files in the desktop's file manager, and opens them with their program.
class FileManager : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// With the file selected, where the file manager can do that (org.freedesktop.FileManager1).
    void showInFolder(const std::filesystem::path& file);
    void open(const std::filesystem::path& file);

  signals:
    void failed(const QString& sentence);

  private:
    bool isThere(const std::filesystem::path& file);
    void openFolder(const std::filesystem::path& file);
};

/// The address of a file, whose name need not be UTF-8.
QUrl fileUrl(const std::filesystem::path& file);

} // namespace latent
