// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/train_controller.h"

#include "app/post.h"

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

void TrainController::readMail() {
    const Mail mail = m_worker.takeMail();
    if (mail.run != m_run) return; // of a trainer that has been replaced
    if (!mail.steps.empty()) emit stepsReady(mail.steps);
    if (!mail.epochs.empty()) emit epochsReady(mail.epochs);
    if (mail.snapshot) emit snapshotReady(mail.snapshot);
    if (mail.status) {
        m_status = *mail.status;
        emit statusChanged(m_status);
    }
}

} // namespace latent
