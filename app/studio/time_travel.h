// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/timeline.h"
#include "ui/ask/lane.h"
#include "ui/controls/replot_throttle.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <functional>
#include <memory>

namespace latent {

class Exploration;
class LiveRun;

/// Keeps the moments of a run, and shows the one that the Looking names instead of the newest. GUI thread;
/// moments are kept on one thread of its own and read on another, for which a person waits.
class TimeTravel : public QObject {
    Q_OBJECT
  public:
    static constexpr int kPlayMs = 66;        // from one moment to the next
    static constexpr int kMarksEveryMs = 250; // news of the moments that there are
    static constexpr int kKeptEveryMs = 200;  // a moment costs training some milliseconds

    /// fileOf: where the moments of the run in front are kept; empty: in memory.
    TimeTravel(Exploration* exploration, LiveRun* run, std::function<std::filesystem::path()> fileOf,
               QObject* parent = nullptr);
    ~TimeTravel() override;

    /// Calls back once the moment is read, unless another one is looked at by then: with the weights with
    /// which it is shown, at the step at which they were kept. Null: none are kept.
    void withWeights(std::function<void(const SnapshotPtr&)> then);

  public slots:
    void setPlaying(bool playing);
    /// Writes what is only in memory.
    void flush();

  signals:
    void playingChanged(bool playing);
    /// The moment that is looked at cannot be shown.
    void lost();
    /// Moments can no longer be written; told once a run.
    void failed(const QString& sentence);

  private:
    void beginRun();
    void open(const std::filesystem::path& file);
    void take(const SnapshotPtr& snapshot);
    void tellMarks();
    void tellProblem(const std::string& problem);
    void show();
    void forgetWeights();
    void read();
    void playOn();

    Exploration* m_exploration;
    LiveRun* m_run;
    std::function<std::filesystem::path()> m_fileOf;
    std::shared_ptr<Timeline> m_timeline; // null while it is being read
    SnapshotPtr m_weights;
    std::function<void(const SnapshotPtr&)> m_wanted;
    bool m_problemTold = false; // of this run
    QElapsedTimer m_sinceKept;  // the last moment of this run
    ReplotThrottle m_marksSoon;
    QTimer m_play;
    bool m_reading = false; // a moment
    bool m_again = false;   // another one was asked for meanwhile
    // Last: joined before anything above dies.
    Lane m_keeping{Lane::Pace::Long};
    Lane m_looking{Lane::Pace::Fast};
};

} // namespace latent
