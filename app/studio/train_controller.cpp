// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/train_controller.h"

#include "ui/ask/post.h"

namespace latent {
namespace {

constexpr int kNoRun = -1;          // the worker counts from 0
constexpr int kReadIntervalMs = 25; // small epochs end by the hundred a second

} // namespace

TrainController::TrainController(QObject* parent)
    : QObject(parent)
    , m_readSoon(this, kReadIntervalMs)
    , m_worker([this] {
        // On the training thread. The mailbox wakes once until its mail is taken.
        post(&m_readSoon, [this] { m_readSoon.request(); });
    }) {
    connect(&m_readSoon, &ReplotThrottle::due, this, &TrainController::readMail);
}

void TrainController::prepare(DatasetPtr dataset, const Configuration& configuration,
                              std::shared_ptr<const Model> start) {
    m_run = m_worker.prepare(std::move(dataset), configuration, std::move(start));
    m_status = {}; // the last trainer's says nothing of this one
}

void TrainController::resume(DatasetPtr dataset, TrainingStatePtr state) {
    m_run = m_worker.prepare(std::move(dataset), std::move(state));
    m_status = {};
}

void TrainController::forget() {
    m_run = kNoRun;
    m_status = {};
}

void TrainController::tellLosses(std::span<const StepRecord> steps, std::span<const EpochRecord> epochs) {
    if (!steps.empty()) emit stepsReady(steps);
    if (!epochs.empty()) emit epochsReady(epochs);
}

void TrainController::readMail() {
    const Mail mail = m_worker.takeMail();
    if (mail.run != m_run) return;            // of a trainer that has been replaced
    if (mail.status) m_status = *mail.status; // at least as new as the state
    const std::span<const StepRecord> steps(mail.steps);
    const std::span<const EpochRecord> epochs(mail.epochs);
    tellLosses(steps.first(mail.stepsAtState), epochs.first(mail.epochsAtState));
    if (mail.state) emit stateReady(mail.state, mail.stateRequested);
    if (mail.run != m_run) return; // what waited for the state has begun another run
    tellLosses(steps.subspan(mail.stepsAtState), epochs.subspan(mail.epochsAtState));
    if (mail.snapshot) emit snapshotReady(mail.snapshot);
    if (mail.status) emit statusChanged(m_status);
}

} // namespace latent
