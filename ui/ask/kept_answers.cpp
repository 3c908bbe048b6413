// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ask/kept_answers.h"

namespace latent {
namespace {

/// Whether they were made of the same object, which need not live any more.
template <class T>
bool sameObject(const std::weak_ptr<const T>& a, const std::shared_ptr<const T>& b) {
    return !a.owner_before(b) && !b.owner_before(a);
}

Objective objectiveOf(const Evidence& evidence) {
    return evidence.snapshot ? evidence.snapshot->model.objective : Objective();
}

} // namespace

KeptAnswers::Source::Source(const Evidence& evidence)
    : m_snapshot(evidence.snapshot)
    , m_dataset(evidence.dataset)
    , m_run(evidence.run)
    , m_step(evidence.step)
    , m_objective(objectiveOf(evidence)) {}

bool KeptAnswers::Source::is(const Evidence& evidence) const {
    if (m_run != evidence.run || m_step != evidence.step || !sameObject(m_dataset, evidence.dataset))
        return false;
    if (sameObject(m_snapshot, evidence.snapshot)) return true;
    const bool restored = !m_run.empty() && evidence.snapshot;
    return restored && m_objective == objectiveOf(evidence);
}

} // namespace latent
