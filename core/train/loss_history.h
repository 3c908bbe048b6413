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

    /// Losses of one kind, in the order of their steps.
    struct Series {
        explicit Series(std::size_t most = kCapacity)
            : capacity(most < 2 ? 2 : most) {}
        void append(std::int64_t step, double seconds, const LossTerms& loss);
        /// Whether anything was forgotten.
        bool goBackTo(std::int64_t step);

        std::size_t capacity;
        std::int64_t width = 1; // records a bucket
        std::vector<LossBucket> buckets;
    };
    /// All that a history holds, to be written and read back.
    struct Content {
        Series train;
        Series test;
        std::vector<LossTerms> recent; // a ring of the last kRecent steps
        std::size_t nextRecent = 0;
        LossTerms lastTest;
        std::optional<LossTerms> lastValidation;
    };

    explicit LossHistory(std::size_t capacity = kCapacity)
        : m_content{Series(capacity), Series(capacity), {}, 0, {}, {}} {}
    /// Throws Error where the content is none that a history can have.
    explicit LossHistory(Content content);

    /// In the order of their steps. A record that is not finite is left out.
    void append(const StepRecord& record);
    void appendTest(const EpochRecord& record);
    void clear();
    /// Forgets what came after `step`, and the test losses after those of the epoch `last` (null: all of
    /// them). Of a bucket that holds later records too nothing stays.
    void goBackTo(std::int64_t step, const EpochRecord* last);

    const Content& content() const { return m_content; }
    bool empty() const { return m_content.train.buckets.empty() && m_content.test.buckets.empty(); }
    std::span<const LossBucket> train() const { return m_content.train.buckets; }
    std::span<const LossBucket> test() const { return m_content.test.buckets; }
    /// Training loss averaged over the last kRecent steps; zeros before the first.
    LossTerms recent() const;
    /// The last test loss; zeros before the first.
    const LossTerms& lastTest() const { return m_content.lastTest; }
    /// The last loss of the held-out training images; empty where none are held out.
    const std::optional<LossTerms>& lastValidation() const { return m_content.lastValidation; }

  private:
    Content m_content;
};

} // namespace latent
