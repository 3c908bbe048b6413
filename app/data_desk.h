// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/load_controller.h"
#include "app/opened_data.h"
#include "ui/ask/asker.h"
#include "ui/ask/long_query.h"
#include "ui/images/image_menu.h"

namespace latent {

/// The page about the open data and what stands behind it: what is computed for it, what is remembered of
/// data sets, opening them again otherwise. GUI thread.
class DataDesk : public QObject {
    Q_OBJECT
  public:
    /// The page belongs to the window.
    DataDesk(Asker* asker, Exploration* exploration, LoadController* loading, DataMemory* memory,
             QWidget* window);

    /// The set that was just loaded, under the names that the person gave its classes.
    DatasetPtr take(const DatasetPtr& asRead);
    QStringList recent() const { return m_memory->recent(); }
    DataPage* page() const { return m_page; } // null until it was asked for

  public slots:
    void showPage();
    void setRawPixels(bool raw);
    /// Names the classes by the lines of a text file.
    void loadNames(const QString& path);

  signals:
    void recentChanged(const QStringList& paths);
    void fileActionRequested(latent::Index image, latent::FileAction action);

  private:
    void makePage();
    void connectLoading();
    void showDataset();
    void showStatistics();
    void rename(const std::vector<std::string>& names);
    void chooseNames();

    Exploration* m_exploration;
    LoadController* m_loading;
    QWidget* m_window;
    DataMemory* m_memory;
    OpenedData m_opened{m_memory};
    LongQuery m_statistics;
    LatestQuery m_reading;          // of class names
    bool m_statisticsAsked = false; // of the present set
    bool m_raw = false;
    DataPage* m_page = nullptr; // owned by the window
};

} // namespace latent
