// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/loss_history.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

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

bool holdsTogether(const LossBucket& bucket, std::int64_t width) {
    double sum = bucket.firstSeconds + bucket.lastSeconds;
    for (const LossBucket::Summary& summary : bucket.curves) sum += summary.sum + summary.min + summary.max;
    return std::isfinite(sum) && bucket.records >= 1 && bucket.records <= width &&
           bucket.firstStep <= bucket.lastStep;
}

bool holdsTogether(const LossHistory::Series& series) {
    constexpr std::int64_t kWidest = std::int64_t{1} << 48;
    const std::vector<LossBucket>& buckets = series.buckets;
    bool holds = series.capacity >= 2 && series.capacity <= LossHistory::kCapacity && series.width >= 1 &&
                 series.width <= kWidest && buckets.size() <= series.capacity;
    for (std::size_t i = 0; holds && i < buckets.size(); ++i) {
        holds = holdsTogether(buckets[i], series.width) &&
                (i == 0 || buckets[i - 1].lastStep < buckets[i].firstStep) &&
                (i + 1 == buckets.size() || buckets[i].records == series.width);
    }
    return holds;
}
} // namespace

LossHistory::LossHistory(Content content)
    : m_content(std::move(content)) {
    const std::vector<LossTerms>& recent = m_content.recent;
    const bool ringHolds = recent.size() <= kRecent && m_content.nextRecent == recent.size() % kRecent;
    const bool ringIsFull = recent.size() == kRecent && m_content.nextRecent < kRecent;
    const bool holds = holdsTogether(m_content.train) && holdsTogether(m_content.test) &&
                       (ringHolds || ringIsFull) && isFinite(m_content.lastTest) &&
                       std::all_of(recent.begin(), recent.end(), isFinite);
    if (!holds) throw Error("the loss history does not hold together");
}

void LossHistory::append(const StepRecord& record) {
    if (!isFinite(record.train)) return;
    m_content.train.append(record.step, record.seconds, record.train);
    if (m_content.recent.size() < kRecent)
        m_content.recent.push_back(record.train);
    else
        m_content.recent[m_content.nextRecent] = record.train;
    m_content.nextRecent = (m_content.nextRecent + 1) % kRecent;
}

void LossHistory::appendTest(const EpochRecord& record) {
    if (!isFinite(record.test)) return;
    m_content.test.append(record.step, record.totalSeconds, record.test);
    m_content.lastTest = record.test;
    m_content.lastValidation = record.validation;
}

bool LossHistory::Series::goBackTo(std::int64_t step) {
    const std::size_t before = buckets.size();
    while (!buckets.empty() && buckets.back().lastStep > step) buckets.pop_back();
    return buckets.size() < before;
}

void LossHistory::goBackTo(std::int64_t step, const EpochRecord* last) {
    if (m_content.train.goBackTo(step)) {
        m_content.recent.clear();
        m_content.nextRecent = 0;
    }
    m_content.test.goBackTo(last == nullptr ? -1 : last->step);
    m_content.lastTest = last == nullptr ? LossTerms() : last->test;
    m_content.lastValidation = last == nullptr ? std::nullopt : last->validation;
}

void LossHistory::clear() {
    *this = LossHistory(m_content.train.capacity);
}

LossTerms LossHistory::recent() const {
    LossTerms mean;
    if (m_content.recent.empty()) return mean;
    const double share = 1.0 / static_cast<double>(m_content.recent.size());
    for (const LossTerms& loss : m_content.recent) {
        mean.reconstruction += share * loss.reconstruction;
        mean.kl += share * loss.kl;
        mean.total += share * loss.total;
    }
    return mean;
}

} // namespace latent
