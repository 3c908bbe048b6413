// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/loss_history.h"

#include <algorithm>
#include <cmath>

namespace latent {

double value(const LossTerms& loss, LossCurve curve) {
    switch (curve) {
    case LossCurve::Total:
        return loss.total;
    case LossCurve::Reconstruction:
        return loss.reconstruction;
    case LossCurve::Kl:
        return loss.kl;
    }
    return 0;
}

void LossBucket::absorb(const LossBucket& next) {
    lastStep = next.lastStep;
    lastSeconds = next.lastSeconds;
    records += next.records;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        curves[i].sum += next.curves[i].sum;
        curves[i].min = std::min(curves[i].min, next.curves[i].min);
        curves[i].max = std::max(curves[i].max, next.curves[i].max);
    }
}

std::vector<LossBucket> condensed(std::span<const LossBucket> buckets, std::size_t group) {
    std::vector<LossBucket> result;
    result.reserve(buckets.size() / group + 1);
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        if (i % group == 0)
            result.push_back(buckets[i]);
        else
            result.back().absorb(buckets[i]);
    }
    return result;
}

void LossHistory::Series::append(std::int64_t step, double seconds, const LossTerms& loss) {
    if (buckets.size() == capacity && buckets.back().records == width) {
        buckets = condensed(buckets, 2);
        width *= 2;
    }
    LossBucket one{.firstStep = step,
                   .lastStep = step,
                   .firstSeconds = seconds,
                   .lastSeconds = seconds,
                   .records = 1,
                   .curves = {}};
    for (const LossCurve curve : kLossCurves) {
        const double nats = value(loss, curve);
        one.curves[static_cast<std::size_t>(curve)] = {nats, nats, nats};
    }
    if (!buckets.empty() && buckets.back().records < width)
        buckets.back().absorb(one);
    else
        buckets.push_back(one);
}

namespace {
bool isFinite(const LossTerms& loss) {
    return std::isfinite(loss.total) && std::isfinite(loss.reconstruction) && std::isfinite(loss.kl);
}
} // namespace

void LossHistory::append(const StepRecord& record) {
    if (!isFinite(record.train)) return;
    m_train.append(record.step, record.seconds, record.train);
    if (m_recent.size() < kRecent)
        m_recent.push_back(record.train);
    else
        m_recent[m_nextRecent] = record.train;
    m_nextRecent = (m_nextRecent + 1) % kRecent;
}

void LossHistory::appendTest(const EpochRecord& record) {
    if (!isFinite(record.test)) return;
    m_test.append(record.step, record.totalSeconds, record.test);
    m_lastTest = record.test;
    m_lastValidation = record.validation;
}

void LossHistory::clear() {
    *this = LossHistory(m_train.capacity);
}

LossTerms LossHistory::recent() const {
    LossTerms mean;
    if (m_recent.empty()) return mean;
    const double share = 1.0 / static_cast<double>(m_recent.size());
    for (const LossTerms& loss : m_recent) {
        mean.reconstruction += share * loss.reconstruction;
        mean.kl += share * loss.kl;
        mean.total += share * loss.total;
    }
    return mean;
}

} // namespace latent
