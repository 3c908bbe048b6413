// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/data_memory.h"
#include "app/file_actions.h"
#include "app/load_controller.h"
#include "app/studio/live_run.h"
#include "ui/window/notice_bar.h"

namespace latent {

/// Keeps the model of a run that ends without having been saved (the window closes, other data or another
/// model are opened, the run is reset), and offers it at the next start. One model: that of the last such
/// run. GUI thread.
class RunKeeper : public QObject {
    Q_OBJECT
  public:
    struct Parts {
        const Exploration* exploration;
        LiveRun* run;
        FileActions* files;
        LoadController* loading;
        DataMemory* memory;
        NoticeBar* notices;
    };
    /// folder: where the model is kept; empty: nowhere.
    RunKeeper(std::filesystem::path folder, const Parts& parts);

    QString path() const;

  public slots:
    /// Keeps the model if it was trained since it was last saved.
    void keep();
    /// Asks where to save the present model.
    void saveModel();
    /// Says that there is one, if there is.
    void offer();

  private:
    bool hasUnsavedRun() const;
    void openKept();

    std::filesystem::path m_folder;
    Parts m_parts;
    int m_run = 0;               // counts them
    int m_runOfSave = -1;        // the one that was last asked to be saved
    std::int64_t m_safeStep = 0; // of the present run: what came after it is saved nowhere
    QString m_modelAfterData;    // to be read once its data set is open
};

} // namespace latent
