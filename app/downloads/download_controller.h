// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/downloads/set_download.h"

#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace latent {

/// The downloads of the window, by the names of the sets; several may run at once. Sets that share a folder
/// share a download. On the GUI thread.
class DownloadController : public QObject {
    Q_OBJECT
  public:
    explicit DownloadController(std::vector<PublishedSet> sets, std::filesystem::path folder,
                                QObject* parent = nullptr);

  public slots:
    void get(const QString& name);
    void pause(const QString& name);
    void resume(const QString& name);
    void cancel(const QString& name);

  signals:
    void statusChanged(const QString& name, const latent::DownloadStatus& status);
    /// The set is on this machine now.
    void finished(const QString& name);

  private:
    const PublishedSet* setNamed(const QString& name) const; // null: none
    SetDownload* downloadOf(const QString& name);
    void tell(const std::string& folder);

    std::vector<PublishedSet> m_sets;
    std::filesystem::path m_folder;
    std::map<std::string, std::unique_ptr<SetDownload>> m_downloads; // by the set's folder
};

} // namespace latent
