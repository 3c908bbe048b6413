// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diagnostics/diagnostics_panel.h"

#include "core/explore/diagnostics/diagnose.h"
#include "ui/ask/asker.h"
#include "ui/controls/combo_box.h"
#include "ui/controls/style.h"
#include "ui/diagnostics/live_numbers.h"
#include "ui/diagnostics/report_view.h"
#include "ui/text/number_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace latent {

namespace {

Lane* laneOf(Asker* asker) {
    return asker ? asker->diagnostics() : nullptr;
}

KeptAnswers* keptBy(Asker* asker) {
    return asker ? asker->kept() : nullptr;
}

QString stepText(std::int64_t step) {
    return shownLocale().toString(qlonglong{step});
}

} // namespace

DiagnosticsPanel::DiagnosticsPanel(Exploration* exploration, QWidget* parent)
    : View({"diagnostics", tr("Numbers"), tr("Numbers…"), Place::Tab, Qt::ALT | Qt::Key_6}, parent)
    , m_exploration(exploration)
    , m_query(laneOf(exploration->asker()), keptBy(exploration->asker())) {
    auto* const content = new QWidget;
    auto* const column = new QVBoxLayout(content);
    column->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kEdge);
    column->setSpacing(3 * style::kUnit);
    m_live = new LiveNumbers(exploration, content);
    m_view = new ReportView(content);
    column->addWidget(m_live);
    column->addWidget(makeControls());
    column->addSpacing(style::kUnit);
    column->addWidget(m_view);
    column->addStretch(1);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The scroll bar takes its space from the margin, so that a report does not make the page narrower.
    connect(scroll->verticalScrollBar(), &QScrollBar::rangeChanged, column, [column](int, int most) {
        const int right = most > 0 ? style::kUnit : style::kEdge;
        column->setContentsMargins(style::kEdge, 3 * style::kUnit, right, style::kEdge);
    });
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(m_view, &ReportView::imageChosen, exploration, &Exploration::select);
    connect(m_exploration, &Exploration::snapshotChanged, this, &DiagnosticsPanel::showState);
    connect(m_exploration, &Exploration::datasetChanged, this, &DiagnosticsPanel::forgetReport);
    connectQuestion();
    forgetReport();
}

void DiagnosticsPanel::connectQuestion() {
    connect(m_run, &QPushButton::clicked, this, [this] { run(samples()); });
    connect(m_cancel, &QPushButton::clicked, this, &DiagnosticsPanel::cancel);
    connect(m_exploration, &Exploration::datasetChanged, this, &DiagnosticsPanel::cancel);
    connect(&m_query, &LongQuery::progressed, this, &DiagnosticsPanel::showProgress);
    connect(&m_query, &LongQuery::failed, this, &DiagnosticsPanel::showFailure);
}

void DiagnosticsPanel::run(int samples) {
    const Evidence now = m_exploration->evidence();
    if (!now.snapshot || !now.dataset || now.dataset->size() == 0) return;
    showStarted();
    m_query.ask(now, DiagnosticsQuestion{.samples = samples},
                [this](const Evidence& evidence, const DiagnosticsReportPtr& report) {
                    showReport(report);
                    emit reportShown(report, evidence);
                });
}

void DiagnosticsPanel::cancel() {
    m_query.drop();
    setRunning(false);
}

