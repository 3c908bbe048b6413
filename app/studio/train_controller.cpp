// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/train_controller.h"

#include "app/post.h"

#include <algorithm>
#include <limits>

namespace latent {
namespace {

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

void TrainController::tellLosses(Mail& mail, std::int64_t upTo) {
    const auto take = [upTo](auto& records) {
        const auto end =
            std::ranges::find_if(records, [upTo](const auto& record) { return record.step > upTo; });
        std::remove_reference_t<decltype(records)> taken(records.begin(), end);
        records.erase(records.begin(), end);
        return taken;
    };
    const std::vector<StepRecord> steps = take(mail.steps);
    const std::vector<EpochRecord> epochs = take(mail.epochs);
    if (!steps.empty()) emit stepsReady(steps);
    if (!epochs.empty()) emit epochsReady(epochs);
}

void TrainController::readMail() {
    Mail mail = m_worker.takeMail();
    if (mail.run != m_run) return; // of a trainer that has been replaced
    if (mail.state) {
        tellLosses(mail, mail.state->step);
        emit stateReady(mail.state);
    }
    tellLosses(mail, std::numeric_limits<std::int64_t>::max());
    if (mail.snapshot) emit snapshotReady(mail.snapshot);
    if (mail.status) {
        m_status = *mail.status;
        emit statusChanged(m_status);
    }
}

} // namespace latent
