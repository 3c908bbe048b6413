// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics_controller.h"

#include "app/post.h"
#include "core/base/cores.h"
#include "core/base/failure.h"
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
    auto work = [this, snapshot, dataset, samples, generation = m_generation,
                 before = std::move(m_thread)](const std::stop_token& token) mutable {
        if (before.joinable()) before.join(); // it was asked to stop, and is done within some 50 ms
        std::shared_ptr<DiagnosticsReport> report;
        std::string failure;
        try {
            lowerThreadPriority();
            ThreadTeam team(coreCount());
            const Progress progress{seldom([this, generation](double fraction) {
                                        answer(generation, [this, fraction] { emit progressed(fraction); });
                                    }),
                                    token};
            report = std::make_shared<DiagnosticsReport>(
                diagnose(snapshot->model, *dataset, {.samples = samples}, team, progress));
            report->step = snapshot->step;
        } catch (const Cancelled&) {
            return; // whoever stopped it knows
        } catch (...) {
            failure = failureSentence();
        }
        answer(generation, [this, report = std::move(report), failure = std::move(failure)] {
            if (!failure.empty()) return fail(failure);
            m_underWay = false;
            emit ready(report);
        });
    };
    const std::string failure = tryTo([&] { m_thread = std::jthread(std::move(work)); });
    if (!failure.empty()) fail(failure);
}

void DiagnosticsController::fail(const std::string& sentence) {
    m_underWay = false;
    emit failed(QString::fromStdString(sentence));
}

// From the worker: on the GUI thread, unless something newer was asked meanwhile.
template <class Tell>
void DiagnosticsController::answer(int generation, Tell tell) {
    post(this, [this, generation, tell = std::move(tell)] {
        if (generation == m_generation) tell();
    });
}

} // namespace latent