QWidget* DiagnosticsPanel::makeControls() {
    auto* const controls = new QWidget(this);
    m_samples = new ComboBox(controls);
    m_samples->setObjectName(QStringLiteral("samples"));
    for (const int samples : {100, 1000, 5000})
        m_samples->addItem(tr("K = %1").arg(shownLocale().toString(samples)), samples);
    m_samples->setCurrentIndex(1);
    m_samples->setAccessibleName(tr("Samples of the importance-weighted bound"));
    m_samples->setToolTip(tr("Samples per image for the importance-weighted bound on log p(x): more samples "
                             "give a tighter bound and take longer."));
    m_run = new QPushButton(tr("Run"), controls);
    m_run->setObjectName(QStringLiteral("run"));
    m_run->setAutoDefault(false);
    m_run->setToolTip(tr("Computes the report below for the current model, while training continues."));
    m_cancel = new QPushButton(tr("Cancel"), controls);
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setAutoDefault(false);
    m_progress = new QProgressBar(controls);
    m_progress->setRange(0, style::kProgressSteps);
    m_progress->setTextVisible(false);
    m_status = style::quietLabel({}, controls);
    m_status->setObjectName(QStringLiteral("status"));

    auto* const line = new QHBoxLayout;
    line->setSpacing(2 * style::kUnit);
    line->addWidget(m_samples);
    line->addWidget(m_progress, 1);
    line->addStretch(1);
    line->addWidget(m_run);
    line->addWidget(m_cancel);
    auto* const layout = new QVBoxLayout(controls);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * style::kUnit);
    auto* const rule = new QFrame(controls);
    rule->setFrameShape(QFrame::HLine);
    layout->addWidget(rule);
    layout->addSpacing(style::kUnit);
    layout->addWidget(style::sectionHead(tr("On demand"), controls));
    layout->addLayout(line);
    layout->addWidget(m_status);
    return controls;
}

int DiagnosticsPanel::samples() const {
    return m_samples->currentData().toInt();
}

QString DiagnosticsPanel::status() const {
    return m_status->text();
}

void DiagnosticsPanel::forgetReport() {
    m_report.reset();
    m_failure.clear();
    m_view->hide();
    setRunning(false);
}

void DiagnosticsPanel::showEpoch(const EpochRecord& epoch) {
    m_live->showEpoch(epoch);
}

void DiagnosticsPanel::startRun() {
    m_live->clear();
    m_ofEarlierRun = true;
    showState();
}

void DiagnosticsPanel::showStarted() {
    m_failure.clear();
    m_progress->setValue(0);
    setRunning(true);
}

void DiagnosticsPanel::showProgress(double fraction) {
    m_progress->setValue(static_cast<int>(fraction * style::kProgressSteps));
}

void DiagnosticsPanel::showReport(const DiagnosticsReportPtr& report) {
    const DatasetPtr dataset = m_exploration->dataset();
    if (!dataset) return;
    m_report = report;
    m_ofEarlierRun = false;
    m_view->showReport(report, dataset);
    m_view->show();
    setRunning(false);
}

void DiagnosticsPanel::showFailure(const QString& sentence) {
    m_failure = sentence;
    setRunning(false);
}

void DiagnosticsPanel::setRunning(bool running) {
    const bool hadFocus = m_run->hasFocus() || m_cancel->hasFocus();
    m_running = running;
    m_run->setVisible(!running);
    m_cancel->setVisible(running);
    m_progress->setVisible(running);
    if (hadFocus) (running ? m_cancel : m_run)->setFocus();
    showState();
}

void DiagnosticsPanel::showState() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    m_run->setEnabled(snapshot != nullptr);
    m_samples->setEnabled(!m_running && snapshot && snapshot->model.objective.latentNoise);
    QString text;
    if (!m_failure.isEmpty())
        text = m_failure;
    else if (!snapshot)
        text = tr("Open images first: there is no model to diagnose.");
    else if (m_report && m_ofEarlierRun)
        text = tr("Below: an earlier run at step %1. Run again for the current model.")
                   .arg(stepText(m_report->step));
    else if (m_report && m_report->step != snapshot->step)
        text = tr("Below: step %1. Training is at step %2; run again for the current model.")
                   .arg(stepText(m_report->step), stepText(snapshot->step));
    else if (m_report && m_report->step == 0) // opened from a file, or not yet trained
        text = tr("Below: the current model.");
    else if (m_report)
        text = tr("Below: step %1, the current model.").arg(stepText(m_report->step));
    else
        text = tr("Bounds on log p(x), the parts of KL, how well the codes fit the prior, how well classes "
                  "can be told apart, and whether images were memorised. Takes a few seconds to a minute.");
    if (m_status->text() != text) m_status->setText(text);
}

void DiagnosticsPanel::setRawPixels(bool raw) {
    m_view->setRawPixels(raw);
}

} // namespace latent
