// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics_report.h"
#include "ui/state/exploration.h"

#include <QObject>

#include <thread>

namespace latent {

/// Computes the diagnostics of the present snapshot on a thread of its own, below the priority of all else.
/// The newest request wins; the thread is joined before this dies. Lives on the GUI thread.
class DiagnosticsController : public QObject {
    Q_OBJECT
  public:
    explicit DiagnosticsController(Exploration* exploration, QObject* parent = nullptr);
    ~DiagnosticsController() override;

  public slots:
    /// With so many samples of the importance-weighted bound. Nothing without a model and images.
    void run(int samples);
    void cancel();

  signals:
    void started();
    void progressed(double fraction);
    void ready(const latent::DiagnosticsReportPtr& report);
    void cancelled();
    void failed(const QString& sentence);

  private:
    void stop();
    void fail(const std::string& sentence);
    template <class Tell>
    void answer(int generation, Tell tell);

    Exploration* m_exploration;
    int m_generation = 0; // of requests: answers to older ones are dropped
    bool m_underWay = false;
    std::jthread m_thread;
};

} // namespace latent
