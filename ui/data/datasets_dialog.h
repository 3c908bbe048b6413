// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sets/catalogue.h"
#include "core/data/sets/published_sets.h"
#include "ui/data/download_status.h"

#include <QDialog>

#include <map>
#include <vector>

namespace latent {

class DatasetCard;

/// The published sets, one card each in a column. Modeless.
class DatasetsDialog : public QDialog {
    Q_OBJECT
  public:
    explicit DatasetsDialog(const std::vector<PublishedSet>& sets, QWidget* parent = nullptr);

  public slots:
    /// Shows which sets are on this machine.
    void setCatalogue(const std::vector<latent::CatalogueEntry>& catalogue);
    void showStatus(const QString& name, const latent::DownloadStatus& status);

  signals:
    void getRequested(QString name);
    void pauseRequested(QString name);
    void resumeRequested(QString name);
    void cancelRequested(QString name);
    void openRequested(QString name);

  private:
    void addCard(const PublishedSet& set, QWidget* list);

    std::map<QString, DatasetCard*> m_cards; // by the set's name
};

} // namespace latent
