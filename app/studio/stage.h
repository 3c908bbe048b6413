// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/live_run.h"
#include "app/studio/time_travel.h"
#include "ui/ask/asker.h"
#include "ui/images/image_menu.h"
#include "ui/state/view.h"

#include <QObject>

#include <functional>
#include <vector>

namespace latent {

/// One run on the screen: its trainer, its moments and the views that show it, wired together. The first
/// stage leads: what it opens decides what is looked at. GUI thread.
class Stage : public QObject {
    Q_OBJECT
  public:
    using FileOf = std::function<std::filesystem::path(const std::string& run)>;

    /// momentsOf: where the moments of a run are kept; an empty path: in memory.
    Stage(Asker* asker, SharedLooking* looking, Exploration::Role role, const FileOf& momentsOf,
          QObject* parent = nullptr);

    Exploration* exploration() { return &m_exploration; }
    LiveRun* run() { return &m_run; }
    TimeTravel* travel() { return &m_travel; }

    /// Made here; whoever lays them out owns them, and destroys them before this.
    const std::vector<View*>& views() const { return m_views; }
    template <class T>
    T* view() const {
        return viewIn<T>(m_views);
    }

  public slots:
    void setWatched(bool watched);
    /// A new run from the moment that is looked at.
    void branch();

  signals:
    void fileActionRequested(latent::Index image, latent::FileAction action);
    void failed(const QString& sentence);

  private:
    void connectViews();
    void connectLoss();

    Exploration m_exploration;
    LiveRun m_run;
    TimeTravel m_travel;
    ReplotThrottle m_historySoon{nullptr, ReplotThrottle::kReadableMs};
    std::vector<View*> m_views;
};

} // namespace latent
