// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/studio/asker.h"
#include "app/studio/long_query.h"
#include "core/explore/diagnostics_report.h"
#include "ui/state/exploration.h"

namespace latent {

/// Asks for the diagnostics of the snapshot that an exploration shows. The newest request wins. GUI thread.
class DiagnosticsController : public QObject {
    Q_OBJECT
  public:
    /// Both must outlive this.
    DiagnosticsController(Asker* asker, Exploration* exploration, QObject* parent = nullptr);

  public slots:
    /// The run that the exploration shows.
    void setRun(const std::string& id) { m_run = id; }
    /// With so many samples of the importance-weighted bound. Nothing without a model and images. A report
    /// that was made before is ready before this returns.
    void run(int samples);
    void cancel();

  signals:
    void started();
    void progressed(double fraction);
    void ready(const latent::DiagnosticsReportPtr& report, const latent::Evidence& evidence);
    void cancelled();
    void failed(const QString& sentence);

  private:
    Exploration* m_exploration;
    std::string m_run;
    LongQuery m_query;
};

} // namespace latent
