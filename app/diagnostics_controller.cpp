// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics_controller.h"

#include "core/base/cores.h"
#include "core/base/thread_team.h"
#include "core/explore/diagnose.h"

#include <QElapsedTimer>

#include <functional>
#include <utility>

namespace latent {
namespace {

constexpr int kProgressIntervalMs = 50;

using Report = std::function<void(double)>;

Report seldom(Report report) {
    QElapsedTimer last;
    last.start();
    return [report = std::move(report), last](double fraction) mutable {
        if (last.elapsed() < kProgressIntervalMs) return;
        last.restart();
        report(fraction);
    };
}

} // namespace

DiagnosticsController::DiagnosticsController(Exploration* exploration, QObject* parent)
    : QObject(parent)
    , m_exploration(exploration) {
    connect(exploration, &Exploration::datasetChanged, this, &DiagnosticsController::cancel);
}

DiagnosticsController::~DiagnosticsController() {
    stop(); // the thread is joined as it dies, first of all members
}

void DiagnosticsController::stop() {
    ++m_generation;
    m_underWay = false;
    m_thread.request_stop();
}

void DiagnosticsController::cancel() {
    if (!m_underWay) return;
    stop();
    emit cancelled();
}

void DiagnosticsController::run(int samples) {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const DatasetPtr dataset = m_exploration->dataset();
    if (!snapshot || !dataset) return;
    stop();
    m_underWay = true;
    emit started();
    // On the GUI thread, unless something newer was asked meanwhile.
    const auto answer = [this, generation = m_generation](auto tell) {
        QMetaObject::invokeMethod(
            this,
            [this, generation, tell] {
                if (generation == m_generation) tell();
            },
            Qt::QueuedConnection);
    };
    const auto finish = [this, answer](auto tell) {
        answer([this, tell] {
            m_underWay = false;
            tell();
        });
    };
    m_thread = std::jthread([this, snapshot, dataset, samples, answer, finish,
                             before = std::move(m_thread)](const std::stop_token& token) mutable {
        if (before.joinable()) before.join(); // it was asked to stop, and is done within some 50 ms
        try {
            lowerThreadPriority();
            ThreadTeam team(coreCount());
            const Progress progress{seldom([this, answer](double fraction) {
                                        answer([this, fraction] { emit progressed(fraction); });
                                    }),
                                    token};
            DiagnosticsReport report =
                diagnose(snapshot->model, *dataset, {.samples = samples}, team, progress);
            report.step = snapshot->step;
            const auto shared = std::make_shared<const DiagnosticsReport>(std::move(report));
            finish([this, shared] { emit ready(shared); });
        } catch (const Cancelled&) {
            // Whoever stopped it knows.
        } catch (const std::exception& error) {
            finish([this, sentence = QString::fromUtf8(error.what())] { emit failed(sentence); });
        }
    });
}

} // namespace latent
