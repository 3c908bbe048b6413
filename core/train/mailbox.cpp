// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/mailbox.h"

#include <utility>

namespace latent {

template <class Change>
void Mailbox::post(Change change) {
    bool wake = false;
    {
        const std::scoped_lock lock(m_mutex);
        change(m_mail);
        wake = !std::exchange(m_woken, true);
    }
    if (wake) m_wake();
}

void Mailbox::postStep(const StepRecord& record) {
    const std::scoped_lock lock(m_mutex);
    m_mail.steps.push_back(record);
}

void Mailbox::postEpoch(EpochRecord record) {
    post([&](Mail& mail) { mail.epochs.push_back(std::move(record)); });
}

void Mailbox::postSnapshot(SnapshotPtr snapshot, TrainingStatus status) {
    post([&](Mail& mail) {
        mail.snapshot = std::move(snapshot);
        mail.status = std::move(status);
    });
}

void Mailbox::postState(TrainingStatePtr state, bool requested) {
    post([&](Mail& mail) {
        mail.state = std::move(state);
        mail.stateRequested = mail.stateRequested || requested;
        mail.stepsAtState = mail.steps.size();
        mail.epochsAtState = mail.epochs.size();
    });
}

void Mailbox::postStatus(TrainingStatus status) {
    post([&](Mail& mail) { mail.status = std::move(status); });
}

void Mailbox::beginRun(int run) {
    post([run](Mail& mail) {
        mail = {};
        mail.run = run;
    });
}

bool Mailbox::snapshotWaits() const {
    const std::scoped_lock lock(m_mutex);
    return m_mail.snapshot != nullptr;
}

Mail Mailbox::take() {
    const std::scoped_lock lock(m_mutex);
    m_woken = false;
    Mail mail = std::exchange(m_mail, {});
    m_mail.run = mail.run;
    return mail;
}

} // namespace latent
