// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/downloads/download_controller.h"

#include <algorithm>

namespace latent {

DownloadController::DownloadController(std::vector<PublishedSet> sets, std::filesystem::path folder,
                                       QObject* parent)
    : QObject(parent)
    , m_sets(std::move(sets))
    , m_folder(std::move(folder)) {}

void DownloadController::get(const QString& name) {
    const PublishedSet* const set = setNamed(name);
    if (set == nullptr) return;
    std::unique_ptr<SetDownload>& download = m_downloads[set->folder];
    if (!download) {
        download = std::make_unique<SetDownload>(*set, m_folder);
        connect(download.get(), &SetDownload::statusChanged, this,
                [this, folder = set->folder] { tell(folder); });
        connect(download.get(), &SetDownload::finished, this, [this, name] { emit finished(name); });
    }
    download->start();
}

void DownloadController::pause(const QString& name) {
    if (SetDownload* const download = downloadOf(name)) download->pause();
}

void DownloadController::resume(const QString& name) {
    if (SetDownload* const download = downloadOf(name)) download->resume();
}

void DownloadController::cancel(const QString& name) {
    SetDownload* const download = downloadOf(name);
    if (download == nullptr) return;
    download->cancel();
    tell(download->set().folder);
}

const PublishedSet* DownloadController::setNamed(const QString& name) const {
    const auto set = std::find_if(m_sets.begin(), m_sets.end(),
                                  [&](const PublishedSet& one) { return one.name == name.toStdString(); });
    return set == m_sets.end() ? nullptr : &*set;
}

SetDownload* DownloadController::downloadOf(const QString& name) {
    const PublishedSet* const set = setNamed(name);
    if (set == nullptr) return nullptr;
    const auto found = m_downloads.find(set->folder);
    return found == m_downloads.end() ? nullptr : found->second.get();
}

void DownloadController::tell(const std::string& folder) {
    const DownloadStatus status = m_downloads.at(folder)->status();
    for (const PublishedSet& set : m_sets) {
        if (set.folder == folder) emit statusChanged(QString::fromStdString(set.name), status);
    }
}

} // namespace latent
