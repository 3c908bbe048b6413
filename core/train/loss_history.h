// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/records.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace latent {

enum class LossCurve { Total, Reconstruction, Kl };
inline constexpr std::array kLossCurves{LossCurve::Total, LossCurve::Reconstruction, LossCurve::Kl};

double value(const LossTerms& loss, LossCurve curve);

/// Some steps in a row: what their losses were, in nats an image.
struct LossBucket {
    struct Summary {
        double sum = 0;
        double min = 0;
        double max = 0;
    };
    std::int64_t firstStep = 0;
    std::int64_t lastStep = 0;
    double firstSeconds = 0; // of training
    double lastSeconds = 0;
    std::int64_t records = 0;
    std::array<Summary, kLossCurves.size()> curves;

    const Summary& of(LossCurve curve) const { return curves[static_cast<std::size_t>(curve)]; }
    double mean(LossCurve curve) const { return of(curve).sum / static_cast<double>(records); }
    double middleStep() const {
        return 0.5 * (static_cast<double>(firstStep) + static_cast<double>(lastStep));
    }
    double middleSeconds() const { return 0.5 * (firstSeconds + lastSeconds); }

    /// Takes in a bucket that follows this one.
    void absorb(const LossBucket& next);
};

/// `group` buckets made one, from the front; the last may hold fewer. group ≥ 1.
std::vector<LossBucket> condensed(std::span<const LossBucket> buckets, std::size_t group);

/// The losses of a whole run in bounded memory. Records go into buckets of equal width; when all buckets are
/// full, neighbours are merged and the width doubles. Means, extremes and borders stay exact.
class LossHistory {
  public:
    static constexpr std::size_t kCapacity = 4096; // buckets, of training and of test each
    static constexpr std::size_t kRecent = 100;    // steps

    explicit LossHistory(std::size_t capacity = kCapacity)
        : m_train(capacity)
        , m_test(capacity) {}

    /// In the order of their steps. A record that is not finite is left out.
    void append(const StepRecord& record);
    void appendTest(const EpochRecord& record);
    void clear();

    bool empty() const { return m_train.buckets.empty() && m_test.buckets.empty(); }
    std::span<const LossBucket> train() const { return m_train.buckets; }
    std::span<const LossBucket> test() const { return m_test.buckets; }
    /// Training loss averaged over the last kRecent steps; zeros before the first.
    LossTerms recent() const;
    /// The last test loss; zeros before the first.
    const LossTerms& lastTest() const { return m_lastTest; }
    /// The last loss of the held-out training images; empty where none are held out.
    const std::optional<LossTerms>& lastValidation() const { return m_lastValidation; }

  private:
    struct Series {
        explicit Series(std::size_t most)
            : capacity(most < 2 ? 2 : most) {}
        void append(std::int64_t step, double seconds, const LossTerms& loss);

        std::size_t capacity;
        std::int64_t width = 1; // records a bucket
        std::vector<LossBucket> buckets;
    };

    Series m_train;
    Series m_test;
    std::vector<LossTerms> m_recent; // a ring of the last kRecent
    std::size_t m_nextRecent = 0;
    LossTerms m_lastTest;
    std::optional<LossTerms> m_lastValidation;
};

} // namespace latent
