// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/live_run.h"
#include "app/studio/looking_history.h"
#include "app/studio/session_store.h"

#include <optional>

namespace latent {

class LoadController;

/// Brings a run that is kept to the front, with its images and what was looked at then. It asks for images
/// that are gone, and meanwhile shows the model without them. GUI thread.
class RunOpener : public QObject {
    Q_OBJECT
  public:
    /// All outlive this.
    struct Parts {
        SharedLooking* looking = nullptr;
        LookingHistory* history = nullptr;
        LoadController* loading = nullptr;
        SessionStore* store = nullptr;
    };

    explicit RunOpener(const Parts& parts, QObject* parent = nullptr);

    /// On whose stage runs are opened. Once, at the beginning; outlives this.
    void setFront(LiveRun* run) { m_front = run; }
    /// What is looked at as soon as the next run is in front.
    void expect(const Desk& desk) { m_desk = desk; }
    /// For a run on these images that had not begun. Empty: none.
    void expectSettings(const QString& data, const std::optional<Configuration>& settings);
    void open(const std::string& id);
    /// The run that was expected is in front already.
    void showDesk();
    /// Until then what is looked at is not worth keeping.
    bool isUnderWay() const { return m_run || m_desk; }
    /// The person wants something else.
    void forget();
    /// The images of the run that could not be opened; null: no run waits for any.
    const DataIdentity* missingImages() const { return m_run && m_missing ? &m_run->data : nullptr; }
    /// Looks for them there.
    void findImages(const QString& path);
    /// A set that was just opened: the run that it was opened for goes on, or a new one begins.
    void takeDataset(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
                     const std::function<void()>& taken);

  signals:
    /// See missingImages().
    void imagesMissing(const QString& sentence);
    /// What was expected cannot be read; failed() says why.
    void nothingCameBack();
    /// These stood beside the run that has come back.
    void besideCameBack(const std::vector<std::string>& ids);
    void failed(const QString& sentence);

  private:
    void take(Run run);
    void openImages(const QString& path);
    void missImages();
    void begin(const DatasetPtr& dataset, const ImageSplit& split, const OpenOptions& opened,
               const std::function<void()>& taken);
    void compare(const DatasetPtr& dataset, const OpenOptions& opened,
                 const std::function<void(const DataIdentity& found)>& compared);

    Parts m_parts;
    LiveRun* m_front = nullptr;
    std::optional<Run> m_run;   // waits for its images
    std::optional<Desk> m_desk; // what is looked at once the run is there
    bool m_missing = false;     // its images are not where they were
    bool m_ownLoad = false;     // images are being opened for a run, not because the person chose them
    int m_datasets = 0;         // that were taken so far
    QString m_settingsData;     // of the next one
    std::optional<Configuration> m_settings;
};

} // namespace latent
