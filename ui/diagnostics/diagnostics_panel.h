// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/explore/diagnostics/diagnostics_report.h"
#include "core/train/records.h"
#include "ui/ask/long_query.h"
#include "ui/state/exploration.h"
#include "ui/state/view.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace latent {

class LiveNumbers;
class ReportView;

/// Numbers for experts: live ones during training, and a report computed on demand.
class DiagnosticsPanel : public View {
    Q_OBJECT
  public:
    explicit DiagnosticsPanel(Exploration* exploration, QWidget* parent = nullptr);

    LiveNumbers* live() const { return m_live; }
    ReportView* report() const { return m_view; }
    /// K of the importance-weighted bound.
    int samples() const;
    /// The text of the line below the buttons.
    QString status() const;

  public slots:
    void showEpoch(const latent::EpochRecord& epoch);
    /// A new run: the live numbers are cleared; the report stays and is marked as that of an earlier run.
    void startRun();
    /// Asks for the report with so many samples of the importance-weighted bound; the newest request wins.
    /// Nothing without a model and images. A report that was made before is shown before this returns.
    void run(int samples);
    void cancel();
    void showReport(const latent::DiagnosticsReportPtr& report);
    void setRawPixels(bool raw) override;

  signals:
    void reportShown(const latent::DiagnosticsReportPtr& report, const latent::Evidence& evidence);

  private:
    void connectQuestion();
    void showStarted();
    void showProgress(double fraction);
    void showFailure(const QString& sentence);
    QWidget* makeControls();
    void forgetReport();
    void setRunning(bool running);
    void showState();

    Exploration* m_exploration;
    LiveNumbers* m_live;
    ReportView* m_view;
    QComboBox* m_samples;
    QPushButton* m_run;
    QPushButton* m_cancel;
    QProgressBar* m_progress;
    QLabel* m_status;
    DiagnosticsReportPtr m_report;
    bool m_running = false;
    bool m_ofEarlierRun = false; // whether the report is
    QString m_failure;
    LongQuery m_query;
};

} // namespace latent
