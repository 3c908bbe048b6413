// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/animation_export.h"
#include "ui/ask/lane.h"

#include <QImage>
#include <QObject>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace latent {

class Exploration;

/// Travels through the moments of a run and saves the map at each of them as an animation. GUI thread; frames
/// are packed on a thread of its own.
class JourneyRecorder : public QObject {
    Q_OBJECT
  public:
    static constexpr std::size_t kMostFrames = 120;

    /// grab: the map as it is now. The exploration outlives this.
    JourneyRecorder(Exploration* exploration, std::function<QImage()> grab, QObject* parent = nullptr);

    /// Finishes the file of a journey whose frames are all taken.
    ~JourneyRecorder() override;

    bool isRecording() const { return !m_steps.empty(); }

  public slots:
    /// By the path's ending WebP or GIF. Nothing while another is being recorded.
    void record(const std::filesystem::path& path);
    /// Leaves out the moment that is waited for: it cannot be shown.
    void skip();

  signals:
    void progressed(int frame, int frames);
    void saved(const QString& path);
    void failed(const QString& sentence);
    /// Done, failed, or given up because the person chose another moment.
    void ended();

  private:
    void next();
    void take();
    void pack(const AnimationFrame& frame);
    void packed(const std::string& failure);
    void finish();
    void end();
    void giveUp();

    Exploration* m_exploration;
    std::function<QImage()> m_grab;
    std::filesystem::path m_path;
    std::optional<std::int64_t> m_before; // the moment that was looked at
    std::vector<std::int64_t> m_steps;    // to be recorded; empty: none is under way
    std::size_t m_at = 0;
    bool m_packingOne = false;                 // one frame at a time, since each is a megabyte
    std::shared_ptr<AnimationWriter> m_writer; // the thread's
    Lane m_packing{Lane::Pace::Long};          // last: joined before anything above dies
};

} // namespace latent
