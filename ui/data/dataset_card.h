// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sets/published_sets.h"
#include "ui/data/download_status.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace latent {

/// One published set: a description and the available actions. Space for the progress bar is reserved, so
/// that nothing moves when a download starts.
class DatasetCard : public QWidget {
    Q_OBJECT
  public:
    explicit DatasetCard(const PublishedSet& set, QWidget* parent = nullptr);

  public slots:
    /// Whether the set is on this machine, and in which folder.
    void setInstalled(bool installed, const QString& folder);
    void showStatus(const latent::DownloadStatus& status);

  signals:
    void getRequested();
    void pauseRequested();
    void resumeRequested();
    void cancelRequested();
    void openRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* makeWords(const PublishedSet& set);
    QWidget* makeState(const PublishedSet& set);
    void refresh();
    void refreshLink();

    bool m_installed = false;
    DownloadStatus m_status;
    QLabel* m_facts;
    QString m_factsText; // rich text
    QLabel* m_failure;
    QPushButton* m_main; // Get, Pause, Resume or Open
    QPushButton* m_cancel;
    QProgressBar* m_progress;
    QLabel* m_state;
};

} // namespace latent
