// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics_controller.h"

#include "core/explore/diagnose.h"

namespace latent {

DiagnosticsController::DiagnosticsController(Asker* asker, Exploration* exploration, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration)
    , m_query(asker->diagnostics(), asker->kept()) {
    connect(exploration, &Exploration::datasetChanged, this, &DiagnosticsController::cancel);
    connect(&m_query, &LongQuery::progressed, this, &DiagnosticsController::progressed);
    connect(&m_query, &LongQuery::failed, this, &DiagnosticsController::failed);
}

void DiagnosticsController::run(int samples) {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const DatasetPtr dataset = m_exploration->dataset();
    if (!snapshot || !dataset || dataset->size() == 0) return;
    emit started();
    m_query.ask({snapshot, dataset, m_run, snapshot->step}, DiagnosticsQuestion{.samples = samples},
                [this](const Evidence& evidence, const DiagnosticsReportPtr& report) {
                    emit ready(report, evidence);
                });
}

void DiagnosticsController::cancel() {
    if (!m_query.isAwaited()) return;
    m_query.drop();
    emit cancelled();
}

} // namespace latent
